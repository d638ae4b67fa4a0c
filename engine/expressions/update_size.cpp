#include "engine/expressions/update_size.h"

#include <string>

#include "engine/base/ensure.h"
#include "engine/expressions/parser.h"

// Measured to the byte: facts/aws-observed.md section 12.
namespace engine::expressions {
namespace {

constexpr std::size_t expressionCost = 3;
constexpr std::size_t valueClauseCost = 19;  // SET and ADD
constexpr std::size_t setElementCost = 1;    // SET of an element of a list, besides
constexpr std::size_t removalClauseCost = 1;
constexpr std::size_t targetElementCost = 4;  // each after the first
constexpr std::size_t pathOperandCost = 1;
constexpr std::size_t pathElementCost = 14;
constexpr std::size_t plusCost = 34;
constexpr std::size_t minusCost = 37;
constexpr std::size_t ifNotExistsCost = 39;
constexpr std::size_t listAppendCost = 37;

std::size_t operationCost(Operator op) {
    switch (op) {
        case Operator::Plus: return plusCost;
        case Operator::Minus: return minusCost;
        case Operator::IfNotExists: return ifNotExistsCost;
        default: return listAppendCost;
    }
}

class Measure final {
public:
    Measure(const SyntaxTree& tree, Placeholders& placeholders)
        : m_tree(tree), m_placeholders(placeholders) {}

    std::size_t total() {
        std::size_t bytes = expressionCost;
        for (const auto& action : m_tree.actions) {
            bytes += actionBytes(action);
        }
        return bytes;
    }

private:
    std::size_t actionBytes(const ActionSyntax& action) {
        const auto target = pathBytes(action.path, targetElementCost) - targetElementCost;
        if (action.kind == ActionKind::Remove || action.kind == ActionKind::Delete) {
            return removalClauseCost + target;
        }
        const bool setsElement = action.kind == ActionKind::Set &&
                                 action.path.back().kind == PathElementSyntax::Kind::Index;
        return valueClauseCost + (setsElement ? setElementCost : 0) + target +
               valueBytes(m_tree.nodes[action.value]);
    }

    std::size_t valueBytes(const SyntaxNode& node) {
        if (node.kind == SyntaxNode::Kind::Value) {
            const auto* value = m_placeholders.findValue(node.token);
            ENSURE(value != nullptr);
            return values::valueSizeBytes(*value);
        }
        if (node.kind == SyntaxNode::Kind::Path) {
            // What the path reads is free.
            return pathOperandCost + pathBytes(node.path, pathElementCost);
        }
        std::size_t bytes = operationCost(node.op);
        for (const auto operand : node.operands) {
            bytes += valueBytes(m_tree.nodes[operand]);
        }
        return bytes;
    }

    std::size_t pathBytes(const PathSyntax& path, std::size_t costOfElement) {
        std::size_t bytes = 0;
        for (const auto& element : path) {
            bytes += costOfElement + elementBytes(element);
        }
        return bytes;
    }

    std::size_t elementBytes(const PathElementSyntax& element) {
        switch (element.kind) {
            case PathElementSyntax::Kind::Name: return element.text.size();
            case PathElementSyntax::Kind::Index: return std::to_string(element.index).size();
            case PathElementSyntax::Kind::Alias: break;
        }
        const auto* name = m_placeholders.findName(element.text);
        ENSURE(name != nullptr);
        return name->size();
    }

    const SyntaxTree& m_tree;
    Placeholders& m_placeholders;
};

}  // namespace

std::size_t updateSizeBytes(std::string_view text, Placeholders& placeholders) {
    const auto tree = parseExpression(ExpressionKind::Update, text);
    ENSURE(tree);
    return Measure(**tree, placeholders).total();
}

}  // namespace engine::expressions
