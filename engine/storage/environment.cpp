#include "engine/storage/environment.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdio>
#include <utility>

#include "engine/base/os/files.h"
#include "engine/base/os/process.h"
#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

// 1,024 for others, and the pins and the probe of the checkpoints.
constexpr unsigned readersMax = 1024 + 3;
constexpr MDB_dbi treesMax = 8;
constexpr mdb_mode_t fileMode = S_IRUSR | S_IWUSR;

void logAssertion(MDB_env* /*env*/, const char* text) {
    std::fprintf(stderr, "tidemark: the database file is damaged (%s)\n", text);
}

}  // namespace

Result<std::unique_ptr<Environment>> Environment::open(const EnvironmentOptions& options) {
    const std::uint64_t mapBytes = options.mapBytes != 0 ? options.mapBytes : os::mappingLimit();
    std::unique_ptr<Environment> environment(new Environment(options.directory, mapBytes));
    if (auto opened = environment->openHandles(options); !opened) {
        return std::move(opened).error();
    }
    if (auto opened = environment->openTrees(options.create); !opened) {
        return std::move(opened).error();
    }
    os::closeOnExecBelow(options.directory);
    return environment;
}

Result<void> Environment::openHandles(const EnvironmentOptions& options) {
    int code = mdb_env_create(&m_env);
    if (code == 0) {
        mdb_env_set_assert(m_env, logAssertion);
        code = mdb_env_set_maxreaders(m_env, readersMax);
    }
    if (code == 0) {
        code = mdb_env_set_maxdbs(m_env, treesMax);
    }
    if (code == 0) {
        code = mdb_env_set_mapsize(m_env, m_mapBytes);
    }
    if (code == 0) {
        // Read-ahead slows point reads of a file that does not fit into memory 25 times.
        const std::uint64_t dataBytes = os::fileBytes(options.directory + "/data.mdb");
        const unsigned readAhead = dataBytes > os::physicalMemory() / 2 ? MDB_NORDAHEAD : 0U;
        code = mdb_env_open(m_env, options.directory.c_str(), MDB_NOTLS | readAhead | options.flags,
                            fileMode);
    }
    if (code != 0) {
        return lmdbError(code, "open the database at", m_directory);
    }
    int dead = 0;
    mdb_reader_check(m_env, &dead);
    return {};
}

Result<void> Environment::openTrees(bool create) {
    MDB_txn* transaction = nullptr;
    int code = mdb_txn_begin(m_env, nullptr, create ? 0U : MDB_RDONLY, &transaction);
    if (code != 0) {
        return lmdbError(code, "open the database at", m_directory);
    }
    const std::pair<const char*, MDB_dbi*> trees[] = {
        {"meta", &m_meta},   {"catalog", &m_catalog}, {"items", &m_items},
        {"index", &m_index}, {"records", &m_records}, {"expiry", &m_expiry}};
    for (const auto& [name, handle] : trees) {
        code = code != 0 ? code : mdb_dbi_open(transaction, name, create ? MDB_CREATE : 0U, handle);
    }
    if (code != 0) {
        mdb_txn_abort(transaction);
        return lmdbError(code, "open the database at", m_directory);
    }
    code = mdb_txn_commit(transaction);
    if (code != 0) {
        return lmdbError(code, "create the database at", m_directory);
    }
    return {};
}

Environment::~Environment() {
    for (MDB_txn* transaction : m_idle) {
        mdb_txn_abort(transaction);
    }
    mdb_env_close(m_env);
}

Result<MDB_txn*> Environment::newReader() {
    MDB_txn* transaction = nullptr;
    int code = mdb_txn_begin(m_env, nullptr, MDB_RDONLY, &transaction);
    if (code == MDB_READERS_FULL) {
        int dead = 0;
        mdb_reader_check(m_env, &dead);
        code = mdb_txn_begin(m_env, nullptr, MDB_RDONLY, &transaction);
    }
    if (code != 0) {
        return lmdbError(code, "read", m_directory);
    }
    return transaction;
}

Result<MDB_txn*> Environment::beginRead() {
    MDB_txn* idle = nullptr;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_growing; });
        ++m_reading;
        if (!m_idle.empty()) {
            idle = m_idle.back();
            m_idle.pop_back();
        }
    }
    if (idle != nullptr) {
        if (mdb_txn_renew(idle) == 0) {
            return idle;
        }
        mdb_txn_abort(idle);
    }
    auto fresh = newReader();
    if (!fresh) {
        const std::lock_guard lock(m_mutex);
        --m_reading;
        m_changed.notify_all();
    }
    return fresh;
}

void Environment::endRead(MDB_txn* transaction) {
    mdb_txn_reset(transaction);
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(transaction);
    --m_reading;
    if (m_growing) {
        m_changed.notify_all();
    }
}

Result<MDB_txn*> Environment::beginWrite() {
    MDB_txn* transaction = nullptr;
    const int code = mdb_txn_begin(m_env, nullptr, 0, &transaction);
    if (code != 0) {
        return lmdbError(code, "write to", m_directory);
    }
    return transaction;
}

Result<void> Environment::grow() {
    std::unique_lock lock(m_mutex);
    m_growing = true;
    m_changed.wait(lock, [this] { return m_reading == 0; });
    const int code = mdb_env_set_mapsize(m_env, m_mapBytes * 2);
    if (code == 0) {
        m_mapBytes *= 2;
    }
    m_growing = false;
    m_changed.notify_all();
    if (code != 0) {
        return lmdbError(MDB_MAP_FULL, "write to", m_directory);
    }
    return {};
}

Result<Snapshot> Snapshot::begin(Environment& environment) {
    const auto transaction = environment.beginRead();
    if (!transaction) {
        return transaction.error();
    }
    return Snapshot(environment, *transaction);
}

Snapshot::~Snapshot() {
    if (m_transaction != nullptr) {
        m_environment->endRead(m_transaction);
    }
}

}  // namespace engine::storage
