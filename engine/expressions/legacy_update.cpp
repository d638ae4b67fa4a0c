#include <utility>

#include "engine/expressions/legacy.h"
#include "engine/expressions/update_program.h"

namespace engine::expressions {
namespace {

using values::AttributeType;
using values::AttributeValue;
using Action = LegacyUpdate::Action;

Error invalid(std::string text) {
    return Error::validation("One or more parameter values were invalid: " + std::move(text));
}

bool isSet(AttributeType type) {
    return type == AttributeType::SS || type == AttributeType::NS || type == AttributeType::BS;
}

Result<void> check(const LegacyUpdate& update) {
    if (!update.value) {
        return update.action == Action::Delete
                   ? Result<void>()
                   : invalid("Only DELETE action is allowed when no attribute value is specified");
    }
    const auto type = update.value->type();
    const std::string typeName(values::typeName(type));
    if (update.action == Action::Delete && !isSet(type)) {
        return invalid("DELETE action with value is not supported for the type " + typeName);
    }
    if (update.action == Action::Add && !isSet(type) && type != AttributeType::N &&
        type != AttributeType::L) {
        return invalid("ADD action is not supported for the type " + typeName);
    }
    return {};
}

UpdateValue literalOf(AttributeValue value) {
    UpdateValue literal;
    literal.literal = std::move(value);
    return literal;
}

// ADD of a list appends it, to nothing if there is nothing.
UpdateValue appended(const values::DocumentPath& path, const AttributeValue& list) {
    UpdateValue present;
    present.kind = UpdateValue::Kind::Operation;
    present.op = Operator::IfNotExists;
    present.operands.resize(2);
    present.operands[0].kind = UpdateValue::Kind::Path;
    present.operands[0].path = path;
    present.operands[1] = literalOf(AttributeValue::list({}));
    UpdateValue whole;
    whole.kind = UpdateValue::Kind::Operation;
    whole.op = Operator::ListAppend;
    whole.operands.push_back(std::move(present));
    whole.operands.push_back(literalOf(list));
    return whole;
}

UpdateAction actionOf(const std::string& attribute, const LegacyUpdate& update) {
    UpdateAction action;
    action.path = {{attribute}};
    if (!update.value) {
        action.kind = ActionKind::Remove;
        return action;
    }
    if (update.action == Action::Add && update.value->type() == AttributeType::L) {
        action.value = appended(action.path, *update.value);
        return action;
    }
    action.kind = update.action == Action::Put   ? ActionKind::Set
                  : update.action == Action::Add ? ActionKind::Add
                                                 : ActionKind::Delete;
    action.value = literalOf(*update.value);
    return action;
}

}  // namespace

Result<std::optional<Update>> compileLegacyUpdates(
    const std::map<std::string, LegacyUpdate>& updates) {
    if (updates.empty()) {
        return std::optional<Update>();
    }
    UpdateProgram program;
    program.isLegacy = true;
    std::vector<values::DocumentPath> paths;
    for (const auto& [attribute, update] : updates) {
        if (auto checked = check(update); !checked) {
            return std::move(checked).error();
        }
        program.actions.push_back(actionOf(attribute, update));
        paths.push_back(program.actions.back().path);
    }
    program.touched = projectionTree(paths);
    return std::optional(Update::of(std::move(program), std::move(paths)));
}

}  // namespace engine::expressions
