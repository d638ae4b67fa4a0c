#include <algorithm>
#include <utility>

#include "engine/expressions/condition_node.h"
#include "engine/expressions/expressions.h"

namespace engine::expressions {
namespace {

Error invalid(std::string_view text) {
    return invalidExpression(ExpressionKind::KeyCondition, text);
}

std::optional<KeyOperator> keyOperator(Operator op) {
    switch (op) {
        case Operator::Equal: return KeyOperator::Equal;
        case Operator::Less: return KeyOperator::Less;
        case Operator::LessOrEqual: return KeyOperator::LessOrEqual;
        case Operator::Greater: return KeyOperator::Greater;
        case Operator::GreaterOrEqual: return KeyOperator::GreaterOrEqual;
        case Operator::Between: return KeyOperator::Between;
        case Operator::BeginsWith: return KeyOperator::BeginsWith;
        default: return std::nullopt;
    }
}

KeyOperator mirrored(KeyOperator op) {
    switch (op) {
        case KeyOperator::Less: return KeyOperator::Greater;
        case KeyOperator::LessOrEqual: return KeyOperator::GreaterOrEqual;
        case KeyOperator::Greater: return KeyOperator::Less;
        case KeyOperator::GreaterOrEqual: return KeyOperator::LessOrEqual;
        default: return op;
    }
}

bool isPath(const Operand& operand) {
    return operand.kind == Operand::Kind::Path;
}

// Exactly one operand may be a path; BETWEEN and begins_with want it first.
Result<void> checkOperands(const ConditionNode& clause) {
    const auto& operands = clause.operands;
    if (std::any_of(operands.begin(), operands.end(),
                    [](const Operand& operand) { return operand.isSize; })) {
        return invalid("KeyConditionExpressions cannot contain nested operations");
    }
    const bool pathFirst = clause.op == Operator::Between || clause.op == Operator::BeginsWith;
    if (pathFirst && !isPath(operands.front())) {
        return invalid(
            "Invalid condition in KeyConditionExpression: " + std::string(operatorName(clause.op)) +
            " operator must have the key attribute as its first operand");
    }
    const auto paths = std::count_if(operands.begin(), operands.end(), isPath);
    if (paths > 1) {
        return invalid(
            "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
            "condition");
    }
    if (paths == 0) {
        return invalid("Invalid condition in KeyConditionExpression: No key attribute specified");
    }
    return {};
}

Result<KeyClause> toClause(const ConditionNode& node) {
    const auto op = keyOperator(node.op);
    if (!op) {
        return invalid("Invalid operator used in KeyConditionExpression: " +
                       std::string(operatorName(node.op)));
    }
    if (auto checked = checkOperands(node); !checked) {
        return std::move(checked).error();
    }
    const bool pathFirst = isPath(node.operands[0]);
    const auto& path = node.operands[pathFirst ? 0 : 1].path;
    if (!path.isTopLevel()) {
        return invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    KeyClause clause;
    clause.attributeName = path.attributeName();
    clause.op = pathFirst ? *op : mirrored(*op);
    clause.first = node.operands[pathFirst ? 1 : 0].literal.view().decode();
    if (clause.op == KeyOperator::Between) {
        clause.second = node.operands[2].literal.view().decode();
    }
    return clause;
}

Result<void> collectClauses(const ConditionNode& node, std::vector<KeyClause>& clauses) {
    if (node.op == Operator::And) {
        for (const auto& condition : node.conditions) {
            if (auto collected = collectClauses(condition, clauses); !collected) {
                return collected;
            }
        }
        return {};
    }
    auto clause = toClause(node);
    if (!clause) {
        return std::move(clause).error();
    }
    const bool repeated = std::any_of(
        clauses.begin(), clauses.end(),
        [&clause](const KeyClause& other) { return other.attributeName == clause->attributeName; });
    if (repeated) {
        return invalid("KeyConditionExpressions must only contain one condition per key");
    }
    clauses.push_back(*std::move(clause));
    return {};
}

}  // namespace

Result<std::vector<KeyClause>> compileKeyCondition(std::string_view text,
                                                   Placeholders& placeholders) {
    const auto bound = bindCondition(ExpressionKind::KeyCondition, text, placeholders);
    if (!bound) {
        return bound.error();
    }
    std::vector<KeyClause> clauses;
    if (auto collected = collectClauses(bound->root, clauses); !collected) {
        return std::move(collected).error();
    }
    return clauses;
}

}  // namespace engine::expressions
