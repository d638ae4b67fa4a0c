#include "engine/storage/write_transaction.h"

#include "engine/base/bytes.h"
#include "engine/storage/item_lookup.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"

namespace engine::storage {
namespace {

constexpr std::string_view nextTableKey = "n";

std::optional<std::uint64_t> sizeOf(const std::optional<values::ItemView>& item) {
    return item ? std::optional<std::uint64_t>(item->sizeBytes()) : std::nullopt;
}

}  // namespace

GroupTransaction::GroupTransaction(MDB_txn* transaction, const Environment& environment,
                                   std::shared_ptr<const CatalogSnapshot> catalog)
    : m_transaction(transaction),
      m_environment(&environment),
      m_catalog(std::move(catalog)),
      m_counts(transaction, environment) {
}

Error GroupTransaction::fail(int code) {
    Error error = lmdbError(code, "write to", m_environment->directory());
    if (!m_failure) {
        m_failure = Failure{code, error};
    }
    return error;
}

Error GroupTransaction::fail(Error error) {
    if (!m_failure) {
        m_failure = Failure{0, error};
    }
    return error;
}

Result<void> GroupTransaction::put(MDB_dbi tree, std::string_view key, std::string_view sealed) {
    MDB_val keyVal = toVal(key);
    MDB_val value = toVal(sealed);
    const int code = mdb_put(m_transaction, tree, &keyVal, &value, 0);
    if (code != 0) {
        return fail(code);
    }
    ++m_changes;
    m_writtenBytes += key.size() + sealed.size();
    return {};
}

Result<void> GroupTransaction::remove(MDB_dbi tree, std::string_view key) {
    MDB_val keyVal = toVal(key);
    const int code = mdb_del(m_transaction, tree, &keyVal, nullptr);
    if (code != 0 && code != MDB_NOTFOUND) {
        return fail(code);
    }
    ++m_changes;
    m_writtenBytes += key.size();
    return {};
}

Result<void> GroupTransaction::adjust(schema::TableNumber table, schema::IndexNumber index,
                                      std::optional<std::uint64_t> before,
                                      std::optional<std::uint64_t> after) {
    auto counts = m_counts.of(table, index);
    if (!counts) {
        return fail(std::move(counts).error());
    }
    if (before) {
        --(*counts)->items;
        (*counts)->bytes -= *before;
    }
    if (after) {
        ++(*counts)->items;
        (*counts)->bytes += *after;
    }
    m_changedTables.insert(table);
    return {};
}

Result<std::optional<values::ItemView>> GroupTransaction::getItem(schema::TableNumber table,
                                                                  const schema::PrimaryKey& key) {
    return findItem(m_transaction, *m_environment, itemStoredKey(table, key), key);
}

Result<void> GroupTransaction::putItem(schema::TableNumber table, const schema::PrimaryKey& key,
                                       values::ItemView item) {
    const StoredKey stored = itemStoredKey(table, key);
    auto before = peekItem(m_transaction, *m_environment, stored, key);
    if (!before) {
        return fail(std::move(before).error());
    }
    const std::uint64_t bytesAfter = item.sizeBytes();
    const auto bytesBefore = sizeOf(*before);
    sealItem(stored, key, item.bytes(), m_sealed);
    if (auto done = put(m_environment->items(), stored.bytes(), m_sealed); !done) {
        return done;
    }
    return adjust(table, 0, bytesBefore, bytesAfter);
}

Result<void> GroupTransaction::deleteItem(schema::TableNumber table,
                                          const schema::PrimaryKey& key) {
    const StoredKey stored = itemStoredKey(table, key);
    auto before = peekItem(m_transaction, *m_environment, stored, key);
    if (!before) {
        return fail(std::move(before).error());
    }
    if (!*before) {
        return {};
    }
    const auto bytesBefore = sizeOf(*before);
    if (auto done = remove(m_environment->items(), stored.bytes()); !done) {
        return done;
    }
    return adjust(table, 0, bytesBefore, std::nullopt);
}

Result<std::optional<std::uint64_t>> GroupTransaction::storedEntryBytes(std::string_view key) {
    MDB_val keyVal = toVal(key);
    MDB_val value{};
    const int code = mdb_get(m_transaction, m_environment->index(), &keyVal, &value);
    if (code == MDB_NOTFOUND) {
        return std::optional<std::uint64_t>();
    }
    if (code != 0) {
        return fail(code);
    }
    const auto record = openRecord(key, toView(value));
    const auto entry = record ? parseIndexEntry(key, *record) : std::nullopt;
    if (!entry) {
        return fail(damagedTableRecord("index entry", key));
    }
    return std::optional(entry->entryBytes);
}

Result<void> GroupTransaction::putIndexEntry(schema::TableNumber table, schema::IndexNumber index,
                                             const schema::IndexKey& key,
                                             std::uint64_t entryBytes) {
    const StoredKey stored = indexStoredKey(table, index, key);
    const auto before = storedEntryBytes(stored.bytes());
    if (!before) {
        return before.error();
    }
    sealIndexEntry(stored, key, entryBytes, m_sealed);
    if (auto done = put(m_environment->index(), stored.bytes(), m_sealed); !done) {
        return done;
    }
    return adjust(table, index, *before, entryBytes);
}

Result<void> GroupTransaction::deleteIndexEntry(schema::TableNumber table,
                                                schema::IndexNumber index,
                                                const schema::IndexKey& key,
                                                std::uint64_t /*entryBytes*/) {
    const StoredKey stored = indexStoredKey(table, index, key);
    const auto before = storedEntryBytes(stored.bytes());
    if (!before) {
        return before.error();
    }
    if (!*before) {
        return {};
    }
    if (auto done = remove(m_environment->index(), stored.bytes()); !done) {
        return done;
    }
    return adjust(table, index, *before, std::nullopt);
}

Result<schema::TableNumber> GroupTransaction::takeTableNumber() {
    MDB_val keyVal = toVal(nextTableKey);
    MDB_val value{};
    const int code = mdb_get(m_transaction, m_environment->meta(), &keyVal, &value);
    if (code != 0) {
        return fail(code);
    }
    const auto record = openRecord(nextTableKey, toView(value));
    ByteReader reader(record ? record->body : std::string_view());
    const schema::TableNumber number = reader.u32();
    if (reader.failed()) {
        return fail(damagedRecord("table counter", nextTableKey));
    }
    if (auto done = putNextTableNumber(number + 1); !done) {
        return std::move(done).error();
    }
    return number;
}

Result<void> GroupTransaction::putNextTableNumber(schema::TableNumber next) {
    std::string body;
    ByteWriter(body).u32(next);
    sealRecord(nextTableKey, false, body, m_sealed);
    return put(m_environment->meta(), nextTableKey, m_sealed);
}

CatalogSnapshot& GroupTransaction::changingCatalog() {
    if (!m_changed) {
        m_changed = std::make_shared<CatalogSnapshot>(*m_catalog);
    }
    return *m_changed;
}

Result<schema::TableNumber> GroupTransaction::addTable(schema::Table table) {
    if (findTable(table.name)) {
        return Error::resourceInUse("Table already exists: " + table.name);
    }
    const auto number = takeTableNumber();
    if (!number) {
        return number.error();
    }
    table.number = *number;
    const std::string key = tableRecordKey(*number);
    sealRecord(key, false, schema::encodeTable(table), m_sealed);
    if (auto done = put(m_environment->catalog(), key, m_sealed); !done) {
        return std::move(done).error();
    }
    m_counts.start(*number);
    changingCatalog().add(std::make_shared<const schema::Table>(std::move(table)));
    return *number;
}

Result<void> GroupTransaction::dropTable(schema::TableNumber table) {
    if (!(m_changed ? *m_changed : *m_catalog).find(table)) {
        return {};
    }
    if (auto done = remove(m_environment->catalog(), tableRecordKey(table)); !done) {
        return done;
    }
    const std::string key = droppedRecordKey(table);
    sealRecord(key, false, {}, m_sealed);
    if (auto done = put(m_environment->catalog(), key, m_sealed); !done) {
        return done;
    }
    changingCatalog().remove(table);
    m_dropped.push_back(table);
    return {};
}

std::shared_ptr<const schema::Table> GroupTransaction::findTable(std::string_view name) {
    return (m_changed ? *m_changed : *m_catalog).find(name);
}

Result<std::size_t> GroupTransaction::deleteFrom(MDB_dbi tree, std::string_view prefix,
                                                 std::size_t most) {
    MDB_cursor* cursor = nullptr;
    int code = mdb_cursor_open(m_transaction, tree, &cursor);
    std::size_t deleted = 0;
    while (code == 0 && deleted < most) {
        MDB_val key = toVal(prefix);
        MDB_val value{};
        code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
        if (code != 0 || !toView(key).starts_with(prefix)) {
            break;
        }
        code = mdb_cursor_del(cursor, 0);
        ++deleted;
    }
    if (cursor != nullptr) {
        mdb_cursor_close(cursor);
    }
    if (code != 0 && code != MDB_NOTFOUND) {
        return fail(code);
    }
    m_changes += deleted;
    return deleted;
}

Result<bool> GroupTransaction::deleteDropped(schema::TableNumber table, std::size_t most) {
    const std::string counts = countsKey(table, 0).substr(0, 1 + sizeof(table));
    const std::pair<MDB_dbi, std::string> places[] = {
        {m_environment->items(), std::string(itemSpaceKey(table).bytes())},
        {m_environment->index(), std::string(indexSpaceKey(table).bytes())},
        {m_environment->meta(), counts}};
    for (const auto& [tree, prefix] : places) {
        const auto deleted = deleteFrom(tree, prefix, most);
        if (!deleted) {
            return deleted.error();
        }
        most -= *deleted;
        if (most == 0) {
            return false;
        }
    }
    m_counts.forget(table);
    if (auto done = remove(m_environment->catalog(), droppedRecordKey(table)); !done) {
        return std::move(done).error();
    }
    return true;
}

}  // namespace engine::storage
