#pragma once

#include <lmdb.h>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace engine::storage {

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
    const std::string& directory() const { return m_directory; }

    // Waits while the map grows. Give each transaction back with endRead.
    Result<MDB_txn*> beginRead();
    void endRead(MDB_txn* transaction);

    Result<MDB_txn*> beginWrite();
    // Doubles the map when no read transaction is open. Only between write transactions.
    Result<void> grow();

private:
    Environment(std::string directory, std::uint64_t mapBytes)
        : m_directory(std::move(directory)), m_mapBytes(mapBytes) {}
    Result<void> openHandles(const EnvironmentOptions& options);
    Result<void> openTrees(bool create);
    Result<MDB_txn*> newReader();

    std::string m_directory;
    std::uint64_t m_mapBytes;
    MDB_env* m_env = nullptr;
    MDB_dbi m_meta = 0;
    MDB_dbi m_catalog = 0;
    MDB_dbi m_items = 0;
    MDB_dbi m_index = 0;
    MDB_dbi m_records = 0;
    MDB_dbi m_expiry = 0;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<MDB_txn*> m_idle;  // reset read transactions
    std::size_t m_reading = 0;
    bool m_growing = false;
};

// A read transaction that gives itself back.
class Snapshot final {
public:
    static Result<Snapshot> begin(Environment& environment);
    Snapshot(Snapshot&& other) noexcept
        : m_environment(other.m_environment),
          m_transaction(std::exchange(other.m_transaction, nullptr)) {}
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    Snapshot& operator=(Snapshot&&) = delete;
    ~Snapshot();
    MDB_txn* transaction() const { return m_transaction; }
    Environment& environment() const { return *m_environment; }

private:
    Snapshot(Environment& environment, MDB_txn* transaction)
        : m_environment(&environment), m_transaction(transaction) {}
    Environment* m_environment;
    MDB_txn* m_transaction;
};

}  // namespace engine::storage
