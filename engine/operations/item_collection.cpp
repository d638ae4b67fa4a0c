#include "engine/operations/item_collection.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/operations/item_size.h"

namespace engine::operations {

namespace {

constexpr std::uint64_t gigabyte = std::uint64_t{1} << 30U;
constexpr std::size_t itemsPerPage = 5'000;

bool hasLocalIndex(const schema::Table& table) {
    return std::any_of(table.indexes.begin(), table.indexes.end(),
                       [](const schema::Index& index) { return !index.global; });
}

Result<std::uint64_t> tableBytes(storage::ReadTransaction& snapshot, const schema::Table& table) {
    const auto items = snapshot.counts(table.number, 0);
    if (!items) {
        return items.error();
    }
    std::uint64_t bytes = items->bytes;
    for (const auto& index : table.indexes) {
        if (index.global) {
            continue;
        }
        const auto entries = snapshot.counts(table.number, index.number);
        if (!entries) {
            return entries.error();
        }
        bytes += entries->bytes;
    }
    return bytes;
}

// Adds the items behind `after`; where to go on, nullopt at the end.
Result<std::optional<std::string>> addPage(storage::ReadTransaction& snapshot,
                                           const schema::Table& table, const std::string& partition,
                                           const std::optional<std::string>& after,
                                           std::uint64_t& bytes) {
    const auto cursor = snapshot.queryItems(table.number, partition, {}, true, after);
    if (!cursor) {
        return cursor.error();
    }
    std::optional<std::string> last;
    for (std::size_t count = 0; count < itemsPerPage; ++count) {
        const auto entry = (*cursor)->next();
        if (!entry) {
            return entry.error();
        }
        if (!*entry) {
            return std::optional<std::string>();
        }
        bytes += sizeWithLocalEntries(table, (*entry)->item);
        last = schema::storedKey(table, (*entry)->item).sort;
    }
    return last;
}

}  // namespace

Result<std::optional<std::uint64_t>> itemCollectionBytes(storage::Database& database,
                                                         const schema::Table& table,
                                                         const std::string& partition,
                                                         std::uint64_t tableBytesMin) {
    if (!hasLocalIndex(table)) {
        return std::optional<std::uint64_t>();
    }
    std::optional<std::string> after;
    std::uint64_t bytes = 0;
    for (bool isFirst = true; isFirst || after; isFirst = false) {
        const auto snapshot = database.beginRead();
        if (!snapshot) {
            return snapshot.error();
        }
        const auto whole =
            isFirst ? tableBytes(**snapshot, table) : Result<std::uint64_t>(tableBytesMin);
        if (!whole) {
            return whole.error();
        }
        if (*whole < tableBytesMin) {
            return std::optional<std::uint64_t>();
        }
        auto next = addPage(**snapshot, table, partition, after, bytes);
        if (!next) {
            return std::move(next).error();
        }
        after = *std::move(next);
    }
    return std::optional(bytes);
}

Result<std::optional<std::uint64_t>> collectionBytesFor(const Context& context,
                                                        const schema::Table& table,
                                                        const schema::PrimaryKey& key,
                                                        ReturnItemCollectionMetrics wanted) {
    // One item more may take a table that is just below the limit beyond it.
    constexpr std::uint64_t nearLimit = limits::itemCollectionBytesMax - gigabyte;
    const bool isTold = wanted == ReturnItemCollectionMetrics::Size;
    return itemCollectionBytes(context.database, table, key.partition,
                               isTold ? gigabyte : nearLimit);
}

Result<void> checkCollectionSize(std::optional<std::uint64_t> bytes, const ItemImages& images,
                                 const std::vector<IndexWork>& work) {
    if (!bytes) {
        return {};
    }
    std::uint64_t before = images.before ? images.before->sizeBytes() : 0;
    std::uint64_t after = images.after ? images.after->sizeBytes() : 0;
    for (const auto& entry : work) {
        if (!entry.index->global) {
            before += entry.bytesBefore;
            after += entry.bytesAfter;
        }
    }
    if (after <= before || *bytes + (after - before) <= limits::itemCollectionBytesMax) {
        return {};
    }
    return Error{
        ErrorKind::ItemCollectionSizeLimitExceeded, "Item collection size limit exceeded.", {}};
}

std::optional<ItemCollectionMetrics> itemCollectionMetricsOf(
    ReturnItemCollectionMetrics wanted, const schema::Table& table,
    const values::AttributeValue& partitionKeyValue, std::optional<std::uint64_t> bytes) {
    if (wanted == ReturnItemCollectionMetrics::None || !hasLocalIndex(table)) {
        return std::nullopt;
    }
    ItemCollectionMetrics metrics;
    metrics.keyName = table.partitionKey.name;
    metrics.keyValue = partitionKeyValue;
    metrics.lowerGigabytes = static_cast<double>(bytes.value_or(0) / gigabyte);
    metrics.upperGigabytes = metrics.lowerGigabytes + 1;
    return metrics;
}

}  // namespace engine::operations
