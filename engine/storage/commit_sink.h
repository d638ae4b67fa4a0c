#pragma once

#include <lmdb.h>

#include <memory>

#include "engine/storage/environment.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {

// Makes a group of writes permanent, to the degree that the durability asks for. The one place
// that knows how; used by the writer thread only.
class CommitSink {
public:
    virtual ~CommitSink() = default;
    // The place behind which the next group's records come, with the time that they get.
    virtual GroupPosition next() = 0;
    // Ends the transaction in any case. After an error nothing more can be committed, except that
    // after Retry the same group may be applied and committed again.
    enum class Outcome { Committed, Retry };
    virtual Result<Outcome> commit(MDB_txn* transaction, const GroupRecords& records) = 0;
};

// Commits through LMDB alone, without a log.
Result<std::unique_ptr<CommitSink>> makeLmdbCommitSink(Environment& environment, Clock& clock);

}  // namespace engine::storage
