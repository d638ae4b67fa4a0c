#pragma once

#include <lmdb.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/counts.h"
#include "engine/storage/key_layout.h"

namespace engine::storage {

// The write transaction of one group, and what the writer must know about it.
class GroupTransaction final : public WriteTransaction {
public:
    GroupTransaction(MDB_txn* transaction, const Environment& environment,
                     std::shared_ptr<const CatalogSnapshot> catalog);

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
    std::shared_ptr<const schema::Table> findTable(std::string_view name) override;

    // What an empty database begins with.
    Result<void> initialize() { return putNextTableNumber(1); }
    // Deletes up to `most` records of a dropped table; true when nothing of it is left.
    Result<bool> deleteDropped(schema::TableNumber table, std::size_t most);

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
    const std::vector<schema::TableNumber>& droppedTables() const { return m_dropped; }
    // Null when the catalog did not change.
    std::shared_ptr<const CatalogSnapshot> changedCatalog() const { return m_changed; }

    // The last step before the commit; LMDB's code.
    int writeCounts() { return m_counts.write(); }

private:
    Error fail(int code);
    Error fail(Error error);
    Result<void> put(MDB_dbi tree, std::string_view key, std::string_view sealed);
    Result<void> remove(MDB_dbi tree, std::string_view key);
    Result<std::optional<std::uint64_t>> storedEntryBytes(std::string_view key);
    Result<void> adjust(schema::TableNumber table, schema::IndexNumber index,
                        std::optional<std::uint64_t> before, std::optional<std::uint64_t> after);
    Result<schema::TableNumber> takeTableNumber();
    Result<void> putNextTableNumber(schema::TableNumber next);
    Result<std::size_t> deleteFrom(MDB_dbi tree, std::string_view prefix, std::size_t most);
    CatalogSnapshot& changingCatalog();

    MDB_txn* m_transaction;
    const Environment* m_environment;
    std::shared_ptr<const CatalogSnapshot> m_catalog;
    std::shared_ptr<CatalogSnapshot> m_changed;
    GroupCounts m_counts;
    std::string m_sealed;
    std::optional<Failure> m_failure;
    std::uint64_t m_changes = 0;
    std::size_t m_writtenBytes = 0;
    std::set<schema::TableNumber> m_changedTables;
    std::vector<schema::TableNumber> m_dropped;
};

}  // namespace engine::storage
