#include "engine/jobs/table_pages.h"

#include <utility>

namespace engine::jobs {

namespace {

Result<std::unique_ptr<storage::ItemCursor>> openCursor(
    storage::ReadTransaction& snapshot, schema::TableNumber table,
    const std::optional<schema::PrimaryKey>& after, const operations::KeyRange* range) {
    if (range == nullptr) {
        return snapshot.scanItems(table, {}, after);
    }
    return snapshot.queryItems(table, range->partition, range->sort, true,
                               after ? std::optional(after->sort) : std::nullopt);
}

}  // namespace

Error stoppedError() {
    return {ErrorKind::Cancelled, "The job was stopped", {}};
}

Result<std::shared_ptr<const schema::Table>> sourceTable(const JobTools& tools,
                                                         schema::TableNumber number) {
    const auto catalog = tools.database.catalog();
    if (auto table = catalog->find(number)) {
        return table;
    }
    if (auto dropped = catalog->findDropped(number)) {
        return dropped->table;
    }
    return Error{ErrorKind::TrimmedDataAccess, "The history of the table is no longer held", {}};
}

Result<TablePage> readPage(const JobTools& tools, const schema::Table& table,
                           storage::Sequence moment, const std::optional<schema::PrimaryKey>& after,
                           const operations::KeyRange* range) {
    const auto snapshot = tools.past.after(moment);
    if (!snapshot) {
        return snapshot.error();
    }
    const auto cursor = openCursor(**snapshot, table.number, after, range);
    if (!cursor) {
        return cursor.error();
    }
    TablePage page;
    while (page.items.size() < tools.limits.itemsPerStep &&
           page.bytes < tools.limits.bytesPerStep) {
        const auto entry = (*cursor)->next();
        if (!entry) {
            return entry.error();
        }
        if (!*entry) {
            return page;
        }
        page.bytes += (*entry)->item.sizeBytes();
        page.items.emplace_back(std::string((*entry)->item.bytes()));
    }
    page.last = schema::storedKey(table, page.items.back().view());
    return page;
}

Result<storage::TableCounts> countsAt(const JobTools& tools, const schema::Table& table,
                                      storage::Sequence moment) {
    const auto snapshot = tools.past.after(moment);
    if (!snapshot) {
        return snapshot.error();
    }
    return (*snapshot)->counts(table.number, 0);
}

void putKey(const std::optional<schema::PrimaryKey>& key, ByteWriter& writer) {
    writer.u8(key ? 1 : 0);
    writer.sized(key ? key->partition : std::string_view());
    writer.sized(key ? key->sort : std::string_view());
}

std::optional<schema::PrimaryKey> takeKey(ByteReader& reader) {
    const bool isSet = reader.u8() != 0;
    schema::PrimaryKey key;
    key.partition = reader.sized();
    key.sort = reader.sized();
    return isSet && !reader.failed() ? std::optional(std::move(key)) : std::nullopt;
}

}  // namespace engine::jobs
