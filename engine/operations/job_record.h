#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/schema/table.h"

// Long work as a record in the database (storage::RecordKind::Job, under its id). An operation
// writes it, in one transaction with what it changes at once; engine/jobs carries it out, saving
// its place in the same transaction as each step, so that a restart goes on exactly there.
namespace engine::operations {

enum class JobKind : std::uint8_t {
    Restore = 1,  // to a point in time: fills targetTable from sourceTable as of `to`
    RestoreFromBackup = 2,
    Backup = 3,
    Export = 4,
    Import = 5,
    QueueExpiring = 6,  // time to live was enabled on a table that had items
    ClearExpiring = 7,  // ... was disabled
    FillIndex = 8,      // a table with items got an index: parameter "IndexNumber"
    ClearIndex = 9,     // ... loses one
    BulkPut = 10,       // of objects into a table in use
};

enum class JobStatus : std::uint8_t { Waiting, Running, Completed, Failed, Cancelled };

struct JobRecord {
    std::string id;  // begins with 14 digits of milliseconds, so that ids sort by age
    JobKind kind = JobKind::Restore;
    JobStatus status = JobStatus::Waiting;
    std::string arn;  // of the backup, export or import; the target table's for a restore
    schema::TableNumber sourceTable = 0;  // 0: none
    schema::TableNumber targetTable = 0;
    std::uint64_t sequence = 0;     // the moment of the log that a consistent read is made at
    std::optional<Timestamp> from;  // of an incremental export
    std::optional<Timestamp> to;    // moment of a restore or an export
    Timestamp createdAt;
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> endedAt;
    // Members of the request as text, under their API names ("S3Bucket", "ExportFormat", ...).
    std::map<std::string, std::string> parameters;
    std::string cursor;       // where to go on; the job's own form
    std::uint64_t items = 0;  // done so far
    std::uint64_t bytes = 0;
    std::uint64_t itemsTotal = 0;  // expected, 0: unknown
    std::uint64_t bytesTotal = 0;
    std::uint64_t errors = 0;
    std::string failureCode;
    std::string failureMessage;
};

// "<14 digits of ms>-<8 hex>", as the service's backup and export ids.
std::string makeJobId(Timestamp now, Random& random);

std::string encodeJob(const JobRecord& job);
Result<JobRecord> decodeJob(std::string_view bytes);  // Corrupt

}  // namespace engine::operations
