#include "engine/storage/catalog.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/storage/checked_cursor.h"
#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

constexpr char tableMark = 't';
constexpr char droppedMark = 'd';

std::string markedKey(char mark, schema::TableNumber table) {
    std::string key(1, mark);
    ByteWriter(key).u32(table);
    return key;
}

bool isPurged(const DroppedTable& dropped) {
    return dropped.droppedBy == 0;
}

Result<DroppedTable> parseDropped(std::string_view key, std::string_view body) {
    ByteReader reader(body);
    DroppedTable dropped;
    dropped.droppedAt.milliseconds = static_cast<std::int64_t>(reader.u64());
    dropped.droppedBy = reader.u64();
    if (reader.failed()) {
        return damagedRecord("catalog entry", key);
    }
    auto table = schema::decodeTable(reader.rest());
    if (!table) {
        return std::move(table).error();
    }
    dropped.table = std::make_shared<const schema::Table>(std::move(table).value());
    return dropped;
}

}  // namespace

std::shared_ptr<const schema::Table> CatalogSnapshot::find(std::string_view name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : found->second;
}

std::shared_ptr<const schema::Table> CatalogSnapshot::find(schema::TableNumber number) const {
    const auto found = m_byNumber.find(number);
    return found == m_byNumber.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const schema::Table>> CatalogSnapshot::tables() const {
    std::vector<std::shared_ptr<const schema::Table>> all;
    all.reserve(m_byName.size());
    for (const auto& [name, table] : m_byName) {
        all.push_back(table);
    }
    return all;
}

std::optional<DroppedTable> CatalogSnapshot::findDropped(schema::TableNumber number) const {
    const auto found = m_dropped->find(number);
    return found == m_dropped->end() || isPurged(found->second) ? std::nullopt
                                                                : std::optional(found->second);
}

std::vector<DroppedTable> CatalogSnapshot::droppedTables() const {
    std::vector<DroppedTable> all;
    all.reserve(m_dropped->size());
    for (const auto& [number, dropped] : *m_dropped) {
        if (!isPurged(dropped)) {
            all.push_back(dropped);
        }
    }
    return all;
}

bool CatalogSnapshot::isBeingPurged(schema::TableNumber number) const {
    const auto found = m_dropped->find(number);
    return found != m_dropped->end() && isPurged(found->second);
}

void CatalogSnapshot::add(std::shared_ptr<const schema::Table> table) {
    m_byName[table->name] = table;
    m_byNumber[table->number] = std::move(table);
}

void CatalogSnapshot::drop(DroppedTable table) {
    const auto number = table.table->number;
    const auto found = m_byNumber.find(number);
    if (found != m_byNumber.end()) {
        m_byName.erase(found->second->name);
        m_byNumber.erase(found);
    }
    changingDropped().insert_or_assign(number, std::move(table));
}

void CatalogSnapshot::forgetDropped(schema::TableNumber number) {
    changingDropped().erase(number);
}

CatalogSnapshot::Dropped& CatalogSnapshot::changingDropped() {
    if (m_dropped.use_count() > 1) {
        m_dropped = std::make_shared<Dropped>(*m_dropped);
    }
    return *m_dropped;
}

std::string tableRecordKey(schema::TableNumber table) {
    return markedKey(tableMark, table);
}

std::string droppedRecordKey(schema::TableNumber table) {
    return markedKey(droppedMark, table);
}

bool isDroppedRecordKey(std::string_view key) {
    return key.starts_with(droppedMark);
}

schema::TableNumber tableOfRecordKey(std::string_view key) {
    return ByteReader(key.substr(1)).u32();
}

std::string droppedRecordBody(const DroppedTable& dropped) {
    std::string body;
    ByteWriter writer(body);
    writer.u64(static_cast<std::uint64_t>(dropped.droppedAt.milliseconds));
    writer.u64(dropped.droppedBy);
    writer.raw(schema::encodeTable(*dropped.table));
    return body;
}

Result<void> applyCatalogRecord(std::string_view key, std::optional<std::string_view> body,
                                CatalogSnapshot& tables) {
    ByteReader reader(key.substr(std::min<std::size_t>(1, key.size())));
    const schema::TableNumber number = reader.u32();
    if (reader.failed() || !reader.atEnd() || (key[0] != tableMark && key[0] != droppedMark)) {
        return damagedRecord("catalog entry", key);
    }
    if (!body) {
        // A table's own record goes when it is dropped, which the record of that tells.
        if (key[0] == droppedMark) {
            tables.forgetDropped(number);
        }
        return {};
    }
    if (key[0] == droppedMark) {
        auto dropped = parseDropped(key, *body);
        if (!dropped) {
            return std::move(dropped).error();
        }
        if (dropped->table->number != number) {
            return damagedRecord("catalog entry", key);
        }
        tables.drop(*std::move(dropped));
        return {};
    }
    auto table = schema::decodeTable(*body);
    if (!table) {
        return std::move(table).error();
    }
    if (table->number != number) {
        return damagedRecord("catalog entry", key);
    }
    tables.add(std::make_shared<const schema::Table>(std::move(table).value()));
    return {};
}

Result<std::shared_ptr<const CatalogSnapshot>> loadCatalog(const Snapshot& snapshot) {
    auto cursor = CheckedCursor::open(snapshot, snapshot.environment().catalog(), "catalog entry");
    if (!cursor) {
        return std::move(cursor).error();
    }
    auto tables = std::make_shared<CatalogSnapshot>();
    auto found = cursor->seek({});
    for (; found && *found; found = cursor->step(true)) {
        if (auto loaded = applyCatalogRecord(cursor->key(), cursor->record().body, *tables);
            !loaded) {
            return std::move(loaded).error();
        }
    }
    if (!found) {
        return std::move(found).error();
    }
    return std::shared_ptr<const CatalogSnapshot>(std::move(tables));
}

}  // namespace engine::storage
