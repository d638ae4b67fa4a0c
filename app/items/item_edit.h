#pragma once

#include <QString>

#include "app/session/connection.h"
#include "engine/schema/table.h"
#include "engine/values/attribute_value.h"

namespace tidemark {

// Requests of the item inspector. Pure: what a save, an overwrite, a delete asks of the database.

using engine::values::AttributeMap;

// The key attributes of an item.
AttributeMap itemKeyOf(const engine::schema::Table& table, const AttributeMap& item);
// "PK = CUSTOMER#1, SK = PROFILE"
QString keyText(const engine::schema::Table& table, const AttributeMap& item);

// UpdateItem with SET and REMOVE of the top-level attributes that differ, under the condition that
// the item still exists and those attributes still have the values of `before` (or are still
// missing). Both items have the same key.
Request updateRequest(const engine::schema::Table& table, const AttributeMap& before,
                      const AttributeMap& after);
// The change from `before` to `after` laid over what somebody else made of the item meanwhile.
AttributeMap mergedItem(const AttributeMap& before, const AttributeMap& after,
                        const AttributeMap& theirs);
// PutItem that fails when an item with this key exists.
Request createRequest(const engine::schema::Table& table, const AttributeMap& item);
// DeleteItem that returns the deleted item, so that it can be brought back.
Request deleteRequest(const engine::schema::Table& table, const AttributeMap& item);
// DeleteItem under the condition that every attribute still has its value.
Request deleteUnchangedRequest(const engine::schema::Table& table, const AttributeMap& item);

// An item with empty key attributes of the declared types, for "New item".
AttributeMap templateItem(const engine::schema::Table& table);

// Read and write units of one item of this size on a table (strongly consistent read, no indexes).
struct ItemCost {
    std::size_t sizeBytes = 0;
    std::size_t readUnits = 0;
    std::size_t writeUnits = 0;
};
ItemCost itemCost(const AttributeMap& item);

}  // namespace tidemark
