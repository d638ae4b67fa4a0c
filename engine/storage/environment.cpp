#include "engine/storage/environment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "engine/base/os/files.h"
#include "engine/base/os/process.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/open_check.h"
#include "engine/storage/write_guard.h"

namespace engine::storage {
namespace {

// 1,024 for others, and the pins and the probe of the checkpoints.
// A file up to this size is read whole when it is opened, in some 30 ms, and need not be looked at
// page by page later.
constexpr std::uint64_t wholeCheckBytes = std::uint64_t{64} << 20U;
constexpr unsigned readersMax = 1024 + 3;
constexpr mdb_mode_t fileMode = S_IRUSR | S_IWUSR;

void logAssertion(MDB_env* /*env*/, const char* text) {
    std::fprintf(stderr, "tidemark: the database file is damaged (%s)\n", text);
}

// LMDB lets go of its map before it asks for the larger one, and has none when it is refused. So
// the larger one is asked for beside it first: what that takes is free again when LMDB asks.
bool hasRoomFor(std::uint64_t bytes) {
    void* const map =
        ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return map != MAP_FAILED && ::munmap(map, bytes) == 0;
}

// In the order of their handles.
constexpr std::array<const char*, 6> treeNames = {"meta",  "catalog", "items",
                                                  "index", "records", "expiry"};

}  // namespace

Environment::Environment(std::string directory, std::uint64_t mapBytes)
    : m_directory(std::move(directory)), m_mapBytes(mapBytes) {
}

Result<std::unique_ptr<Environment>> Environment::open(const EnvironmentOptions& options) {
    const std::uint64_t mapBytes = options.mapBytes != 0 ? options.mapBytes : os::mappingLimit();
    std::unique_ptr<Environment> environment(new Environment(options.directory, mapBytes));
    if (auto opened = environment->openHandles(options); !opened) {
        return std::move(opened).error();
    }
    const auto areLeavesSound = environment->checkPages();
    if (!areLeavesSound) {
        return areLeavesSound.error();
    }
    if (auto opened = environment->openTrees(options.create); !opened) {
        return std::move(opened).error();
    }
    if (auto found = environment->findMap(); !found) {
        return std::move(found).error();
    }
    environment->m_guard = std::make_unique<WriteGuard>(*environment, *areLeavesSound);
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

// Through a map of its own: where LMDB's lies is known only when a tree can be trusted.
Result<bool> Environment::checkPages() {
    MDB_txn* transaction = nullptr;
    mdb_filehandle_t file = -1;
    int code = mdb_env_get_fd(m_env, &file);
    code = code == 0 ? mdb_txn_begin(m_env, nullptr, MDB_RDONLY, &transaction) : code;
    if (code != 0) {
        return lmdbError(code, "open the database at", m_directory);
    }
    const std::size_t id = mdb_txn_id(transaction);
    mdb_txn_abort(transaction);
    const std::uint64_t bytes = os::fileBytes(m_directory + "/data.mdb");
    void* map = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0);
    if (map == MAP_FAILED) {
        return lmdbError(errno, "open the database at", m_directory);
    }
    MappedPages pages;
    pages.set(static_cast<const char*>(map), file);
    const OpenFinding finding = checkAtOpen(pages, id, bytes <= wholeCheckBytes);
    ::munmap(map, bytes);
    if (finding.wrong) {
        return Error::corrupt("The database at " + m_directory + " is damaged: " + *finding.wrong +
                              " Nothing was changed; restore it from a backup.");
    }
    return finding.areLeavesSound;
}

// LMDB does not tell where its map begins (me_mapaddr is of fixed maps), but where a value lies.
Result<void> Environment::findMap() {
    MDB_txn* transaction = nullptr;
    mdb_filehandle_t file = -1;
    MDB_val key = toVal(treeNames.front());
    MDB_val value{};
    int code = mdb_env_get_fd(m_env, &file);
    code = code == 0 ? mdb_txn_begin(m_env, nullptr, MDB_RDONLY, &transaction) : code;
    if (code == 0) {
        code = mdb_get(transaction, m_main, &key, &value);
        mdb_txn_abort(transaction);
    }
    if (code != 0) {
        return lmdbError(code, "open the database at", m_directory);
    }
    const auto* const at = static_cast<const char*>(value.mv_data);
    const char* const page = at - reinterpret_cast<std::uintptr_t>(at) % layout::pageBytes;
    m_pages.set(page - layout::numberAt<layout::PageNumber>(page) * layout::pageBytes, file);
    return {};
}

Result<void> Environment::openTrees(bool create) {
    MDB_txn* transaction = nullptr;
    int code = mdb_txn_begin(m_env, nullptr, create ? 0U : MDB_RDONLY, &transaction);
    if (code != 0) {
        return lmdbError(code, "open the database at", m_directory);
    }
    code = mdb_dbi_open(transaction, nullptr, 0, &m_main);
    const std::array<MDB_dbi*, treeNames.size()> trees = {&m_meta,  &m_catalog, &m_items,
                                                          &m_index, &m_records, &m_expiry};
    for (std::size_t i = 0; i < trees.size() && code == 0; ++i) {
        code = mdb_dbi_open(transaction, treeNames[i], create ? MDB_CREATE : 0U, trees[i]);
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
    for (const auto& reader : m_idle) {
        mdb_txn_abort(reader->transaction);
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

Result<std::unique_ptr<PooledReader>> Environment::beginRead() {
    std::unique_ptr<PooledReader> idle;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_growing; });
        ++m_reading;
        if (!m_idle.empty()) {
            idle = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (idle) {
        if (mdb_txn_renew(idle->transaction) == 0) {
            const std::size_t id = mdb_txn_id(idle->transaction);
            if (id != idle->id) {
                idle->id = id;
                idle->roots = {};
            }
            return idle;
        }
        mdb_txn_abort(idle->transaction);
    }
    auto fresh = newReader();
    if (!fresh) {
        const std::lock_guard lock(m_mutex);
        --m_reading;
        m_changed.notify_all();
        return std::move(fresh).error();
    }
    return std::make_unique<PooledReader>(PooledReader{*fresh, mdb_txn_id(*fresh), {}});
}

void Environment::endRead(std::unique_ptr<PooledReader> reader) {
    mdb_txn_reset(reader->transaction);
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(std::move(reader));
    --m_reading;
    if (m_growing) {
        m_changed.notify_all();
    }
}

Result<TreeRoot> Environment::root(MDB_txn* transaction, MDB_dbi tree) const {
    const std::string_view name = treeNames[tree - m_meta];
    MDB_val key = toVal(name);
    MDB_val value{};
    const int code = mdb_get(transaction, m_main, &key, &value);
    if (code == 0 && value.mv_size != layout::treeBytes) {
        return lmdbError(MDB_CORRUPTED, "read", m_directory);
    }
    if (code != 0) {
        return lmdbError(code, "read", m_directory);
    }
    const layout::Tree found = layout::treeIn(toView(value));
    return TreeRoot{found.root, found.depth};
}

Result<void> Environment::guard(MDB_txn* transaction, MDB_dbi tree, std::string_view key,
                                Reach reach) const {
    return m_guard->check(transaction, tree, key, reach);
}

Result<MDB_txn*> Environment::beginWrite() {
    MDB_txn* transaction = nullptr;
    const int code = mdb_txn_begin(m_env, nullptr, 0, &transaction);
    if (code != 0) {
        return lmdbError(code, "write to", m_directory);
    }
    m_guard->begin();
    return transaction;
}

Result<void> Environment::grow() {
    std::unique_lock lock(m_mutex);
    m_growing = true;
    m_changed.wait(lock, [this] { return m_reading == 0; });
    const bool isPossible = hasRoomFor(m_mapBytes * 2);
    const int code = isPossible ? mdb_env_set_mapsize(m_env, m_mapBytes * 2) : MDB_MAP_FULL;
    auto grown = code == 0 ? findMap() : lmdbError(MDB_MAP_FULL, "write to", m_directory);
    if (grown) {
        m_mapBytes *= 2;
    }
    m_growing = false;
    m_changed.notify_all();
    return grown;
}

Result<Snapshot> Snapshot::begin(Environment& environment) {
    auto reader = environment.beginRead();
    if (!reader) {
        return std::move(reader).error();
    }
    return Snapshot(environment, *std::move(reader));
}

Result<PageCursor> Snapshot::cursor(MDB_dbi tree) const {
    auto& known = m_reader->roots[tree];
    if (!known) {
        const auto root = m_environment->root(m_reader->transaction, tree);
        if (!root) {
            return root.error();
        }
        known = *root;
    }
    return PageCursor(m_environment->pages(), known->page, known->depth);
}

Snapshot::~Snapshot() {
    if (m_reader) {
        m_environment->endRead(std::move(m_reader));
    }
}

}  // namespace engine::storage
