#include "engine/expressions/legacy.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/expressions/condition_node.h"
#include "engine/values/item_view.h"

namespace engine::expressions {
namespace {

using values::AttributeType;
using values::AttributeValue;
using Arguments = std::vector<AttributeValue>;

Error invalid(std::string text) {
    return Error::validation("One or more parameter values were invalid: " + std::move(text));
}

constexpr std::array<std::string_view, 13> names = {
    "EQ",   "NE",       "LE",           "LT",          "GE", "GT",     "NOT_NULL",
    "NULL", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "IN", "BETWEEN"};

bool isScalar(AttributeType type) {
    return type == AttributeType::S || type == AttributeType::N || type == AttributeType::B;
}

bool takes(ComparisonOperator op, AttributeType type) {
    switch (op) {
        case ComparisonOperator::Equal:
        case ComparisonOperator::NotEqual: return true;
        case ComparisonOperator::BeginsWith:
            return type == AttributeType::S || type == AttributeType::B;
        default: return isScalar(type);
    }
}

bool isCountRight(ComparisonOperator op, std::size_t count) {
    switch (op) {
        case ComparisonOperator::NotNull:
        case ComparisonOperator::Null: return count == 0;
        case ComparisonOperator::In: return count > 0;
        case ComparisonOperator::Between: return count == 2;
        default: return count == 1;
    }
}

bool isDescending(const AttributeValue& lower, const AttributeValue& upper) {
    const Literal low(lower);
    const Literal high(upper);
    const auto order = values::compare(low.view(), high.view());
    return order && *order == std::strong_ordering::greater;
}

Result<void> checkArguments(ComparisonOperator op, const Arguments& arguments) {
    const std::string name(comparisonName(op));
    if (!isCountRight(op, arguments.size())) {
        return invalid("Invalid number of argument(s) for the " + name + " ComparisonOperator");
    }
    for (const auto& argument : arguments) {
        if (argument.type() != arguments.front().type()) {
            return invalid("AttributeValues inside AttributeValueList must be of same type");
        }
        if (!takes(op, argument.type())) {
            return invalid("ComparisonOperator " + name + " is not valid for " +
                           std::string(values::typeName(argument.type())) + " AttributeValue type");
        }
    }
    if (op == ComparisonOperator::Between && isDescending(arguments[0], arguments[1])) {
        return Error::validation(
            "The BETWEEN condition was provided a range where the lower bound is greater than the "
            "upper bound");
    }
    return {};
}

struct Comparison {
    ComparisonOperator op = ComparisonOperator::Equal;
    Arguments arguments;
};

// Expected without a ComparisonOperator.
Result<Comparison> comparisonOfExists(const std::string& attribute,
                                      const LegacyCondition& condition) {
    if (condition.exists == false) {
        if (condition.value) {
            return invalid("Value cannot be used when Exists is false for Attribute: " + attribute);
        }
        return Comparison{ComparisonOperator::Null, {}};
    }
    if (!condition.value) {
        return invalid("Value must be provided when Exists is " +
                       std::string(condition.exists ? "true" : "null") +
                       " for Attribute: " + attribute);
    }
    return Comparison{ComparisonOperator::Equal, {*condition.value}};
}

Result<Comparison> comparisonOf(const std::string& attribute, const LegacyCondition& condition) {
    if (condition.value && condition.arguments) {
        return invalid("Value and AttributeValueList cannot be used together for Attribute: " +
                       attribute);
    }
    if (!condition.op) {
        if (condition.arguments) {
            return invalid(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: " +
                attribute);
        }
        return comparisonOfExists(attribute, condition);
    }
    if (condition.exists) {
        return invalid("Exists and ComparisonOperator cannot be used together for Attribute: " +
                       attribute);
    }
    Comparison comparison{*condition.op, {}};
    if (condition.value) {
        comparison.arguments.push_back(*condition.value);
    } else if (condition.arguments) {
        comparison.arguments = *condition.arguments;
    } else if (!isCountRight(comparison.op, 0)) {
        return invalid("Value or AttributeValueList must be used with ComparisonOperator: " +
                       std::string(comparisonName(comparison.op)) + " for Attribute: " + attribute);
    }
    if (auto checked = checkArguments(comparison.op, comparison.arguments); !checked) {
        return std::move(checked).error();
    }
    return comparison;
}

Operator operatorOf(ComparisonOperator op) {
    switch (op) {
        case ComparisonOperator::Equal: return Operator::Equal;
        case ComparisonOperator::NotEqual: return Operator::NotEqual;
        case ComparisonOperator::LessOrEqual: return Operator::LessOrEqual;
        case ComparisonOperator::Less: return Operator::Less;
        case ComparisonOperator::GreaterOrEqual: return Operator::GreaterOrEqual;
        case ComparisonOperator::Greater: return Operator::Greater;
        case ComparisonOperator::NotNull: return Operator::AttributeExists;
        case ComparisonOperator::Null: return Operator::AttributeNotExists;
        case ComparisonOperator::Contains:
        case ComparisonOperator::NotContains: return Operator::Contains;
        case ComparisonOperator::BeginsWith: return Operator::BeginsWith;
        case ComparisonOperator::In: return Operator::In;
        case ComparisonOperator::Between: return Operator::Between;
    }
    return Operator::Equal;
}

ConditionNode clauseOf(const values::DocumentPath& path, Operator op, const Arguments& arguments) {
    ConditionNode clause;
    clause.op = op;
    clause.operands.push_back({Operand::Kind::Path, path, {}, false});
    for (const auto& argument : arguments) {
        clause.operands.push_back({Operand::Kind::Literal, {}, Literal(argument), false});
    }
    return clause;
}

ConditionNode nodeOf(const values::DocumentPath& path, const Comparison& comparison) {
    auto clause = clauseOf(path, operatorOf(comparison.op), comparison.arguments);
    if (comparison.op != ComparisonOperator::NotContains) {
        return clause;
    }
    // Unlike NE it is false when there is no attribute.
    ConditionNode negated;
    negated.op = Operator::Not;
    negated.conditions.push_back(std::move(clause));
    ConditionNode both;
    both.op = Operator::And;
    both.conditions.push_back(clauseOf(path, Operator::AttributeExists, {}));
    both.conditions.push_back(std::move(negated));
    return both;
}

std::optional<KeyOperator> keyOperatorOf(ComparisonOperator op) {
    switch (op) {
        case ComparisonOperator::Equal: return KeyOperator::Equal;
        case ComparisonOperator::LessOrEqual: return KeyOperator::LessOrEqual;
        case ComparisonOperator::Less: return KeyOperator::Less;
        case ComparisonOperator::GreaterOrEqual: return KeyOperator::GreaterOrEqual;
        case ComparisonOperator::Greater: return KeyOperator::Greater;
        case ComparisonOperator::BeginsWith: return KeyOperator::BeginsWith;
        case ComparisonOperator::Between: return KeyOperator::Between;
        default: return std::nullopt;
    }
}

}  // namespace

std::string_view comparisonName(ComparisonOperator op) {
    return names.at(static_cast<std::size_t>(op));
}

Result<void> checkConditionalOperator(const LegacyParameters& parameters) {
    if (!parameters.anyCondition) {
        return {};
    }
    const auto count = parameters.filter ? parameters.filter->size() : 0;
    if (count == 0) {
        return Error::validation("ConditionalOperator cannot be used without Filter or Expected");
    }
    if (count == 1) {
        return Error::validation(
            "ConditionalOperator can only be used when Filter or Expected has two or more "
            "elements");
    }
    return {};
}

Result<std::optional<Condition>> compileLegacyFilter(const LegacyParameters& parameters) {
    if (!parameters.filter || parameters.filter->empty()) {
        return std::optional<Condition>();
    }
    BoundCondition bound;
    bound.root.op = parameters.anyCondition.value_or(false) ? Operator::Or : Operator::And;
    for (const auto& [attribute, condition] : *parameters.filter) {
        const auto comparison = comparisonOf(attribute, condition);
        if (!comparison) {
            return comparison.error();
        }
        const values::DocumentPath path{{attribute}};
        bound.root.conditions.push_back(nodeOf(path, *comparison));
        bound.paths.push_back(path);
    }
    return std::optional(Condition::of(std::move(bound)));
}

Result<std::vector<KeyClause>> compileLegacyKeyConditions(const LegacyConditions& conditions) {
    std::vector<KeyClause> clauses;
    for (const auto& [attribute, condition] : conditions) {
        auto comparison = comparisonOf(attribute, condition);
        if (!comparison) {
            return std::move(comparison).error();
        }
        const auto op = keyOperatorOf(comparison->op);
        if (!op) {
            return Error::validation(
                "Attempted conditional constraint is not an indexable operation");
        }
        auto& clause = clauses.emplace_back();
        clause.attributeName = attribute;
        clause.op = *op;
        clause.first = std::move(comparison->arguments.front());
        if (comparison->arguments.size() > 1) {
            clause.second = std::move(comparison->arguments.back());
        }
    }
    return clauses;
}

Result<Projection> compileAttributesToGet(const std::vector<std::string>& attributes) {
    std::set<std::string_view> seen;
    for (const auto& name : attributes) {
        if (!seen.insert(name).second) {
            return invalid("Duplicate value in attribute name: " + name);
        }
    }
    return Projection::ofAttributes(attributes);
}

}  // namespace engine::expressions
