#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/base64.h"
#include "engine/expressions/binder.h"
#include "engine/expressions/condition_node.h"
#include "engine/expressions/parser.h"

namespace engine::expressions {
namespace {

using values::AttributeType;
using values::AttributeValue;

constexpr std::array attributeTypes = {
    AttributeType::S,    AttributeType::N,  AttributeType::B,  AttributeType::Bool,
    AttributeType::Null, AttributeType::SS, AttributeType::NS, AttributeType::BS,
    AttributeType::L,    AttributeType::M,
};

std::optional<AttributeType> typeNamed(std::string_view name) {
    const auto found = std::find_if(attributeTypes.begin(), attributeTypes.end(),
                                    [name](auto type) { return values::typeName(type) == name; });
    return found == attributeTypes.end() ? std::nullopt : std::optional(*found);
}

bool hasOrder(AttributeType type) {
    return type == AttributeType::S || type == AttributeType::N || type == AttributeType::B;
}

bool isOrdering(Operator op) {
    return op == Operator::Less || op == Operator::LessOrEqual || op == Operator::Greater ||
           op == Operator::GreaterOrEqual || op == Operator::Between;
}

// The type that an operand has whatever the item holds.
std::optional<AttributeType> staticType(const Operand& operand) {
    switch (operand.kind) {
        case Operand::Kind::Literal: return operand.literal.view().type();
        case Operand::Kind::SizeOfPath: return AttributeType::N;
        case Operand::Kind::Path: return std::nullopt;
    }
    return std::nullopt;
}

// "AttributeValue: {S:a}"; S, N and B only.
std::string boundText(const Literal& literal) {
    const auto view = literal.view();
    std::string text = "AttributeValue: {";
    text.append(values::typeName(view.type())).append(":");
    if (view.type() == AttributeType::N) {
        view.number().appendTo(text);
    } else if (view.type() == AttributeType::B) {
        appendBase64(view.payload(), text);
    } else {
        text.append(view.payload());
    }
    return text.append("}");
}

std::size_t expectedOperandCount(Operator op) {
    switch (op) {
        case Operator::AttributeExists:
        case Operator::AttributeNotExists:
        case Operator::Size: return 1;
        default: return 2;
    }
}

bool isFunction(Operator op) {
    return op >= Operator::AttributeExists;
}

class ConditionBinder final {
public:
    ConditionBinder(const SyntaxTree& tree, const Binder& binder)
        : m_tree(tree), m_binder(binder) {}

    Result<ConditionNode> bind(NodeIndex index);
    std::vector<values::DocumentPath> takePaths() { return std::move(m_paths); }

private:
    Result<void> checkDefined(const SyntaxNode& node);
    Result<ConditionNode> bindClause(const SyntaxNode& node);
    Result<Operand> bindOperand(const SyntaxNode& node);
    Result<Operand> bindSize(const SyntaxNode& node);
    Result<void> checkClause(const ConditionNode& clause) const;
    Result<void> checkDistinctOperands(const ConditionNode& clause) const;
    Result<void> checkOrderedTypes(const ConditionNode& clause) const;
    Result<void> checkBounds(const ConditionNode& clause) const;
    Result<AttributeType> attributeTypeArgument(const Operand& operand) const;

    const SyntaxTree& m_tree;
    const Binder& m_binder;
    std::vector<values::DocumentPath> m_paths;
};

Result<ConditionNode> ConditionBinder::bind(NodeIndex index) {
    const auto& node = m_tree.nodes[index];
    if (node.op != Operator::And && node.op != Operator::Or && node.op != Operator::Not) {
        return bindClause(node);
    }
    ConditionNode bound;
    bound.op = node.op;
    bound.conditions.reserve(node.operands.size());
    for (const auto operand : node.operands) {
        auto condition = bind(operand);
        if (!condition) {
            return std::move(condition).error();
        }
        bound.conditions.push_back(*std::move(condition));
    }
    return bound;
}

Result<void> ConditionBinder::checkDefined(const SyntaxNode& node) {
    if (node.kind == SyntaxNode::Kind::Value) {
        const auto value = m_binder.value(node.token);
        return value ? Result<void>() : value.error();
    }
    if (node.kind == SyntaxNode::Kind::Path) {
        auto path = m_binder.path(node.path);
        if (!path) {
            return std::move(path).error();
        }
        m_paths.push_back(*std::move(path));
        return {};
    }
    for (const auto operand : node.operands) {
        if (auto checked = checkDefined(m_tree.nodes[operand]); !checked) {
            return checked;
        }
    }
    return {};
}

Result<ConditionNode> ConditionBinder::bindClause(const SyntaxNode& node) {
    if (auto checked = checkDefined(node); !checked) {
        return std::move(checked).error();
    }
    if (isFunction(node.op) && node.operands.size() != expectedOperandCount(node.op)) {
        return m_binder.incorrectOperandCount(node.op, node.operands.size());
    }
    ConditionNode clause;
    clause.op = node.op;
    for (const auto index : node.operands) {
        auto operand = bindOperand(m_tree.nodes[index]);
        if (!operand) {
            return std::move(operand).error();
        }
        clause.operands.push_back(*std::move(operand));
    }
    if (auto checked = checkClause(clause); !checked) {
        return std::move(checked).error();
    }
    if (clause.op == Operator::AttributeType) {
        auto type = attributeTypeArgument(clause.operands[1]);
        if (!type) {
            return std::move(type).error();
        }
        clause.type = *type;
    }
    return clause;
}

Result<Operand> ConditionBinder::bindOperand(const SyntaxNode& node) {
    Operand operand;
    switch (node.kind) {
        case SyntaxNode::Kind::Operation: return bindSize(node);
        case SyntaxNode::Kind::Value: {
            const auto value = m_binder.value(node.token);
            if (!value) {
                return value.error();
            }
            operand.kind = Operand::Kind::Literal;
            operand.literal = Literal(**value);
            return operand;
        }
        case SyntaxNode::Kind::Path: break;
    }
    auto path = m_binder.path(node.path);
    if (!path) {
        return std::move(path).error();
    }
    operand.path = *std::move(path);
    return operand;
}

// The only function that can be an operand. The size of a value of the request is known now.
Result<Operand> ConditionBinder::bindSize(const SyntaxNode& node) {
    if (node.operands.size() != 1) {
        return m_binder.incorrectOperandCount(Operator::Size, node.operands.size());
    }
    auto argument = bindOperand(m_tree.nodes[node.operands.front()]);
    if (!argument) {
        return argument;
    }
    if (argument->isSize) {
        return m_binder.incorrectOperandType(Operator::Size, "N");
    }
    argument->isSize = true;
    if (argument->kind == Operand::Kind::Path) {
        argument->kind = Operand::Kind::SizeOfPath;
        return argument;
    }
    const auto view = argument->literal.view();
    const auto size = sizeOf(view);
    if (!size) {
        return m_binder.incorrectOperandType(Operator::Size, values::typeName(view.type()));
    }
    argument->literal = Literal(
        AttributeValue::number(values::Number::fromInteger(static_cast<std::int64_t>(*size))));
    return argument;
}

Result<void> ConditionBinder::checkClause(const ConditionNode& clause) const {
    if (auto checked = checkDistinctOperands(clause); !checked) {
        return checked;
    }
    if (isOrdering(clause.op)) {
        if (auto checked = checkOrderedTypes(clause); !checked) {
            return checked;
        }
    }
    const bool needsPath =
        clause.op == Operator::AttributeExists || clause.op == Operator::AttributeNotExists;
    if (needsPath && clause.operands[0].kind != Operand::Kind::Path) {
        return m_binder.documentPathRequired(clause.op);
    }
    if (clause.op == Operator::BeginsWith) {
        for (const auto& operand : clause.operands) {
            const auto type = staticType(operand);
            if (type && *type != AttributeType::S && *type != AttributeType::B) {
                return m_binder.incorrectOperandType(clause.op, values::typeName(*type));
            }
        }
    }
    return clause.op == Operator::Between ? checkBounds(clause) : Result<void>();
}

Result<void> ConditionBinder::checkDistinctOperands(const ConditionNode& clause) const {
    const auto& first = clause.operands.front();
    if (first.kind != Operand::Kind::Path) {
        return {};
    }
    for (std::size_t i = 1; i < clause.operands.size(); ++i) {
        const auto& other = clause.operands[i];
        if (other.kind == Operand::Kind::Path && other.path == first.path) {
            return m_binder.error(
                "The first operand must be distinct from the remaining operands for this operator "
                "or function; operator: " +
                std::string(operatorName(clause.op)) +
                ", first operand: " + first.path.toErrorText());
        }
    }
    return {};
}

Result<void> ConditionBinder::checkOrderedTypes(const ConditionNode& clause) const {
    for (const auto& operand : clause.operands) {
        const auto type = staticType(operand);
        if (type && !hasOrder(*type)) {
            return m_binder.incorrectOperandType(clause.op, values::typeName(*type));
        }
    }
    return {};
}

Result<void> ConditionBinder::checkBounds(const ConditionNode& clause) const {
    const auto& lower = clause.operands[1];
    const auto& upper = clause.operands[2];
    const auto isGiven = [](const Operand& bound) {
        return bound.kind == Operand::Kind::Literal && !bound.isSize;
    };
    if (!isGiven(lower) || !isGiven(upper)) {
        return {};
    }
    const std::string bounds = "; lower bound operand: " + boundText(lower.literal) +
                               ", upper bound operand: " + boundText(upper.literal);
    const auto order = values::compare(lower.literal.view(), upper.literal.view());
    if (!order) {
        return m_binder.error(
            "The BETWEEN operator requires same data type for lower and upper bounds" + bounds);
    }
    if (*order > 0) {
        return m_binder.error(
            "The BETWEEN operator requires upper bound to be greater than or equal to lower "
            "bound" +
            bounds);
    }
    return {};
}

Result<AttributeType> ConditionBinder::attributeTypeArgument(const Operand& operand) const {
    const auto type = staticType(operand);
    if (!type) {
        return m_binder.incorrectOperandType(Operator::AttributeType,
                                             "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
    }
    if (*type != AttributeType::S) {
        return m_binder.incorrectOperandType(Operator::AttributeType, values::typeName(*type));
    }
    const auto name = operand.literal.view().payload();
    const auto named = typeNamed(name);
    if (!named) {
        return m_binder.error("Invalid attribute type name found; type: " + std::string(name) +
                              ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
    }
    return *named;
}

}  // namespace

Literal::Literal(const AttributeValue& value) : m_type(value.type()) {
    values::appendValue(value, m_bytes);
    std::string_view rest = m_bytes;
    m_payloadOffset = m_bytes.size() - values::takeValue(rest).payload().size();
}

Result<BoundCondition> bindCondition(ExpressionKind kind, std::string_view text,
                                     Placeholders& placeholders) {
    const auto tree = parseExpression(kind, text);
    return tree ? bindCondition(kind, **tree, placeholders) : tree.error();
}

Result<BoundCondition> bindCondition(ExpressionKind kind, const SyntaxTree& tree,
                                     Placeholders& placeholders) {
    const Binder binder(kind, placeholders);
    ConditionBinder conditionBinder(tree, binder);
    auto root = conditionBinder.bind(tree.root);
    if (!root) {
        return std::move(root).error();
    }
    return BoundCondition{*std::move(root), conditionBinder.takePaths()};
}

}  // namespace engine::expressions
