#include "engine/expressions/syntax_tree.h"

#include "engine/base/ensure.h"

namespace engine::expressions {

std::string_view expressionKindName(ExpressionKind kind) {
    switch (kind) {
        case ExpressionKind::Condition: return "ConditionExpression";
        case ExpressionKind::Filter: return "FilterExpression";
        case ExpressionKind::KeyCondition: return "KeyConditionExpression";
        case ExpressionKind::Projection: return "ProjectionExpression";
        case ExpressionKind::Update: return "UpdateExpression";
        case ExpressionKind::Statement: return "Statement";
        case ExpressionKind::SearchCondition: return "SearchConditionExpression";
    }
    ENSURE(false);
    return {};
}

Error invalidExpression(ExpressionKind kind, std::string_view text) {
    if (kind == ExpressionKind::Statement) {
        return Error::validation(std::string(text));
    }
    std::string message = "Invalid ";
    message.append(expressionKindName(kind)).append(": ").append(text);
    return Error::validation(std::move(message));
}

std::string_view operatorName(Operator op) {
    switch (op) {
        case Operator::Equal: return "=";
        case Operator::NotEqual: return "<>";
        case Operator::Less: return "<";
        case Operator::LessOrEqual: return "<=";
        case Operator::Greater: return ">";
        case Operator::GreaterOrEqual: return ">=";
        case Operator::Between: return "BETWEEN";
        case Operator::In: return "IN";
        case Operator::And: return "AND";
        case Operator::Or: return "OR";
        case Operator::Not: return "NOT";
        case Operator::Plus: return "+";
        case Operator::Minus: return "-";
        case Operator::AttributeExists: return "attribute_exists";
        case Operator::AttributeNotExists: return "attribute_not_exists";
        case Operator::AttributeType: return "attribute_type";
        case Operator::BeginsWith: return "begins_with";
        case Operator::Contains: return "contains";
        case Operator::Size: return "size";
        case Operator::IfNotExists: return "if_not_exists";
        case Operator::ListAppend: return "list_append";
    }
    ENSURE(false);
    return {};
}

}  // namespace engine::expressions
