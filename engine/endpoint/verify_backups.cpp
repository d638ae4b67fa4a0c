#include "engine/endpoint/verify_backups.h"

#include <atomic>
#include <string>
#include <vector>

#include "engine/jobs/backup_file.h"
#include "engine/operations/job_record.h"

namespace engine::endpoint {
namespace {

// The ids of the backups that are complete, of the next job records behind `after`, which
// becomes the last of them.
Result<std::vector<std::string>> nextBackups(storage::Database& database, std::string& after,
                                             bool& isLast) {
    constexpr std::size_t most = 1000;
    const auto snapshot = database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto records = (*snapshot)->listRecords(storage::RecordKind::Job, after, most);
    if (!records) {
        return records.error();
    }
    std::vector<std::string> ids;
    for (const auto& record : *records) {
        // What cannot be read is a finding of another check.
        const auto job = operations::decodeJob(record.body);
        if (job && job->kind == operations::JobKind::Backup &&
            job->status == operations::JobStatus::Completed) {
            ids.push_back(job->id);
        }
        after = record.key;
    }
    isLast = records->size() < most;
    return ids;
}

}  // namespace

void verifyBackups(storage::Database& database, storage::VerifyReport& report) {
    const std::atomic<bool> neverStops = false;
    std::string after;
    for (bool isLast = false; !isLast;) {
        const auto ids = nextBackups(database, after, isLast);
        if (!ids) {
            report.add("V8", "backups", ids.error().message);
            return;
        }
        for (const std::string& id : *ids) {
            const std::string path = jobs::backupPath(database.directory(), id);
            if (const auto verified = jobs::verifyBackup(path, id, neverStops); !verified) {
                report.add("V8", path, verified.error().message);
            }
        }
    }
}

}  // namespace engine::endpoint
