#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/expressions/expressions.h"
#include "engine/expressions/syntax_tree.h"
#include "engine/values/attribute_value.h"
#include "engine/values/document_path.h"
#include "engine/values/item_view.h"

// Puts a request's names and values into a syntax tree's tokens.
namespace engine::expressions {

class Binder final {
public:
    Binder(ExpressionKind kind, Placeholders& placeholders)
        : m_kind(kind), m_placeholders(placeholders) {}

    ExpressionKind kind() const { return m_kind; }
    Error error(std::string_view text) const { return invalidExpression(m_kind, text); }

    Result<values::DocumentPath> path(const PathSyntax& syntax) const;
    Result<const values::AttributeValue*> value(std::string_view token) const;
    // All tokens of the tree, in written order.
    Result<void> checkNamesDefined(const SyntaxTree& tree) const;
    Result<void> checkValuesDefined(const SyntaxTree& tree) const;

    // Overlap of any two paths, then conflict (facts/validation.md section 8).
    Result<void> checkDistinctPaths(const std::vector<values::DocumentPath>& paths) const;

    Error incorrectOperandType(Operator op, std::string_view type) const;
    Error incorrectOperandCount(Operator op, std::size_t count) const;
    Error documentPathRequired(Operator op) const;

private:
    ExpressionKind m_kind;
    Placeholders& m_placeholders;
};

// The value at a path of an item in binary form or as a tree; nothing when it is not there.
std::optional<values::ValueView> findAt(values::ItemView item, const values::DocumentPath& path);
const values::AttributeValue* findAt(const values::AttributeMap& item,
                                     const values::DocumentPath& path);
values::AttributeValue* findAt(values::AttributeMap& item, const values::DocumentPath& path);

}  // namespace engine::expressions
