#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/operations/context.h"
#include "engine/operations/index_maintenance.h"

// Item collections: the items of one partition key together with their entries in the local
// indexes. Only tables with a local index have them.
namespace engine::operations {

// Bytes of a collection, read in short transactions page by page. nullopt without reading any item
// when the table has no local index, or is smaller than `tableBytesMin` as a whole, so that every
// table of ordinary size pays for a few counters only.
Result<std::optional<std::uint64_t>> itemCollectionBytes(storage::Database& database,
                                                         const schema::Table& table,
                                                         const std::string& partition,
                                                         std::uint64_t tableBytesMin);

// The same for a write: looked at when the collection could be at its limit, or when its size is
// to be told (`wanted`).
Result<std::optional<std::uint64_t>> collectionBytesFor(const Context& context,
                                                        const schema::Table& table,
                                                        const schema::PrimaryKey& key,
                                                        ReturnItemCollectionMetrics wanted);

// ItemCollectionSizeLimitExceeded when the write makes a collection of `bytes` grow beyond the
// limit; one that is beyond it may still shrink.
Result<void> checkCollectionSize(std::optional<std::uint64_t> bytes, const ItemImages& images,
                                 const std::vector<IndexWork>& work);

// Only tables with a local index have metrics; `bytes`: the collection's size if it is known to
// matter, else it is less than one gigabyte.
std::optional<ItemCollectionMetrics> itemCollectionMetricsOf(
    ReturnItemCollectionMetrics wanted, const schema::Table& table,
    const values::AttributeValue& partitionKeyValue, std::optional<std::uint64_t> bytes);

}  // namespace engine::operations
