#include <algorithm>
#include <utility>

#include "engine/expressions/binder.h"
#include "engine/expressions/parser.h"
#include "engine/expressions/update_program.h"

namespace engine::expressions {
namespace {

using values::AttributeType;
using values::DocumentPath;

std::optional<AttributeType> staticType(const UpdateValue& value) {
    switch (value.kind) {
        case UpdateValue::Kind::Literal: return value.literal.type();
        case UpdateValue::Kind::Path: return std::nullopt;
        case UpdateValue::Kind::Operation: break;
    }
    switch (value.op) {
        case Operator::Plus:
        case Operator::Minus: return AttributeType::N;
        case Operator::ListAppend: return AttributeType::L;
        default: return std::nullopt;
    }
}

// Type names of the ADD and DELETE errors; empty for the types that the action takes.
std::string_view refusedType(ActionKind kind, AttributeType type) {
    switch (type) {
        case AttributeType::S: return "STRING";
        case AttributeType::N: return kind == ActionKind::Delete ? "NUMBER" : "";
        case AttributeType::B: return "BINARY";
        case AttributeType::Bool: return "BOOLEAN";
        case AttributeType::Null: return "NULL";
        case AttributeType::L: return "LIST";
        case AttributeType::M: return "MAP";
        default: return "";
    }
}

class UpdateBinder final {
public:
    UpdateBinder(const SyntaxTree& tree, const Binder& binder) : m_tree(tree), m_binder(binder) {}

    Result<UpdateValue> bind(NodeIndex index) const;
    Result<void> checkOperation(const UpdateValue& value) const;
    Result<void> checkActionOperand(const UpdateAction& action) const;

private:
    Result<void> checkOperandTypes(const UpdateValue& value, AttributeType wanted) const;

    const SyntaxTree& m_tree;
    const Binder& m_binder;
};

Result<UpdateValue> UpdateBinder::bind(NodeIndex index) const {
    const auto& node = m_tree.nodes[index];
    UpdateValue bound;
    if (node.kind == SyntaxNode::Kind::Value) {
        const auto value = m_binder.value(node.token);
        if (!value) {
            return value.error();
        }
        bound.literal = **value;
        return bound;
    }
    if (node.kind == SyntaxNode::Kind::Path) {
        auto path = m_binder.path(node.path);
        if (!path) {
            return std::move(path).error();
        }
        bound.kind = UpdateValue::Kind::Path;
        bound.path = *std::move(path);
        return bound;
    }
    bound.kind = UpdateValue::Kind::Operation;
    bound.op = node.op;
    for (const auto operand : node.operands) {
        auto value = bind(operand);
        if (!value) {
            return value;
        }
        bound.operands.push_back(*std::move(value));
    }
    return bound;
}

// Inner operations first, as they are written further left than what follows them.
Result<void> UpdateBinder::checkOperation(const UpdateValue& value) const {
    if (value.kind != UpdateValue::Kind::Operation) {
        return {};
    }
    for (const auto& operand : value.operands) {
        if (auto checked = checkOperation(operand); !checked) {
            return checked;
        }
    }
    if (value.operands.size() != 2) {
        return m_binder.incorrectOperandCount(value.op, value.operands.size());
    }
    switch (value.op) {
        case Operator::IfNotExists:
            return value.operands.front().kind == UpdateValue::Kind::Path
                       ? Result<void>()
                       : m_binder.documentPathRequired(value.op);
        case Operator::ListAppend: return checkOperandTypes(value, AttributeType::L);
        default: return checkOperandTypes(value, AttributeType::N);
    }
}

Result<void> UpdateBinder::checkOperandTypes(const UpdateValue& value, AttributeType wanted) const {
    for (const auto& operand : value.operands) {
        const auto type = staticType(operand);
        if (type && *type != wanted) {
            return m_binder.incorrectOperandType(value.op, values::typeName(*type));
        }
    }
    return {};
}

Result<void> UpdateBinder::checkActionOperand(const UpdateAction& action) const {
    if (action.kind != ActionKind::Add && action.kind != ActionKind::Delete) {
        return {};
    }
    const auto type = refusedType(action.kind, action.value.literal.type());
    if (type.empty()) {
        return {};
    }
    return m_binder.error("Incorrect operand type for operator or function; operator: " +
                          std::string(action.kind == ActionKind::Add ? "ADD" : "DELETE") +
                          ", operand type: " + std::string(type));
}

Result<UpdateAction> bindAction(const ActionSyntax& syntax, const Binder& binder,
                                const UpdateBinder& updateBinder) {
    UpdateAction action;
    action.kind = syntax.kind;
    auto path = binder.path(syntax.path);
    if (!path) {
        return std::move(path).error();
    }
    action.path = *std::move(path);
    if (syntax.kind != ActionKind::Remove) {
        auto value = updateBinder.bind(syntax.value);
        if (!value) {
            return std::move(value).error();
        }
        action.value = *std::move(value);
    }
    return action;
}

Result<void> checkActions(const UpdateProgram& program, const UpdateBinder& updateBinder) {
    for (const auto& action : program.actions) {
        if (auto checked = updateBinder.checkActionOperand(action); !checked) {
            return checked;
        }
    }
    for (const auto& action : program.actions) {
        if (auto checked = updateBinder.checkOperation(action.value); !checked) {
            return checked;
        }
    }
    return {};
}

}  // namespace

Result<Update> Update::compile(std::string_view text, Placeholders& placeholders) {
    const auto tree = parseExpression(ExpressionKind::Update, text);
    if (!tree) {
        return tree.error();
    }
    return bind(Binder(ExpressionKind::Update, placeholders), **tree);
}

Result<Update> Update::compile(const SyntaxTree& tree, Placeholders& placeholders) {
    return bind(Binder(ExpressionKind::Statement, placeholders), tree);
}

Result<Update> Update::bind(const Binder& binder, const SyntaxTree& tree) {
    if (auto checked = binder.checkNamesDefined(tree); !checked) {
        return std::move(checked).error();
    }
    if (auto checked = binder.checkValuesDefined(tree); !checked) {
        return std::move(checked).error();
    }
    const UpdateBinder updateBinder(tree, binder);
    Update update;
    UpdateProgram program;
    for (const auto& syntax : tree.actions) {
        auto action = bindAction(syntax, binder, updateBinder);
        if (!action) {
            return std::move(action).error();
        }
        update.m_paths.push_back(action->path);
        program.actions.push_back(*std::move(action));
    }
    if (auto checked = binder.checkDistinctPaths(update.m_paths); !checked) {
        return std::move(checked).error();
    }
    if (auto checked = checkActions(program, updateBinder); !checked) {
        return std::move(checked).error();
    }
    program.touched = projectionTree(update.m_paths);
    update.m_program = std::make_shared<const UpdateProgram>(std::move(program));
    return update;
}

Update Update::of(UpdateProgram program, std::vector<values::DocumentPath> paths) {
    Update update;
    update.m_program = std::make_shared<const UpdateProgram>(std::move(program));
    update.m_paths = std::move(paths);
    return update;
}

Result<values::AttributeMap> Update::apply(const values::AttributeMap& before) const {
    return applyUpdate(*m_program, before);
}

bool Update::makesNoItem() const {
    return std::all_of(
        m_program->actions.begin(), m_program->actions.end(), [](const UpdateAction& action) {
            return action.kind == ActionKind::Remove || action.kind == ActionKind::Delete;
        });
}

std::optional<values::AttributeMap> Update::touched(const values::AttributeMap& image) const {
    const values::EncodedItem encoded(image);
    const auto projected = touched(encoded.view());
    return projected ? std::optional(projected->view().decode()) : std::nullopt;
}

std::optional<values::EncodedItem> Update::touched(values::ItemView image) const {
    auto projected = project(m_program->touched, image);
    return projected.view().count() > 0 ? std::optional(std::move(projected)) : std::nullopt;
}

}  // namespace engine::expressions
