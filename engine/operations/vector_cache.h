#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/operations/vector_scan.h"

namespace engine::operations {

// Keeps the vectors of the indexes that were searched last in memory, as 32-bit numbers, and reads
// what happened to them since from the change log. A search sees every write that was acknowledged
// before it. Thread-safe; searches of one index wait for each other only while it changes.
class VectorCache final {
public:
    // `bytesMax`: of memory, for all indexes together.
    explicit VectorCache(storage::Database& database,
                         std::uint64_t bytesMax = std::uint64_t{512} << 20U);
    ~VectorCache();
    VectorCache(const VectorCache&) = delete;
    VectorCache& operator=(const VectorCache&) = delete;

    // The closest first; nullopt when the index does not fit: then read the items.
    Result<std::optional<std::vector<SearchResult>>> search(const VectorSearch& search);

private:
    struct Entry;

    // Null when it does not fit.
    Result<std::shared_ptr<Entry>> entryFor(const VectorSearch& search);
    void dropOld();
    Result<void> fill(Entry& entry);
    Result<void> catchUp(Entry& entry, storage::Sequence upTo);
    Result<void> update(Entry& entry);

    storage::Database& m_database;
    const std::uint64_t m_bytesMax;
    std::mutex m_mutex;
    std::list<std::shared_ptr<Entry>> m_entries;  // last used first
};

}  // namespace engine::operations
