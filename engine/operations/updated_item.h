#pragma once

#include <optional>

#include "engine/base/result.h"
#include "engine/expressions/expressions.h"
#include "engine/schema/table.h"
#include "engine/values/item_view.h"

// What an update makes of an item, for UpdateItem and for the updates of transactions.
namespace engine::operations {

// The image to store in place of `previous` (nullopt: there is no item); `key` are its key
// attributes. Without an update the item is made if it is not there. Errors: the run-time texts of
// facts/validation.md sections 6, 7 and 8.
Result<values::EncodedItem> updatedItem(const schema::Table& table, const values::AttributeMap& key,
                                        const std::optional<expressions::Update>& update,
                                        const std::optional<values::ItemView>& previous);

// Refuses updates of key attributes and of paths below keys.
Result<void> checkNoKeyIsUpdated(const schema::Table& table, const expressions::Update& update);

}  // namespace engine::operations
