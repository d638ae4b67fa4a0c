#include "engine/storage/open_transaction.h"

#include <utility>

#include "engine/base/os/folders.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/recovery.h"

namespace engine::storage {
namespace {

constexpr std::size_t bytesMax = std::size_t{4} << 20U;
constexpr std::size_t groupsMax = 512;
// Each change touches a page or two, and the time of a commit grows with them.
constexpr std::uint64_t changesMax = 16'384;
// Far more than the pages of one transaction.
constexpr std::uint64_t roomBytes = std::uint64_t{256} << 20U;

}  // namespace

OpenTransaction::OpenTransaction(Environment& environment, const PublishedCatalog& catalog)
    : m_environment(environment), m_catalog(catalog) {
    settled();
}

OpenTransaction::~OpenTransaction() {
    abort();
}

void OpenTransaction::forget() {
    abort();
    m_frames.clear();
    m_bytes = 0;
    m_changes = 0;
}

void OpenTransaction::abort() {
    if (m_transaction != nullptr) {
        mdb_txn_abort(std::exchange(m_transaction, nullptr));
    }
}

Result<MDB_txn*> OpenTransaction::begin() {
    if (m_transaction == nullptr) {
        const auto begun = m_environment.beginWrite();
        if (!begun) {
            return begun;
        }
        m_transaction = *begun;
    }
    return m_transaction;
}

void OpenTransaction::keep(std::string frame, std::uint64_t changes) {
    m_changes += changes;
    m_bytes += frame.size();
    m_frames.push_back(std::move(frame));
}

bool OpenTransaction::isLarge() const {
    return m_bytes >= bytesMax || m_frames.size() >= groupsMax || m_changes >= changesMax;
}

Result<void> OpenTransaction::undo() {
    abort();
    return m_frames.empty() ? Result<void>() : doAgain();
}

Result<void> OpenTransaction::commit() {
    if (m_frames.empty()) {
        abort();
        return {};
    }
    const int code = tryCommit();
    if (code == MDB_MAP_FULL) {
        if (auto grown = m_environment.grow(); !grown) {
            return grown;
        }
        return doAgain();
    }
    return code == 0 ? Result<void>() : lmdbError(code, "write to", m_environment.directory());
}

int OpenTransaction::tryCommit() {
    const int code = mdb_txn_commit(std::exchange(m_transaction, nullptr));
    if (code == 0) {
        settled();
    }
    return code;
}

// Everything held is in the trees.
void OpenTransaction::settled() {
    m_frames.clear();
    m_bytes = 0;
    m_changes = 0;
    m_isShortOfRoom = os::freeBytes(m_environment.directory()) < roomBytes;
}

Result<void> OpenTransaction::doAgain() {
    auto done = replayFrames(m_frames, m_environment, m_catalog.get());
    if (done) {
        settled();
    }
    return done;
}

}  // namespace engine::storage
