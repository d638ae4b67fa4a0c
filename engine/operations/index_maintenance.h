#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/operations/consumed_capacity.h"
#include "engine/schema/keys.h"
#include "engine/storage/database.h"

namespace engine::operations {

// Images of one item around a write; nullopt: absent.
struct ItemImages {
    std::optional<values::ItemView> before;
    std::optional<values::ItemView> after;
};

// What a write has to do in one index.
struct IndexWork {
    const schema::Index* index = nullptr;
    std::optional<schema::IndexKey> keyBefore;
    std::optional<schema::IndexKey> keyAfter;
    std::size_t bytesBefore = 0;
    std::size_t bytesAfter = 0;
    double units = 0;  // write units that the index is charged
};

// One element for each index whose stored view of the item changes; pure.
std::vector<IndexWork> planIndexWork(const schema::Table& table, const ItemImages& images);

// Deletes and puts the entries.
Result<void> applyIndexWork(storage::WriteTransaction& transaction, const schema::Table& table,
                            const std::vector<IndexWork>& work);

// Adds table and index units of one written item, and what it writes to vector indexes.
void chargeWrite(const schema::Table& table, const ItemImages& images,
                 const std::vector<IndexWork>& work, CapacityMeter& meter);
// The vector indexes alone.
void chargeVectorWrite(const schema::Table& table, const ItemImages& images, CapacityMeter& meter);
// The larger of the images, as writes to the table are billed.
std::size_t billedBytes(const schema::Table& table, const ItemImages& images);

}  // namespace engine::operations
