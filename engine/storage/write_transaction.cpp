#include "engine/storage/write_transaction.h"

#include "engine/storage/expiry_queue.h"
#include "engine/storage/item_lookup.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"

namespace engine::storage {
namespace {

std::optional<std::uint64_t> sizeOf(const std::optional<values::ItemView>& item) {
    return item ? std::optional<std::uint64_t>(item->sizeBytes()) : std::nullopt;
}

}  // namespace

GroupTransaction::GroupTransaction(MDB_txn* transaction, const Environment& environment,
                                   std::shared_ptr<const CatalogSnapshot> catalog,
                                   GroupPosition position, Purpose purpose)
    : m_transaction(transaction),
      m_environment(&environment),
      m_catalog(std::move(catalog)),
      m_purpose(purpose),
      m_records(position.last, position.time),
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
    if (auto guarded = m_environment->guard(m_transaction, tree, key, Reach::Leaf); !guarded) {
        return fail(std::move(guarded).error());
    }
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
    if (auto guarded = m_environment->guard(m_transaction, tree, key, Reach::Neighbours);
        !guarded) {
        return fail(std::move(guarded).error());
    }
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
    return findItem({m_transaction, *m_environment}, itemStoredKey(table, key), key);
}

Result<void> GroupTransaction::putItem(schema::TableNumber table, const schema::PrimaryKey& key,
                                       values::ItemView item) {
    const StoredKey stored = itemStoredKey(table, key);
    auto before = peekItem({m_transaction, *m_environment}, stored, key);
    if (!before) {
        return fail(std::move(before).error());
    }
    const std::uint64_t bytesAfter = item.sizeBytes();
    const auto bytesBefore = sizeOf(*before);
    const auto expiryBefore = expiryIn(table, *before);
    if (isNew()) {
        m_records.addChange(table, key, *before, item);
    }
    sealItem(stored, key, item.bytes(), m_sealed);
    if (auto done = put(m_environment->items(), stored.bytes(), m_sealed); !done) {
        return done;
    }
    if (auto done = requeue(table, key, expiryBefore, expiryIn(table, item)); !done) {
        return done;
    }
    return adjust(table, 0, bytesBefore, bytesAfter);
}

Result<void> GroupTransaction::deleteItem(schema::TableNumber table,
                                          const schema::PrimaryKey& key) {
    const StoredKey stored = itemStoredKey(table, key);
    auto before = peekItem({m_transaction, *m_environment}, stored, key);
    if (!before) {
        return fail(std::move(before).error());
    }
    if (!*before) {
        return {};
    }
    const auto bytesBefore = sizeOf(*before);
    const auto expiryBefore = expiryIn(table, *before);
    if (isNew()) {
        m_records.addChange(table, key, *before, std::nullopt);
    }
    if (auto done = remove(m_environment->items(), stored.bytes()); !done) {
        return done;
    }
    if (auto done = requeue(table, key, expiryBefore, std::nullopt); !done) {
        return done;
    }
    return adjust(table, 0, bytesBefore, std::nullopt);
}

Result<std::optional<std::uint64_t>> GroupTransaction::storedEntryBytes(std::string_view key) {
    const TreeSource source(m_transaction, *m_environment);
    auto value = source.get(m_environment->index(), key);
    if (!value) {
        return fail(std::move(value).error());
    }
    if (!*value) {
        return std::optional<std::uint64_t>();
    }
    const auto record = openRecord(key, **value);
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

std::optional<std::int64_t> GroupTransaction::expiryIn(
    schema::TableNumber table, const std::optional<values::ItemView>& item) {
    if (!item) {
        return std::nullopt;
    }
    const auto description = catalog().find(table);
    if (!description || !description->timeToLive) {
        return std::nullopt;
    }
    return expiryOf(*item, description->timeToLive->attributeName);
}

Result<void> GroupTransaction::requeue(schema::TableNumber table, const schema::PrimaryKey& key,
                                       std::optional<std::int64_t> before,
                                       std::optional<std::int64_t> after) {
    if (before && before != after) {
        if (auto done = remove(m_environment->expiry(), expiryKey(table, *before, key)); !done) {
            return done;
        }
    }
    if (!after) {
        return {};
    }
    const std::string place = expiryKey(table, *after, key);
    sealRecord(place, false, expiryBody(key), m_sealed);
    return put(m_environment->expiry(), place, m_sealed);
}

}  // namespace engine::storage
