#pragma once

#include <lmdb.h>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/storage/page_cursor.h"

namespace engine::storage {

class WriteGuard;

// How far LMDB may go from the leaf of a key: reading and putting stay there (a split makes new
// pages), a removal may merge it with a neighbour, a cursor may move to one.
enum class Reach { Leaf, Neighbours };

struct EnvironmentOptions {
    std::string directory;       // holds data.mdb
    std::uint64_t mapBytes = 0;  // 0: chosen for this machine
    unsigned flags = 0;          // MDB_NOSYNC, MDB_NOMETASYNC
    bool create = false;
};

inline MDB_val toVal(std::string_view bytes) {
    return {bytes.size(), const_cast<char*>(bytes.data())};
}
inline std::string_view toView(const MDB_val& value) {
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

inline constexpr MDB_dbi treesMax = 8;

// Where a tree begins in a snapshot.
struct TreeRoot {
    layout::PageNumber page = layout::noPage;
    unsigned depth = 0;
};

// A read transaction that is used again, with the roots that it has asked for.
struct PooledReader {
    MDB_txn* transaction = nullptr;
    std::size_t id = 0;
    std::array<std::optional<TreeRoot>, treesMax + 2> roots;
};

// The one LMDB environment of a database: its trees, its pooled read transactions, and the
// gate behind which its map grows. Thread-safe, except that beginWrite, commit or abort of a write
// transaction and grow belong to the writer thread.
class Environment final {
public:
    static Result<std::unique_ptr<Environment>> open(const EnvironmentOptions& options);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    MDB_dbi meta() const { return m_meta; }
    MDB_dbi catalog() const { return m_catalog; }
    MDB_dbi items() const { return m_items; }
    MDB_dbi index() const { return m_index; }
    MDB_dbi records() const { return m_records; }
    MDB_dbi expiry() const { return m_expiry; }
    MDB_env* handle() const { return m_env; }
    const MappedPages& pages() const { return m_pages; }
    const std::string& directory() const { return m_directory; }

    // Waits while the map grows. Give each transaction back with endRead.
    Result<std::unique_ptr<PooledReader>> beginRead();
    void endRead(std::unique_ptr<PooledReader> reader);

    Result<MDB_txn*> beginWrite();
    // Before LMDB goes to a key in the write transaction: Corrupt when one of the pages that it
    // would walk or change is not sound. For the writer thread.
    Result<void> guard(MDB_txn* transaction, MDB_dbi tree, std::string_view key, Reach reach) const;
    // Where a tree began before the write transaction, or begins in the read transaction.
    Result<TreeRoot> root(MDB_txn* transaction, MDB_dbi tree) const;
    // Doubles the map when no read transaction is open; where that is refused it stays as it is.
    // Only between write transactions.
    Result<void> grow();

private:
    Environment(std::string directory, std::uint64_t mapBytes);
    Result<void> openHandles(const EnvironmentOptions& options);
    Result<bool> checkPages();  // whether all leaves are known to be sound
    Result<void> findMap();
    Result<void> openTrees(bool create);
    Result<MDB_txn*> newReader();

    std::string m_directory;
    std::uint64_t m_mapBytes;
    MDB_env* m_env = nullptr;
    MappedPages m_pages;
    std::unique_ptr<WriteGuard> m_guard;
    MDB_dbi m_main = 0;
    MDB_dbi m_meta = 0;
    MDB_dbi m_catalog = 0;
    MDB_dbi m_items = 0;
    MDB_dbi m_index = 0;
    MDB_dbi m_records = 0;
    MDB_dbi m_expiry = 0;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<PooledReader>> m_idle;  // reset
    std::size_t m_reading = 0;
    bool m_growing = false;
};

// A read transaction that gives itself back. For one thread at a time.
class Snapshot final {
public:
    static Result<Snapshot> begin(Environment& environment);
    Snapshot(Snapshot&&) noexcept = default;
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    Snapshot& operator=(Snapshot&&) = delete;
    ~Snapshot();
    MDB_txn* transaction() const { return m_reader->transaction; }
    Environment& environment() const { return *m_environment; }
    // A cursor of a tree, before its first record.
    Result<PageCursor> cursor(MDB_dbi tree) const;

private:
    Snapshot(Environment& environment, std::unique_ptr<PooledReader> reader)
        : m_environment(&environment), m_reader(std::move(reader)) {}
    Environment* m_environment;
    std::unique_ptr<PooledReader> m_reader;
};

}  // namespace engine::storage
