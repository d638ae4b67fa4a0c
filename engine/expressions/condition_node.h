#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/expressions/expressions.h"
#include "engine/expressions/syntax_tree.h"
#include "engine/values/attribute_value.h"
#include "engine/values/document_path.h"
#include "engine/values/item_view.h"

namespace engine::expressions {

// A value of the request in binary form, so that it compares with stored values in place.
class Literal final {
public:
    Literal() = default;
    explicit Literal(const values::AttributeValue& value);
    values::ValueView view() const {
        return {m_type, std::string_view(m_bytes).substr(m_payloadOffset)};
    }

private:
    std::string m_bytes;
    std::size_t m_payloadOffset = 0;
    values::AttributeType m_type = values::AttributeType::Null;
};

struct Operand {
    enum class Kind { Path, Literal, SizeOfPath };
    Kind kind = Kind::Path;
    values::DocumentPath path;
    Literal literal;
    bool isSize = false;  // written as size(...), also when a literal's size is already known
};

// A condition with its names and values in place.
struct ConditionNode {
    Operator op = Operator::And;
    std::vector<ConditionNode> conditions;                     // AND, OR, NOT
    std::vector<Operand> operands;                             // all others
    values::AttributeType type = values::AttributeType::Null;  // attribute_type
};

struct BoundCondition {
    ConditionNode root;
    std::vector<values::DocumentPath> paths;
};

// Resolves names and values and checks operands, clause by clause in written order.
Result<BoundCondition> bindCondition(ExpressionKind kind, std::string_view text,
                                     Placeholders& placeholders);
Result<BoundCondition> bindCondition(ExpressionKind kind, const SyntaxTree& tree,
                                     Placeholders& placeholders);

bool evaluate(const ConditionNode& node, values::ItemView item);

// What size() gives; nothing for types without a size.
std::optional<std::uint64_t> sizeOf(values::ValueView value);

}  // namespace engine::expressions
