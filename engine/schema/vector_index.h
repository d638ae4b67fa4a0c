#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/schema/table.h"
#include "engine/values/item_view.h"

// Items in vector indexes (facts/aws-observed.md section 18). The checks of writes are part of
// checkIndexKeys() and checkChangedIndexKeys() (keys.h).
namespace engine::schema {

// The limit of the projected non-key attributes of all indexes, those of secondary indexes too: a
// vector and each attribute of an inline filter count as one, HASH attributes as none
// (facts/new-operations.md section 1).
Result<void> checkProjectedTotal(const Table& table);

// Whether the item is in the index; its vector is then in `vector`.
bool readEntry(const VectorIndex& index, values::ItemView item, std::vector<float>& vector);

// Whether the index has the attribute: keys of the table, the search schema and the vector always.
bool isProjected(const Table& table, const VectorIndex& index, std::string_view attributeName);

// Bytes of a vector's attribute as writes are billed: its name and 4 for each dimension.
std::size_t vectorBytes(const VectorIndex& index);
// Bytes of the projected entry of an item that is in the index, as writes are billed.
std::size_t entrySizeBytes(const Table& table, const VectorIndex& index, values::ItemView item);

// Bytes of the item as writes to the table are billed: indexed vectors count as vectorBytes().
std::size_t billedSizeBytes(const Table& table, values::ItemView item);

}  // namespace engine::schema
