#pragma once

#include <lmdb.h>

#include <map>
#include <memory>
#include <mutex>
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

    void add(std::shared_ptr<const schema::Table> table);
    void remove(schema::TableNumber number);

private:
    std::map<std::string, std::shared_ptr<const schema::Table>, std::less<>> m_byName;
    std::map<schema::TableNumber, std::shared_ptr<const schema::Table>> m_byNumber;
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

struct StoredCatalog {
    std::shared_ptr<const CatalogSnapshot> tables;
    std::vector<schema::TableNumber> dropped;  // whose records are still to be deleted
};
Result<StoredCatalog> loadCatalog(MDB_txn* transaction, const Environment& environment);

// Keys in the tree "catalog".
std::string tableRecordKey(schema::TableNumber table);
std::string droppedRecordKey(schema::TableNumber table);

}  // namespace engine::storage
