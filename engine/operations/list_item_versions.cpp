#include "engine/operations/list_item_versions.h"

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/history_items.h"

namespace engine::operations {

Result<ListItemVersionsOutput> listItemVersions(const Context& context,
                                                const ListItemVersionsInput& input) {
    const auto table = findTableOrDropped(context, input.tableName);
    if (!table) {
        return table.error();
    }
    const auto key = schema::lookupKey(**table, input.key);
    if (!key) {
        return key.error();
    }
    auto page = history::itemVersions(
        context.database,
        {.table = (*table)->number,
         .key = *key,
         .before = input.exclusiveStartSequence,
         .most = static_cast<std::size_t>(input.limit.value_or(limits::historyPageMax)),
         .bytesMax = limits::pageSizeBytesMax});
    if (!page) {
        return std::move(page).error();
    }
    ListItemVersionsOutput output;
    output.versions = std::move(page->versions);
    if (page->hasMore && !output.versions.empty()) {
        output.lastEvaluatedSequence = output.versions.back().sequence;
    }
    return output;
}

}  // namespace engine::operations
