#pragma once

#include <lmdb.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/storage/database.h"
#include "engine/storage/environment.h"

namespace engine::storage {

// Makes a group of writes permanent, to the degree that the durability asks for. The one place
// that knows how; used by the writer thread only.
class CommitSink {
public:
    virtual ~CommitSink() = default;
    // Ends the transaction in any case. LMDB's code; anything but 0 and MDB_MAP_FULL leaves it
    // open whether the group is on disk.
    virtual int commit(MDB_txn* transaction) = 0;
};

// Commits through LMDB alone. Full: LMDB flushes data and meta page. Interval: LMDB leaves the
// meta page to a flush every 100 ms. Memory: LMDB flushes nothing.
std::unique_ptr<CommitSink> makeLmdbCommitSink(Environment& environment, Durability durability);
// The flags that its environment must be opened with.
unsigned environmentFlags(Durability durability);

}  // namespace engine::storage
