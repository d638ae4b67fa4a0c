#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/expressions/expressions.h"
#include "engine/expressions/projection_node.h"
#include "engine/expressions/syntax_tree.h"
#include "engine/values/attribute_value.h"
#include "engine/values/document_path.h"

namespace engine::expressions {

// The right-hand side of SET, or the operand of ADD and DELETE, with names and values in place.
struct UpdateValue {
    enum class Kind : std::uint8_t { Literal, Path, Operation };
    Kind kind = Kind::Literal;
    values::AttributeValue literal;
    values::DocumentPath path;
    Operator op = Operator::Plus;  // Plus, Minus, IfNotExists, ListAppend
    std::vector<UpdateValue> operands;
};

struct UpdateAction {
    ActionKind kind = ActionKind::Set;
    values::DocumentPath path;
    UpdateValue value;  // not used by Remove
};

struct UpdateProgram {
    std::vector<UpdateAction> actions;
    Projection::Node touched;
    bool isLegacy = false;  // made of AttributeUpdates
};

Result<values::AttributeMap> applyUpdate(const UpdateProgram& program,
                                         const values::AttributeMap& before);

}  // namespace engine::expressions
