#pragma once

#include <lmdb.h>

#include <cstddef>
#include <string>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/environment.h"

namespace engine::storage {

// The LMDB transaction that takes one group after another until it is committed: a page that
// several groups change is copied and written once. What it holds is in the log already, so that
// it can be done again when the map is full or a group spoils it. Writer thread only.
class OpenTransaction final {
public:
    OpenTransaction(Environment& environment, const PublishedCatalog& catalog);
    ~OpenTransaction();
    OpenTransaction(const OpenTransaction&) = delete;
    OpenTransaction& operator=(const OpenTransaction&) = delete;

    // For the next group.
    Result<MDB_txn*> begin();
    // The group that begin() was for is complete and in the log, as this frame. `changes`: of
    // records.
    void keep(std::string frame, std::uint64_t changes);
    // That group failed halfway: takes it out, and commits those before it.
    Result<void> undo();
    // Makes the groups visible to readers. Lets the map grow where it must. After an error they
    // are still held: undo() tries once more, forget() gives up.
    Result<void> commit();
    void forget();
    // LMDB's code. Works for a group that is not in the log, too, unless it fails.
    int tryCommit();

    bool holdsGroups() const { return !m_frames.empty(); }
    // Time for a commit, so that doing it again or waiting for it stays short.
    bool isLarge() const;
    // The disk has so little room that a commit could fail after the answer.
    bool isShortOfRoom() const { return m_isShortOfRoom; }

private:
    Result<void> doAgain();
    void abort();
    void settled();

    Environment& m_environment;
    const PublishedCatalog& m_catalog;
    MDB_txn* m_transaction = nullptr;
    std::vector<std::string> m_frames;
    std::size_t m_bytes = 0;
    std::uint64_t m_changes = 0;
    bool m_isShortOfRoom = true;
};

}  // namespace engine::storage
