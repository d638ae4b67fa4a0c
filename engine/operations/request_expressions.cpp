#include "engine/operations/request_expressions.h"

#include <algorithm>

namespace engine::operations {

namespace {

using expressions::ConditionKind;
using expressions::Placeholders;

bool isGiven(const std::optional<std::string>* text) {
    return text != nullptr && text->has_value();
}

Result<void> compileConditions(const ExpressionTexts& texts, Placeholders& placeholders,
                               CompiledExpressions& compiled) {
    if (isGiven(texts.condition)) {
        auto condition = expressions::Condition::compile(ConditionKind::Condition,
                                                         **texts.condition, placeholders);
        if (!condition) {
            return std::move(condition).error();
        }
        compiled.condition = *std::move(condition);
    }
    if (isGiven(texts.keyCondition)) {
        auto clauses = expressions::compileKeyCondition(**texts.keyCondition, placeholders);
        if (!clauses) {
            return std::move(clauses).error();
        }
        compiled.keyClauses = *std::move(clauses);
    }
    if (isGiven(texts.filter)) {
        auto filter =
            expressions::Condition::compile(ConditionKind::Filter, **texts.filter, placeholders);
        if (!filter) {
            return std::move(filter).error();
        }
        compiled.filter = *std::move(filter);
    }
    return {};
}

void addName(bool isPresent, std::string_view name, std::string& names) {
    if (isPresent) {
        names.append(names.empty() ? "" : ", ").append(name);
    }
}

std::string expressionNames(const ExpressionTexts& texts) {
    std::string names;
    addName(isGiven(texts.projection), "ProjectionExpression", names);
    addName(isGiven(texts.update), "UpdateExpression", names);
    addName(isGiven(texts.filter), "FilterExpression", names);
    addName(isGiven(texts.condition), "ConditionExpression", names);
    addName(isGiven(texts.keyCondition), "KeyConditionExpression", names);
    return names;
}

// KeyConditions may stand beside the other expressions.
std::string legacyNames(const ExpressionTexts& texts) {
    const auto& legacy = *texts.legacy;
    std::string names;
    addName(legacy.attributesToGet.has_value(), "AttributesToGet", names);
    addName(legacy.updates.has_value(), "AttributeUpdates", names);
    addName(legacy.filter.has_value(), texts.legacyFilterName, names);
    addName(legacy.anyCondition.has_value(), "ConditionalOperator", names);
    addName(legacy.keyConditions && isGiven(texts.keyCondition), "KeyConditions", names);
    return names;
}

Result<void> checkLegacy(const ExpressionTexts& texts) {
    const auto legacy = legacyNames(texts);
    const auto expressions = expressionNames(texts);
    if (!legacy.empty() && !expressions.empty()) {
        return mixedParameters(legacy, expressions);
    }
    return expressions::checkConditionalOperator(*texts.legacy);
}

Result<void> compileLegacy(const ExpressionTexts& texts, CompiledExpressions& compiled) {
    const auto& legacy = *texts.legacy;
    if (legacy.updates) {
        auto update = expressions::compileLegacyUpdates(*legacy.updates);
        if (!update) {
            return std::move(update).error();
        }
        compiled.update = *std::move(update);
    }
    if (legacy.filter) {
        auto filter = expressions::compileLegacyFilter(legacy);
        if (!filter) {
            return std::move(filter).error();
        }
        (texts.condition != nullptr ? compiled.condition : compiled.filter) = *std::move(filter);
    }
    if (legacy.keyConditions) {
        auto clauses = expressions::compileLegacyKeyConditions(*legacy.keyConditions);
        if (!clauses) {
            return std::move(clauses).error();
        }
        compiled.keyClauses = *std::move(clauses);
    }
    if (legacy.attributesToGet) {
        auto projection = expressions::compileAttributesToGet(*legacy.attributesToGet);
        if (!projection) {
            return std::move(projection).error();
        }
        compiled.projection = *std::move(projection);
    }
    return {};
}

bool isIndexKeyAttribute(const schema::Table& table, const std::string& name) {
    return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const auto& index) {
        const auto isNamed = [&](const schema::KeyAttribute& key) { return key.name == name; };
        return std::any_of(index.partitionKey.begin(), index.partitionKey.end(), isNamed) ||
               std::any_of(index.sortKey.begin(), index.sortKey.end(), isNamed);
    });
}

Error pathBelowKey(const std::string& suffix) {
    return Error::validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
        "allowed: " +
        suffix);
}

}  // namespace

Error mixedParameters(std::string_view legacy, std::string_view expressions) {
    std::string text =
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {";
    text.append(legacy).append("} Expression parameters: {").append(expressions).append("}");
    return Error::validation(std::move(text));
}

Result<CompiledExpressions> compileExpressions(const ExpressionTexts& texts,
                                               const ExpressionAttributes& attributes) {
    if (texts.legacy != nullptr) {
        if (auto checked = checkLegacy(texts); !checked) {
            return std::move(checked).error();
        }
    }
    Placeholders placeholders(attributes.names ? &*attributes.names : nullptr,
                              attributes.values ? &*attributes.values : nullptr);
    const bool anyValueExpression = isGiven(texts.update) || isGiven(texts.condition) ||
                                    isGiven(texts.keyCondition) || isGiven(texts.filter);
    const bool anyExpression = anyValueExpression || isGiven(texts.projection);
    if (auto form = placeholders.checkForm(anyExpression, anyValueExpression); !form) {
        return std::move(form).error();
    }
    CompiledExpressions compiled;
    if (texts.legacy != nullptr) {
        if (auto done = compileLegacy(texts, compiled); !done) {
            return std::move(done).error();
        }
    }
    if (isGiven(texts.update)) {
        auto update = expressions::Update::compile(**texts.update, placeholders);
        if (!update) {
            return std::move(update).error();
        }
        compiled.update = *std::move(update);
    }
    if (auto done = compileConditions(texts, placeholders, compiled); !done) {
        return std::move(done).error();
    }
    if (isGiven(texts.projection)) {
        auto projection = expressions::Projection::compile(**texts.projection, placeholders);
        if (!projection) {
            return std::move(projection).error();
        }
        compiled.projection = *std::move(projection);
    }
    if (auto used = placeholders.checkAllUsed(); !used) {
        return std::move(used).error();
    }
    return compiled;
}

Result<void> checkNoPathBelowKeys(const schema::Table& table,
                                  const std::vector<values::DocumentPath>& paths) {
    for (const auto& path : paths) {
        if (path.isTopLevel()) {
            continue;
        }
        const auto& name = path.attributeName();
        if (table.isKeyAttribute(name)) {
            return pathBelowKey("Key: " + name);
        }
        if (isIndexKeyAttribute(table, name)) {
            return pathBelowKey("IndexKey: " + name);
        }
    }
    return {};
}

Result<void> checkNoPathBelowKeys(const schema::Table& table, const CompiledExpressions& compiled) {
    for (const auto* condition : {&compiled.condition, &compiled.filter}) {
        if (*condition) {
            if (auto checked = checkNoPathBelowKeys(table, (*condition)->paths()); !checked) {
                return checked;
            }
        }
    }
    return compiled.projection ? checkNoPathBelowKeys(table, compiled.projection->paths())
                               : Result<void>();
}

}  // namespace engine::operations
