#include <array>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/storage/checked_cursor.h"
#include "engine/storage/expiry_queue.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"
#include "engine/storage/write_transaction.h"

// The part of GroupTransaction beside items and index entries: catalog and small records.
namespace engine::storage {
namespace {

constexpr std::string_view nextTableKey = "n";
constexpr std::string_view placeKey = "l";

}  // namespace

std::string_view logPlaceKey() {
    return placeKey;
}

std::string logPlaceBody(const GroupPosition& position) {
    std::string body;
    ByteWriter writer(body);
    writer.u64(position.last);
    writer.u64(static_cast<std::uint64_t>(position.time.milliseconds));
    return body;
}

Result<std::optional<std::string_view>> findRecord(const TreeSource& source, MDB_dbi tree,
                                                   std::string_view key, std::string_view what) {
    auto value = source.get(tree, key);
    if (!value || !*value) {
        return value;
    }
    const auto record = openRecord(key, **value);
    if (!record) {
        return damagedRecord(what, key);
    }
    return std::optional(record->body);
}

Result<GroupPosition> readLogPlace(const TreeSource& source) {
    const auto body = findRecord(source, source.environment().meta(), placeKey, "place in the log");
    if (!body) {
        return body.error();
    }
    if (!*body) {
        return GroupPosition{};
    }
    ByteReader reader(**body);
    GroupPosition position;
    position.last = reader.u64();
    position.time.milliseconds = static_cast<std::int64_t>(reader.u64());
    if (reader.failed()) {
        return damagedRecord("place in the log", placeKey);
    }
    return position;
}

std::string recordKey(RecordKind kind, std::string_view key) {
    std::string whole(1, static_cast<char>(kind));
    whole.append(key);
    return whole;
}

MDB_dbi GroupTransaction::treeOf(StateTree tree) const {
    switch (tree) {
        case StateTree::Meta: return m_environment->meta();
        case StateTree::Catalog: return m_environment->catalog();
        case StateTree::Records: return m_environment->records();
    }
    return m_environment->records();
}

Result<void> GroupTransaction::putState(StateTree tree, std::string_view key,
                                        std::string_view body) {
    if (isNew()) {
        m_records.addPut(tree, key, body);
    }
    m_recordsChanged = m_recordsChanged || tree == StateTree::Records;
    sealRecord(key, false, body, m_sealed);
    return put(treeOf(tree), key, m_sealed);
}

Result<void> GroupTransaction::deleteState(StateTree tree, std::string_view key) {
    if (isNew()) {
        m_records.addDelete(tree, key);
    }
    m_recordsChanged = m_recordsChanged || tree == StateTree::Records;
    return remove(treeOf(tree), key);
}

Result<schema::TableNumber> GroupTransaction::takeTableNumber() {
    const auto body = findRecord({m_transaction, *m_environment}, m_environment->meta(),
                                 nextTableKey, "table counter");
    if (!body) {
        return fail(body.error());
    }
    ByteReader reader(body->value_or(std::string_view()));
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
    return putState(StateTree::Meta, nextTableKey, body);
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
    if (auto done = putState(StateTree::Catalog, tableRecordKey(*number), encodeTable(table));
        !done) {
        return std::move(done).error();
    }
    m_counts.start(*number);
    changingCatalog().add(std::make_shared<const schema::Table>(std::move(table)));
    return *number;
}

Result<void> GroupTransaction::dropTable(schema::TableNumber table) {
    const auto description = catalog().find(table);
    if (!description) {
        return {};
    }
    if (auto done = deleteState(StateTree::Catalog, tableRecordKey(table)); !done) {
        return done;
    }
    DroppedTable dropped{description, time(), sequence() + 1};
    if (auto done =
            putState(StateTree::Catalog, droppedRecordKey(table), droppedRecordBody(dropped));
        !done) {
        return done;
    }
    changingCatalog().drop(std::move(dropped));
    return {};
}

Result<void> GroupTransaction::changeTable(schema::Table table) {
    ENSURE(catalog().find(table.number) != nullptr);
    if (auto done = putState(StateTree::Catalog, tableRecordKey(table.number), encodeTable(table));
        !done) {
        return done;
    }
    changingCatalog().add(std::make_shared<const schema::Table>(std::move(table)));
    return {};
}

std::shared_ptr<const schema::Table> GroupTransaction::findTable(std::string_view name) {
    return catalog().find(name);
}

std::shared_ptr<const schema::Table> GroupTransaction::findTable(schema::TableNumber number) {
    return catalog().find(number);
}

Result<std::optional<std::string>> GroupTransaction::getRecord(RecordKind kind,
                                                               std::string_view key) {
    const auto body = findRecord({m_transaction, *m_environment}, m_environment->records(),
                                 recordKey(kind, key), "record");
    if (!body) {
        return body.error();
    }
    return *body ? std::optional(std::string(**body)) : std::nullopt;
}

Result<void> GroupTransaction::putRecord(RecordKind kind, std::string_view key,
                                         std::string_view body) {
    return putState(StateTree::Records, recordKey(kind, key), body);
}

Result<void> GroupTransaction::deleteRecord(RecordKind kind, std::string_view key) {
    return deleteState(StateTree::Records, recordKey(kind, key));
}

int GroupTransaction::finish() {
    const int code = m_counts.write();
    if (code != 0 || (isNew() && m_records.isEmpty())) {
        return code;
    }
    if (!m_environment->guard(m_transaction, m_environment->meta(), placeKey, Reach::Leaf)) {
        return MDB_CORRUPTED;
    }
    sealRecord(placeKey, false, logPlaceBody({m_records.last(), m_records.time()}), m_sealed);
    MDB_val key = toVal(placeKey);
    MDB_val value = toVal(m_sealed);
    return mdb_put(m_transaction, m_environment->meta(), &key, &value, 0);
}

}  // namespace engine::storage
