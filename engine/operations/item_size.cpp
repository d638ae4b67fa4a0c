#include "engine/operations/item_size.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/schema/keys.h"

namespace engine::operations {

namespace {

bool fits(const schema::Table& table, const values::AttributeMap& item) {
    const std::size_t bytes = values::itemSizeBytes(item);
    if (bytes > limits::itemSizeBytesMax) {
        return false;
    }
    const auto localIndexes =
        static_cast<std::size_t>(std::count_if(table.indexes.begin(), table.indexes.end(),
                                               [](const auto& index) { return !index.global; }));
    // No entry is larger than its item.
    return bytes * (1 + localIndexes) <= limits::itemSizeBytesMax ||
           sizeWithLocalEntries(table, values::EncodedItem(item).view()) <=
               limits::itemSizeBytesMax;
}

}  // namespace

std::uint64_t sizeWithLocalEntries(const schema::Table& table, values::ItemView item) {
    std::uint64_t bytes = item.sizeBytes();
    for (const auto& index : table.indexes) {
        if (!index.global && schema::indexKey(table, index, item)) {
            bytes += schema::entrySizeBytes(table, index, item);
        }
    }
    return bytes;
}

Result<void> checkPutSize(const schema::Table& table, const values::AttributeMap& item) {
    return fits(table, item) ? Result<void>()
                             : Error::validation("Item size has exceeded the maximum allowed size");
}

Result<void> checkUpdatedSize(const schema::Table& table, const values::AttributeMap& item) {
    return fits(table, item)
               ? Result<void>()
               : Error::validation("Item size to update has exceeded the maximum allowed size");
}

}  // namespace engine::operations
