#pragma once

#include <lmdb.h>

#include <functional>
#include <memory>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/recovery.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {

// Makes groups of writes permanent, to the degree that the durability asks for, and keeps the log
// and its checkpoints. Used by the writer thread only, which is not needed for wake().
class CommitSink {
public:
    virtual ~CommitSink() = default;
    // The place behind which the next group's records come, with the time that they get.
    virtual GroupPosition next() = 0;
    // The records are as safe as the durability asks for afterwards. After an error nothing more
    // can be written.
    virtual Result<void> log(GroupRecords& records) = 0;
    // What was logged is in the trees as well.
    virtual void noteCommit() = 0;
    // Begins and ends checkpoints, when everything logged is in the trees. After an error nothing
    // more can be written.
    virtual Result<void> tend() = 0;
    // Dropped tables whose history is no longer held.
    virtual std::vector<schema::TableNumber> expired(const CatalogSnapshot& catalog) = 0;
};

// Appends each group to the log and flushes it (Full: before the answer; Interval: every 100 ms);
// checkpoints run on a thread of their own, which calls
// `wake` when the writer should tend(). Owns what was recovered except the environment.
std::unique_ptr<CommitSink> makeLogCommitSink(Recovered& recovered, const DatabaseOptions& options,
                                              std::function<void()> wake);

}  // namespace engine::storage
