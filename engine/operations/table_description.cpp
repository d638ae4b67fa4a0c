#include "engine/operations/table_description.h"

#include <utility>

namespace engine::operations {

TableDescription describeEmpty(const std::string& region, const std::string& accountId,
                               std::shared_ptr<const schema::Table> table) {
    TableDescription description;
    description.status = table->status;
    description.tableArn = schema::tableArn(region, accountId, table->name);
    for (const auto& index : table->indexes) {
        description.indexes.push_back({.indexName = index.name, .items = 0, .bytes = 0});
    }
    description.table = std::move(table);
    return description;
}

Result<TableDescription> describe(const Context& context,
                                  std::shared_ptr<const schema::Table> table) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto counts = (*snapshot)->counts(table->number, 0);
    if (!counts) {
        return counts.error();
    }
    auto description = describeEmpty(context.region, context.accountId, table);
    description.describedAt = context.clock.now();
    description.itemCount = counts->items;
    description.sizeBytes = counts->bytes;
    for (std::size_t i = 0; i < table->indexes.size(); ++i) {
        const auto indexCounts = (*snapshot)->counts(table->number, table->indexes[i].number);
        if (!indexCounts) {
            return indexCounts.error();
        }
        description.indexes[i].items = indexCounts->items;
        description.indexes[i].bytes = indexCounts->bytes;
    }
    return description;
}

}  // namespace engine::operations
