#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/expressions/binder.h"
#include "engine/expressions/condition_node.h"
#include "engine/expressions/expressions.h"

namespace engine::expressions {
namespace {

using values::AttributeType;
using values::ItemView;
using values::ValueView;

// The value of one operand. Not movable: a short number lives inside the object.
class OperandValue final {
public:
    OperandValue(const Operand& operand, ItemView item) {
        if (operand.kind == Operand::Kind::Literal) {
            m_value = operand.literal.view();
            return;
        }
        m_value = findAt(item, operand.path);
        if (operand.kind == Operand::Kind::SizeOfPath && m_value) {
            takeSize();
        }
    }
    OperandValue(const OperandValue&) = delete;
    OperandValue& operator=(const OperandValue&) = delete;

    explicit operator bool() const { return m_value.has_value(); }
    ValueView operator*() const { return *m_value; }

private:
    void takeSize() {
        const auto size = sizeOf(*m_value);
        m_value.reset();
        if (size) {
            values::Number::fromInteger(static_cast<std::int64_t>(*size)).appendKeyBytes(m_number);
            m_value = ValueView(AttributeType::N, m_number);
        }
    }

    std::optional<ValueView> m_value;
    std::string m_number;
};

bool equalOperands(const OperandValue& left, const OperandValue& right) {
    return left && right && values::equal(*left, *right);
}

std::optional<std::strong_ordering> order(const OperandValue& left, const OperandValue& right) {
    return left && right ? values::compare(*left, *right) : std::nullopt;
}

bool compareOperands(Operator op, const OperandValue& left, const OperandValue& right) {
    if (op == Operator::Equal) {
        return equalOperands(left, right);
    }
    if (op == Operator::NotEqual) {
        return !equalOperands(left, right);
    }
    const auto result = order(left, right);
    if (!result) {
        return false;
    }
    switch (op) {
        case Operator::Less: return *result < 0;
        case Operator::LessOrEqual: return *result <= 0;
        case Operator::Greater: return *result > 0;
        default: return *result >= 0;
    }
}

bool isBetween(const OperandValue& value, const OperandValue& lower, const OperandValue& upper) {
    const auto fromLower = order(value, lower);
    const auto fromUpper = order(value, upper);
    return fromLower && fromUpper && *fromLower >= 0 && *fromUpper <= 0;
}

bool isAnyOf(const ConditionNode& node, ItemView item) {
    const OperandValue value(node.operands.front(), item);
    return std::any_of(node.operands.begin() + 1, node.operands.end(), [&](const Operand& other) {
        return equalOperands(value, OperandValue(other, item));
    });
}

bool beginsWith(const OperandValue& value, const OperandValue& prefix) {
    if (!value || !prefix || (*value).type() != (*prefix).type()) {
        return false;
    }
    const auto type = (*value).type();
    return (type == AttributeType::S || type == AttributeType::B) &&
           (*value).payload().starts_with((*prefix).payload());
}

bool hasElement(ValueView container, ValueView wanted) {
    auto cursor = container.elements();
    while (const auto element = cursor.next()) {
        if (values::equal(*element, wanted)) {
            return true;
        }
    }
    return false;
}

// Takes time in proportion to the texts, which std::string_view::find does not.
bool hasPart(std::string_view text, std::string_view part) {
    return part.empty() || memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

bool containsValue(const OperandValue& container, const OperandValue& wanted) {
    if (!container || !wanted) {
        return false;
    }
    const auto view = *container;
    switch (view.type()) {
        case AttributeType::S:
        case AttributeType::B:
            return view.type() == (*wanted).type() && hasPart(view.payload(), (*wanted).payload());
        case AttributeType::SS:
        case AttributeType::NS:
        case AttributeType::BS:
        case AttributeType::L: return hasElement(view, *wanted);
        default: return false;
    }
}

bool evaluateClause(const ConditionNode& node, ItemView item) {
    const OperandValue first(node.operands[0], item);
    if (node.op == Operator::AttributeExists) {
        return static_cast<bool>(first);
    }
    if (node.op == Operator::AttributeNotExists) {
        return !first;
    }
    if (node.op == Operator::AttributeType) {
        return first && (*first).type() == node.type;
    }
    const OperandValue second(node.operands[1], item);
    switch (node.op) {
        case Operator::BeginsWith: return beginsWith(first, second);
        case Operator::Contains: return containsValue(first, second);
        case Operator::Between:
            return isBetween(first, second, OperandValue(node.operands[2], item));
        default: return compareOperands(node.op, first, second);
    }
}

std::uint64_t utf16Length(std::string_view text) {
    std::uint64_t units = 0;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        const bool isLead = (byte & 0xC0U) != 0x80U;
        const bool needsPair = byte >= 0xF0U;
        units += (isLead ? 1U : 0U) + (needsPair ? 1U : 0U);
    }
    return units;
}

ExpressionKind expressionKind(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::Condition: return ExpressionKind::Condition;
        case ConditionKind::Filter: return ExpressionKind::Filter;
        case ConditionKind::Statement: break;
    }
    return ExpressionKind::Statement;
}

}  // namespace

std::optional<std::uint64_t> sizeOf(ValueView value) {
    switch (value.type()) {
        case AttributeType::S: return utf16Length(value.payload());
        case AttributeType::B: return value.payload().size();
        case AttributeType::N:
        case AttributeType::Bool:
        case AttributeType::Null: return std::nullopt;
        default: return value.count();
    }
}

bool evaluate(const ConditionNode& node, ItemView item) {
    const auto holds = [item](const ConditionNode& condition) { return evaluate(condition, item); };
    switch (node.op) {
        case Operator::And:
            return std::all_of(node.conditions.begin(), node.conditions.end(), holds);
        case Operator::Or:
            return std::any_of(node.conditions.begin(), node.conditions.end(), holds);
        case Operator::Not: return !holds(node.conditions.front());
        case Operator::In: return isAnyOf(node, item);
        default: return evaluateClause(node, item);
    }
}

Result<Condition> Condition::compile(ConditionKind kind, std::string_view text,
                                     Placeholders& placeholders) {
    auto bound = bindCondition(expressionKind(kind), text, placeholders);
    if (!bound) {
        return std::move(bound).error();
    }
    return of(*std::move(bound));
}

Result<Condition> Condition::compile(ConditionKind kind, const SyntaxTree& tree,
                                     Placeholders& placeholders) {
    auto bound = bindCondition(expressionKind(kind), tree, placeholders);
    if (!bound) {
        return std::move(bound).error();
    }
    return of(*std::move(bound));
}

Condition Condition::of(BoundCondition bound) {
    Condition condition;
    condition.m_root = std::make_shared<const ConditionNode>(std::move(bound.root));
    condition.m_paths = std::move(bound.paths);
    for (const auto& path : condition.m_paths) {
        auto& names = condition.m_attributeNames;
        if (std::find(names.begin(), names.end(), path.attributeName()) == names.end()) {
            names.push_back(path.attributeName());
        }
    }
    return condition;
}

bool Condition::matches(ItemView item) const {
    return evaluate(*m_root, item);
}

}  // namespace engine::expressions
