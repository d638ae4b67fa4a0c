#pragma once

#include "engine/base/result.h"
#include "engine/schema/table.h"
#include "engine/values/item_view.h"

// The limit of an item's size, 409,600 bytes: it takes in the item's entries in local indexes
// (facts/sizes-and-capacity.md section 2).
namespace engine::operations {

// The item together with its entries in local indexes.
std::uint64_t sizeWithLocalEntries(const schema::Table& table, values::ItemView item);

// Of a whole item that a request gives.
Result<void> checkPutSize(const schema::Table& table, const values::AttributeMap& item);
// Of what an update makes.
Result<void> checkUpdatedSize(const schema::Table& table, const values::AttributeMap& item);

}  // namespace engine::operations
