#pragma once

#include <lmdb.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/counts.h"
#include "engine/storage/group_records.h"
#include "engine/storage/key_layout.h"

namespace engine::storage {

// Where the log stood before a group, and the time that its records get.
struct GroupPosition {
    Sequence last = 0;
    Timestamp time;
};

// The write transaction of one group, and what the writer must know about it. Used for new groups,
// whose records it collects, and for replaying groups that the log holds.
class GroupTransaction final : public WriteTransaction {
public:
    enum class Purpose { New, Replay };
    GroupTransaction(MDB_txn* transaction, const Environment& environment,
                     std::shared_ptr<const CatalogSnapshot> catalog, GroupPosition position,
                     Purpose purpose = Purpose::New);

    Result<std::optional<values::ItemView>> getItem(schema::TableNumber table,
                                                    const schema::PrimaryKey& key) override;
    Result<void> putItem(schema::TableNumber table, const schema::PrimaryKey& key,
                         values::ItemView item) override;
    Result<void> deleteItem(schema::TableNumber table, const schema::PrimaryKey& key) override;
    Result<void> putIndexEntry(schema::TableNumber table, schema::IndexNumber index,
                               const schema::IndexKey& key, std::uint64_t entryBytes) override;
    Result<void> deleteIndexEntry(schema::TableNumber table, schema::IndexNumber index,
                                  const schema::IndexKey& key, std::uint64_t entryBytes) override;
    Result<schema::TableNumber> addTable(schema::Table table) override;
    Result<void> dropTable(schema::TableNumber table) override;
    Result<void> changeTable(schema::Table table) override;
    std::shared_ptr<const schema::Table> findTable(std::string_view name) override;
    std::shared_ptr<const schema::Table> findTable(schema::TableNumber number) override;
    Result<std::optional<std::string>> getRecord(RecordKind kind, std::string_view key) override;
    Result<void> putRecord(RecordKind kind, std::string_view key, std::string_view body) override;
    Result<void> deleteRecord(RecordKind kind, std::string_view key) override;
    Result<std::optional<schema::PrimaryKey>> queueExpiring(
        schema::TableNumber table, const std::optional<schema::PrimaryKey>& after,
        std::size_t most) override;
    Result<bool> clearExpiring(schema::TableNumber table, std::size_t most) override;
    Result<std::optional<schema::PrimaryKey>> fillIndex(
        schema::TableNumber table, schema::IndexNumber index,
        const std::optional<schema::PrimaryKey>& after, std::size_t most) override;
    Result<bool> clearIndex(schema::TableNumber table, schema::IndexNumber index,
                            std::size_t most) override;
    Sequence sequence() const override { return m_records.last(); }
    Timestamp time() const override { return m_records.time(); }

    // What an empty database begins with.
    Result<void> initialize() { return putNextTableNumber(1); }
    // Deletes up to `most` records of a dropped table; true when nothing of it is left. The first
    // call deletes none: it only hides the table.
    Result<bool> purge(schema::TableNumber table, std::size_t most);
    // A record of one of the trees that the log repeats.
    Result<void> putState(StateTree tree, std::string_view key, std::string_view body);
    Result<void> deleteState(StateTree tree, std::string_view key);

    // The same for a record that the log holds, with what follows from it.
    Result<void> replayPut(StateTree tree, std::string_view key, std::string_view body);
    Result<void> replayDelete(StateTree tree, std::string_view key);

    // A changing method failed: the transaction holds half a change and must be aborted. `code` is
    // LMDB's, 0 when it was not LMDB that failed.
    struct Failure {
        int code = 0;
        Error error;
    };
    const std::optional<Failure>& failure() const { return m_failure; }
    std::uint64_t changes() const { return m_changes; }
    std::size_t writtenBytes() const { return m_writtenBytes; }
    const std::set<schema::TableNumber>& changedTables() const { return m_changedTables; }
    bool recordsChanged() const { return m_recordsChanged; }
    // Null when the catalog did not change.
    std::shared_ptr<const CatalogSnapshot> changedCatalog() const { return m_changed; }
    GroupRecords& records() { return m_records; }

    // The next group to be replayed; everything before it has been.
    void replayAt(GroupPosition position) {
        m_records = GroupRecords(position.last, position.time);
    }

    // The last step before the commit: counts and the place in the log. LMDB's code.
    int finish();

private:
    Error fail(int code);
    Error fail(Error error);
    Result<void> put(MDB_dbi tree, std::string_view key, std::string_view sealed);
    Result<void> remove(MDB_dbi tree, std::string_view key);
    Result<std::optional<std::uint64_t>> storedEntryBytes(std::string_view key);
    Result<void> adjust(schema::TableNumber table, schema::IndexNumber index,
                        std::optional<std::uint64_t> before, std::optional<std::uint64_t> after);
    Result<void> requeue(schema::TableNumber table, const schema::PrimaryKey& key,
                         std::optional<std::int64_t> before, std::optional<std::int64_t> after);
    std::optional<std::int64_t> expiryIn(schema::TableNumber table,
                                         const std::optional<values::ItemView>& item);
    Result<std::optional<schema::PrimaryKey>> walkItems(
        schema::TableNumber table, const std::optional<schema::PrimaryKey>& after, std::size_t most,
        const std::function<void(const schema::PrimaryKey&, values::ItemView)>& visit);
    Result<schema::TableNumber> takeTableNumber();
    Result<void> putNextTableNumber(schema::TableNumber next);
    Result<bool> beginPurge(schema::TableNumber table);
    Result<std::size_t> deleteFrom(MDB_dbi tree, std::string_view prefix, std::size_t most);
    MDB_dbi treeOf(StateTree tree) const;
    const CatalogSnapshot& catalog() const { return m_changed ? *m_changed : *m_catalog; }
    CatalogSnapshot& changingCatalog();
    bool isNew() const { return m_purpose == Purpose::New; }

    MDB_txn* m_transaction;
    const Environment* m_environment;
    std::shared_ptr<const CatalogSnapshot> m_catalog;
    std::shared_ptr<CatalogSnapshot> m_changed;
    Purpose m_purpose;
    GroupRecords m_records;
    GroupCounts m_counts;
    std::string m_sealed;
    std::optional<Failure> m_failure;
    std::uint64_t m_changes = 0;
    std::size_t m_writtenBytes = 0;
    std::set<schema::TableNumber> m_changedTables;
    bool m_recordsChanged = false;
};

// The place in the log that LMDB holds: everything up to it is in the trees.
std::string_view logPlaceKey();
std::string logPlaceBody(const GroupPosition& position);
Result<GroupPosition> readLogPlace(const TreeSource& source);

// A record of a tree of small records, checked.
Result<std::optional<std::string_view>> findRecord(const TreeSource& source, MDB_dbi tree,
                                                   std::string_view key, std::string_view what);
std::string recordKey(RecordKind kind, std::string_view key);

}  // namespace engine::storage
