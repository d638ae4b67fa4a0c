#include "engine/operations/updated_item.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/operations/item_size.h"
#include "engine/operations/request_expressions.h"
#include "engine/schema/keys.h"

namespace engine::operations {

namespace {

using values::AttributeMap;
using values::AttributeValue;

int nestingLevels(const AttributeMap& members);

// A scalar or a set is one level, every list or map around it one more.
int nestingLevels(const AttributeValue& value) {
    if (const auto* members = value.getIf<AttributeMap>()) {
        return 1 + nestingLevels(*members);
    }
    int deepest = 0;
    if (const auto* elements = value.getIf<values::AttributeList>()) {
        for (const auto& element : *elements) {
            deepest = std::max(deepest, nestingLevels(element));
        }
    }
    return 1 + deepest;
}

int nestingLevels(const AttributeMap& members) {
    int deepest = 0;
    for (const auto& [name, value] : members) {
        deepest = std::max(deepest, nestingLevels(value));
    }
    return deepest;
}

}  // namespace

Result<values::EncodedItem> updatedItem(const schema::Table& table, const AttributeMap& key,
                                        const std::optional<expressions::Update>& update,
                                        const std::optional<values::ItemView>& previous) {
    const auto before = previous ? previous->decode() : AttributeMap();
    auto after = update ? update->apply(before) : Result<AttributeMap>(before);
    if (!after) {
        return std::move(after).error();
    }
    // An item that is created now holds its key whatever the expression does.
    after->insert(key.begin(), key.end());
    if (auto checked = schema::checkChangedIndexKeys(table, before, *after); !checked) {
        return std::move(checked).error();
    }
    if (nestingLevels(*after) > limits::nestingDepthMax) {
        return Error::validation(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
            "levels beyond supported limit");
    }
    if (auto checked = checkUpdatedSize(table, *after); !checked) {
        return std::move(checked).error();
    }
    return values::EncodedItem(*after);
}

Result<void> checkNoKeyIsUpdated(const schema::Table& table, const expressions::Update& update) {
    for (const auto& path : update.paths()) {
        if (path.isTopLevel() && table.isKeyAttribute(path.attributeName())) {
            return Error::validation(
                "One or more parameter values were invalid: Cannot update attribute " +
                path.attributeName() + ". This attribute is part of the key");
        }
    }
    return checkNoPathBelowKeys(table, update.paths());
}

}  // namespace engine::operations
