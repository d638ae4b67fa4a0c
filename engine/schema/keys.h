#pragma once

#include <optional>
#include <string>

#include "engine/base/result.h"
#include "engine/schema/table.h"
#include "engine/values/item_view.h"

namespace engine::schema {

// Order-preserving bytes of an item's place in a table (values/key_bytes.h).
struct PrimaryKey {
    std::string partition;  // terminated form
    std::string sort;       // open form; empty when the table has no sort key
    friend auto operator<=>(const PrimaryKey&, const PrimaryKey&) = default;
};

// Place of an entry in an index: partition and sort of the index key (both in terminated form,
// parts concatenated), and the primary key of the item it stands for. Order of entries inside a
// partition: sort, then primary.partition, then primary.sort.
struct IndexKey {
    std::string partition;
    std::string sort;
    PrimaryKey primary;
    friend auto operator<=>(const IndexKey&, const IndexKey&) = default;
};

// Key of a lookup (GetItem, DeleteItem, UpdateItem, batches): exactly the key attributes with
// their types, not empty, within the size limits; texts of facts/validation.md section 6.
Result<PrimaryKey> lookupKey(const Table& table, const values::AttributeMap& key);

// Key of an item to be put: texts of PutItem ("Missing the key ...", "Type mismatch for key ...").
Result<PrimaryKey> itemKey(const Table& table, const values::AttributeMap& item);

// Key of an item that is stored, so known to be good.
PrimaryKey storedKey(const Table& table, values::ItemView item);

// Entry of the item in the index; nullopt when an index key attribute is missing (sparse).
std::optional<IndexKey> indexKey(const Table& table, const Index& index, values::ItemView item);

// Refuses index key attributes of a wrong type, empty or too long, put-shaped texts
// (facts/validation.md section 6), first index in name order.
Result<void> checkIndexKeys(const Table& table, const values::AttributeMap& item);
// UpdateItem's texts; only attributes whose value differs from `before` are checked.
Result<void> checkChangedIndexKeys(const Table& table, const values::AttributeMap& before,
                                   const values::AttributeMap& after);

// Whether the attribute is part of the index's projection (keys are always).
bool isProjected(const Table& table, const Index& index, std::string_view attributeName);
// Bytes of the projected entry as DynamoDB counts them.
std::size_t entrySizeBytes(const Table& table, const Index& index, values::ItemView item);

}  // namespace engine::schema
