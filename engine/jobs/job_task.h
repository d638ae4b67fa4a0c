#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/history/as_of.h"
#include "engine/operations/job_record.h"
#include "engine/storage/database.h"
#include "engine/values/item_view.h"

namespace engine::jobs {

// How much one step does.
struct JobLimits {
    std::size_t itemsPerStep = 1000;
    std::size_t bytesPerStep = std::size_t{4} << 20U;
    std::size_t exportFileBytes = std::size_t{16} << 20U;    // of text, before compression
    std::size_t exportReadBytes = std::size_t{256} << 20U;   // of items for one file, at most
    std::size_t exportMemoryBytes = std::size_t{64} << 20U;  // changes that are gathered at once
};

// What a job works with; outlives it.
struct JobTools {
    storage::Database& database;
    history::PastReads& past;
    Clock& clock;
    const std::string& region;
    const std::string& accountId;
    const std::atomic<bool>& stopping;  // a step that takes long gives up with Cancelled
    JobLimits limits;
};

// One step of a job: what is to be committed with the record, in one transaction.
struct JobStep {
    operations::JobRecord job;               // as it is afterwards; a finished status ends the job
    std::vector<values::EncodedItem> items;  // to be put into the target table
};

// FailureCode of an import that skipped bad items.
inline constexpr std::string_view itemsFailedCode = "ItemValidationError";

// One running job. Lives as long as the process works on it: whatever must outlive the process is
// in the record. On the runner's thread only.
class JobTask {
public:
    virtual ~JobTask() = default;
    // The next piece of work. Files that the record speaks of are flushed before this returns. An
    // error ends the job as failed, Cancelled while stopping leaves it as it is.
    virtual Result<JobStep> next(operations::JobRecord job) = 0;
};

std::unique_ptr<JobTask> makeRestoreTask(const JobTools& tools);
std::unique_ptr<JobTask> makeBackupTask(const JobTools& tools);
std::unique_ptr<JobTask> makeBackupRestoreTask(const JobTools& tools);
std::unique_ptr<JobTask> makeExportTask(const JobTools& tools);
std::unique_ptr<JobTask> makeIncrementalExportTask(const JobTools& tools);
std::unique_ptr<JobTask> makeImportTask(const JobTools& tools);
std::unique_ptr<JobTask> makeBulkPutTask(const JobTools& tools);

Error stoppedError();

}  // namespace engine::jobs
