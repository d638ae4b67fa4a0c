#include "engine/storage/catalog.h"

#include <optional>

#include "engine/base/bytes.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"

namespace engine::storage {
namespace {

constexpr char tableMark = 't';
constexpr char droppedMark = 'd';

std::string markedKey(char mark, schema::TableNumber table) {
    std::string key(1, mark);
    ByteWriter(key).u32(table);
    return key;
}

Result<void> loadRecord(std::string_view key, std::string_view value, CatalogSnapshot& tables,
                        std::vector<schema::TableNumber>& dropped) {
    const auto record = openRecord(key, value);
    if (!record || key.empty()) {
        return damagedRecord("catalog entry", key);
    }
    ByteReader reader(key.substr(1));
    const schema::TableNumber number = reader.u32();
    if (reader.failed() || !reader.atEnd()) {
        return damagedRecord("catalog entry", key);
    }
    if (key[0] == droppedMark) {
        dropped.push_back(number);
        return {};
    }
    auto table = schema::decodeTable(record->body);
    if (!table) {
        return std::move(table).error();
    }
    if (key[0] != tableMark || table->number != number) {
        return damagedRecord("catalog entry", key);
    }
    tables.add(std::make_shared<const schema::Table>(std::move(table).value()));
    return {};
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

void CatalogSnapshot::add(std::shared_ptr<const schema::Table> table) {
    m_byName[table->name] = table;
    m_byNumber[table->number] = std::move(table);
}

void CatalogSnapshot::remove(schema::TableNumber number) {
    const auto found = m_byNumber.find(number);
    if (found != m_byNumber.end()) {
        m_byName.erase(found->second->name);
        m_byNumber.erase(found);
    }
}

std::string tableRecordKey(schema::TableNumber table) {
    return markedKey(tableMark, table);
}

std::string droppedRecordKey(schema::TableNumber table) {
    return markedKey(droppedMark, table);
}

Result<StoredCatalog> loadCatalog(MDB_txn* transaction, const Environment& environment) {
    MDB_cursor* raw = nullptr;
    int code = mdb_cursor_open(transaction, environment.catalog(), &raw);
    if (code != 0) {
        return lmdbError(code, "read", environment.directory());
    }
    const std::unique_ptr<MDB_cursor, void (*)(MDB_cursor*)> cursor(raw, mdb_cursor_close);
    auto tables = std::make_shared<CatalogSnapshot>();
    StoredCatalog catalog;
    MDB_val key{};
    MDB_val value{};
    while ((code = mdb_cursor_get(raw, &key, &value, MDB_NEXT)) == 0) {
        auto loaded = loadRecord(toView(key), toView(value), *tables, catalog.dropped);
        if (!loaded) {
            return std::move(loaded).error();
        }
    }
    if (code != MDB_NOTFOUND) {
        return lmdbError(code, "read", environment.directory());
    }
    catalog.tables = std::move(tables);
    return catalog;
}

}  // namespace engine::storage
