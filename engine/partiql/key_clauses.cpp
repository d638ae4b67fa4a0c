#include "engine/partiql/key_clauses.h"

#include <algorithm>

namespace engine::partiql {
namespace {

using expressions::KeyClause;
using expressions::KeyOperator;
using Kind = Expression::Kind;
using values::AttributeType;
using values::AttributeValue;

std::optional<KeyOperator> keyOperator(const Expression& condition) {
    if (condition.kind == Kind::Call) {
        return condition.text == "begins_with" ? std::optional(KeyOperator::BeginsWith)
                                               : std::nullopt;
    }
    if (condition.kind != Kind::Operation) {
        return std::nullopt;
    }
    switch (condition.op) {
        case Operator::Equal: return KeyOperator::Equal;
        case Operator::Less: return KeyOperator::Less;
        case Operator::LessOrEqual: return KeyOperator::LessOrEqual;
        case Operator::Greater: return KeyOperator::Greater;
        case Operator::GreaterOrEqual: return KeyOperator::GreaterOrEqual;
        case Operator::Between: return KeyOperator::Between;
        default: return std::nullopt;
    }
}

// For a value that was written on the left.
std::optional<KeyOperator> mirrored(KeyOperator op) {
    switch (op) {
        case KeyOperator::Equal: return op;
        case KeyOperator::Less: return KeyOperator::Greater;
        case KeyOperator::LessOrEqual: return KeyOperator::GreaterOrEqual;
        case KeyOperator::Greater: return KeyOperator::Less;
        case KeyOperator::GreaterOrEqual: return KeyOperator::LessOrEqual;
        default: return std::nullopt;
    }
}

bool isAttribute(const Expression& expression) {
    return expression.kind == Kind::Path && expression.path.isTopLevel();
}

}  // namespace

std::optional<KeyClause> keyClauseOf(const Expression& condition) {
    auto op = keyOperator(condition);
    const auto& operands = condition.operands;
    if (!op || operands.size() != (op == KeyOperator::Between ? 3U : 2U)) {
        return std::nullopt;
    }
    const auto* attribute = &operands[0];
    const auto* first = &operands[1];
    if (!isAttribute(*attribute)) {
        std::swap(attribute, first);
        op = mirrored(*op);
    }
    if (!op || !isAttribute(*attribute) || first->kind != Kind::Value) {
        return std::nullopt;
    }
    KeyClause clause{attribute->path.attributeName(), *op, first->value, {}};
    if (op == KeyOperator::Between) {
        if (operands[2].kind != Kind::Value) {
            return std::nullopt;
        }
        clause.second = operands[2].value;
    }
    return clause;
}

std::vector<KeyClause> alternativesOf(const Expression& condition) {
    std::vector<KeyClause> alternatives;
    if (!condition.isOperation(Operator::In) || !isAttribute(condition.operands.front())) {
        return alternatives;
    }
    const auto& name = condition.operands.front().path.attributeName();
    for (std::size_t i = 1; i < condition.operands.size(); ++i) {
        if (condition.operands[i].kind != Kind::Value) {
            return {};
        }
        alternatives.push_back({name, KeyOperator::Equal, condition.operands[i].value, {}});
    }
    return alternatives;
}

std::vector<const Expression*> conjunctsOf(const Expression& condition) {
    if (!condition.isOperation(Operator::And)) {
        return {&condition};
    }
    std::vector<const Expression*> conjuncts;
    for (const auto& operand : condition.operands) {
        const auto inner = conjunctsOf(operand);
        conjuncts.insert(conjuncts.end(), inner.begin(), inner.end());
    }
    return conjuncts;
}

std::optional<Expression> conjunctionOf(const std::vector<const Expression*>& conditions) {
    if (conditions.empty()) {
        return std::nullopt;
    }
    if (conditions.size() == 1) {
        return *conditions.front();
    }
    Expression joined;
    joined.kind = Kind::Operation;
    joined.op = Operator::And;
    for (const auto* condition : conditions) {
        joined.operands.push_back(*condition);
    }
    return joined;
}

bool mentionsAny(const Expression& condition, const std::vector<std::string>& attributes) {
    std::vector<std::string> names;
    collectAttributes(condition, names);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(attributes.begin(), attributes.end(), name) != attributes.end();
    });
}

void collectAttributes(const Expression& condition, std::vector<std::string>& names) {
    if (condition.kind == Kind::Path) {
        const auto& name = condition.path.attributeName();
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    for (const auto& operand : condition.operands) {
        collectAttributes(operand, names);
    }
}

Result<void> checkKeyTypes(const schema::KeyAttribute& attribute, const KeyClause& clause) {
    const bool isBetween = clause.op == KeyOperator::Between;
    for (const auto* value : {&clause.first, isBetween ? &clause.second : &clause.first}) {
        const auto type = value->type();
        if (type != AttributeType::S && type != AttributeType::N && type != AttributeType::B) {
            return Error::validation(
                "Key value must be of type S, N, or B. Key name: " + attribute.name +
                ", Key type: " + std::string(values::typeName(type)));
        }
        if (type != attribute.type) {
            return Error::validation(
                "Key attribute's data type should match its data type in table's schema: Key " +
                attribute.name);
        }
    }
    return {};
}

Result<void> checkNoPathBelow(const schema::KeyAttribute& attribute, const Expression& condition) {
    if (condition.kind == Kind::Path && !condition.path.isTopLevel() &&
        condition.path.attributeName() == attribute.name) {
        return Error::validation(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
            "allowed: Key " +
            attribute.name);
    }
    for (const auto& operand : condition.operands) {
        if (auto checked = checkNoPathBelow(attribute, operand); !checked) {
            return checked;
        }
    }
    return {};
}

}  // namespace engine::partiql
