#pragma once

#include <lmdb.h>

#include <functional>
#include <memory>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/recovery.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {

// Makes a group of writes permanent, to the degree that the durability asks for, and keeps the log
// and its checkpoints. Used by the writer thread only, which is not needed for wake().
class CommitSink {
public:
    virtual ~CommitSink() = default;
    // The place behind which the next group's records come, with the time that they get.
    virtual GroupPosition next() = 0;
    // Ends the transaction in any case. After an error nothing more can be committed. After Retry
    // the same group must be applied and committed again in a larger map.
    enum class Outcome { Committed, Retry };
    virtual Result<Outcome> commit(MDB_txn* transaction, GroupRecords& records) = 0;
    // Between groups: begins and ends checkpoints. After an error nothing more can be committed.
    virtual Result<void> tend() = 0;
    // Dropped tables whose history is no longer held.
    virtual std::vector<schema::TableNumber> expired(const CatalogSnapshot& catalog) = 0;
};

// Appends each group to the log, flushes it (Full: before the answer; Interval: every 100 ms),
// and commits to LMDB without a flush; checkpoints run on a thread of their own, which calls
// `wake` when the writer should tend(). Owns what was recovered except the environment.
std::unique_ptr<CommitSink> makeLogCommitSink(Recovered& recovered, const DatabaseOptions& options,
                                              std::function<void()> wake);

}  // namespace engine::storage
