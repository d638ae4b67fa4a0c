#include <algorithm>
#include <utility>

#include "engine/expressions/condition_node.h"
#include "engine/expressions/expressions.h"

namespace engine::expressions {
namespace {

Error invalid(std::string_view text) {
    return invalidExpression(ExpressionKind::SearchCondition, text);
}

Error invalidComparator() {
    return invalid("Invalid comparator used in SearchConditionExpression");
}

// The comparisons of an AND of equalities, in written order.
Result<void> collect(const ConditionNode& node, std::vector<const ConditionNode*>& comparisons) {
    if (node.op == Operator::And) {
        for (const auto& condition : node.conditions) {
            if (auto collected = collect(condition, comparisons); !collected) {
                return collected;
            }
        }
        return {};
    }
    if (node.op != Operator::Equal) {
        return invalidComparator();
    }
    comparisons.push_back(&node);
    return {};
}

Result<SearchClause> toClause(const ConditionNode& node) {
    const auto isPath = [](const Operand& operand) { return operand.kind == Operand::Kind::Path; };
    const auto isLiteral = [](const Operand& operand) {
        return operand.kind == Operand::Kind::Literal && !operand.isSize;
    };
    const auto path = std::find_if(node.operands.begin(), node.operands.end(), isPath);
    const auto literal = std::find_if(node.operands.begin(), node.operands.end(), isLiteral);
    if (path == node.operands.end() || literal == node.operands.end()) {
        return invalid("SearchConditionExpression must compare an attribute with a value");
    }
    if (!path->path.isTopLevel()) {
        return invalid("SearchConditionExpression cannot have conditions on nested attributes");
    }
    return SearchClause{path->path.attributeName(), literal->literal.view().decode()};
}

}  // namespace

Result<std::vector<SearchClause>> compileSearchCondition(std::string_view text,
                                                         Placeholders& placeholders) {
    const auto bound = bindCondition(ExpressionKind::SearchCondition, text, placeholders);
    if (!bound) {
        return bound.error();
    }
    std::vector<const ConditionNode*> comparisons;
    if (auto collected = collect(bound->root, comparisons); !collected) {
        return std::move(collected).error();
    }
    std::vector<SearchClause> clauses;
    for (const auto* const comparison : comparisons) {
        auto clause = toClause(*comparison);
        if (!clause) {
            return std::move(clause).error();
        }
        if (std::any_of(clauses.begin(), clauses.end(), [&](const SearchClause& other) {
                return other.attributeName == clause->attributeName;
            })) {
            return invalid(
                "SearchConditionExpression must only contain one condition per attribute");
        }
        clauses.push_back(*std::move(clause));
    }
    return clauses;
}

}  // namespace engine::expressions
