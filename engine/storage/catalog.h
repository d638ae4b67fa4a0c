#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/database.h"
#include "engine/storage/environment.h"

namespace engine::storage {

// The catalog in memory. A published one is never changed; a writer changes its own copy.
class CatalogSnapshot final : public Catalog {
public:
    std::shared_ptr<const schema::Table> find(std::string_view name) const override;
    std::shared_ptr<const schema::Table> find(schema::TableNumber number) const override;
    std::vector<std::shared_ptr<const schema::Table>> tables() const override;
    std::optional<DroppedTable> findDropped(schema::TableNumber number) const override;
    std::vector<DroppedTable> droppedTables() const override;
    // Some of its items may be gone: findDropped() and droppedTables() no longer know it.
    bool isBeingPurged(schema::TableNumber number) const;
    // With those that are being purged, whose `droppedBy` is 0. Never changed while somebody else
    // holds it: the same object in two catalogs tells that they agree.
    using Dropped = std::map<schema::TableNumber, DroppedTable>;
    std::shared_ptr<const Dropped> droppedAndPurgedTables() const { return m_dropped; }

    // Replaces one of the same number.
    void add(std::shared_ptr<const schema::Table> table);
    void drop(DroppedTable table);
    void forgetDropped(schema::TableNumber number);

private:
    Dropped& changingDropped();

    std::map<std::string, std::shared_ptr<const schema::Table>, std::less<>> m_byName;
    std::map<schema::TableNumber, std::shared_ptr<const schema::Table>> m_byNumber;
    std::shared_ptr<Dropped> m_dropped = std::make_shared<Dropped>();  // shared by copies
};

// The catalog of the last commit, for every thread.
class PublishedCatalog final {
public:
    std::shared_ptr<const CatalogSnapshot> get() const {
        const std::lock_guard lock(m_mutex);
        return m_current;
    }
    void set(std::shared_ptr<const CatalogSnapshot> next) {
        const std::lock_guard lock(m_mutex);
        m_current.swap(next);
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const CatalogSnapshot> m_current = std::make_shared<CatalogSnapshot>();
};

Result<std::shared_ptr<const CatalogSnapshot>> loadCatalog(const Snapshot& snapshot);

// Brings the snapshot to what a record of the tree "catalog" says; body nullopt: it was deleted.
Result<void> applyCatalogRecord(std::string_view key, std::optional<std::string_view> body,
                                CatalogSnapshot& tables);

// Keys in the tree "catalog".
std::string tableRecordKey(schema::TableNumber table);
std::string droppedRecordKey(schema::TableNumber table);
bool isDroppedRecordKey(std::string_view key);
schema::TableNumber tableOfRecordKey(std::string_view key);  // of a well-formed key
std::string droppedRecordBody(const DroppedTable& dropped);

}  // namespace engine::storage
