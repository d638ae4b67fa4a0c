#pragma once

#include <cstddef>
#include <memory>
#include <mutex>

#include "engine/base/result.h"
#include "engine/storage/database.h"

namespace engine::history {

// Reads of the past: the present items with the old images of the first change after a moment laid
// over them (design.md section 3). Thread-safe.
//
// What one read has learnt about a table's changes is kept for the next one, so that paging through
// a table reads the log once.
class PastReads final {
public:
    // `bytesMax`: memory for kept overlays; more goes to an unlinked file in the database
    // directory.
    explicit PastReads(storage::Database& database, std::size_t bytesMax = std::size_t{64} << 20U);
    ~PastReads();
    PastReads(const PastReads&) = delete;
    PastReads& operator=(const PastReads&) = delete;

    // The database as it was: changes with time <= `time`, or sequence <= `sequence`, and no later
    // ones. Items, partitions, scans and indexes of present and dropped tables; indexes are those
    // of the present description, filled with the items of then. counts() are of then, too.
    // records and expiringItems are those of now.
    // TrimmedDataAccess when the log does not reach back that far; Validation for the future.
    Result<std::unique_ptr<storage::ReadTransaction>> at(Timestamp time);
    Result<std::unique_ptr<storage::ReadTransaction>> after(storage::Sequence sequence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace engine::history
