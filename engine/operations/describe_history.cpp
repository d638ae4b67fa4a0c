#include "engine/operations/describe_history.h"

#include "engine/history/bookmarks.h"
#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

HistoryTable entryOf(const schema::Table& table, std::optional<Timestamp> droppedAt) {
    return {table.name, table.id, table.createdAt, droppedAt};
}

}  // namespace

Result<DescribeHistoryOutput> describeHistory(const Context& context,
                                              const DescribeHistoryInput& /*input*/) {
    DescribeHistoryOutput output;
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto bookmarks = history::countBookmarks(**snapshot);
    if (!bookmarks) {
        return bookmarks.error();
    }
    output.bookmarks = *bookmarks;
    output.extent = context.database.history();
    output.retention = context.retention;
    const auto catalog = context.database.catalog();
    for (const auto& table : catalog->tables()) {
        output.tables.push_back(entryOf(*table, std::nullopt));
    }
    for (const auto& dropped : catalog->droppedTables()) {
        output.tables.push_back(entryOf(*dropped.table, dropped.droppedAt));
    }
    return output;
}

}  // namespace engine::operations
