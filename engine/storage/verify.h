#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/storage/database.h"

namespace engine::storage {

// One thing that is not as it must be.
struct VerifyFinding {
    std::string check;    // "V1" to "V9": research/reliability.md section 2
    std::string place;    // a file, tree, table or record
    std::string message;  // a sentence
};

// What a verification has seen.
struct VerifyReport {
    std::uint64_t findingCount = 0;
    std::vector<VerifyFinding> findings;  // the first thousand
    std::uint64_t pages = 0;              // of data.mdb
    std::uint64_t tables = 0;             // with dropped ones whose items are kept
    std::uint64_t items = 0;
    std::uint64_t indexEntries = 0;
    std::uint64_t records = 0;  // all others: catalog, counts, jobs, bookmarks, expiry queue
    std::uint64_t changes = 0;  // records of the change log
    std::uint64_t bytes = 0;    // of the pages and log records that were checked
    std::int64_t milliseconds = 0;

    bool isClean() const { return findingCount == 0; }
    void add(std::string_view check, std::string place, std::string message);
};

// The table whose items a job record is queueing by their expiry, if it is such a job. That of a
// table is not complete before its job is done.
using TableOfQueueJob = std::function<std::optional<schema::TableNumber>(std::string_view record)>;

// Checks everything that can be recomputed: pages are used once (V1), checksums (V2), index entries
// follow from items (V3), the change log is complete and agrees with the items (V4), counts (V5),
// all that expires is queued, queued expiries, streams and small records point at real things (V6),
// keys follow from items and are in order (V7), modes of files (V9). Backups (V8) are checked by
// engine/jobs.
//
// The database stays usable meanwhile: one snapshot is read, and the data file grows while it is
// held. The caller must not wait for a write of its own. A file that was cut off can end the
// process (SIGBUS): tidemark-server verify therefore works in a child process. An error only when
// nothing could be checked.
Result<VerifyReport> verifyDatabase(Database& database, const Clock& clock,
                                    const TableOfQueueJob& tableOfQueueJob = {});

}  // namespace engine::storage
