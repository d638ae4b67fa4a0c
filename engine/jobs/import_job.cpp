#include <algorithm>
#include <utility>

#include "engine/jobs/load_task.h"

// ImportTable: records become items of a new table; bad ones are counted and passed over.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

constexpr std::size_t keptErrorBytesMax = 500;

class ImportTask final : public LoadTask {
public:
    using LoadTask::LoadTask;

private:
    // What no other object can make good.
    std::string failureCode(const Error& error) const override {
        switch (error.kind) {
            case ErrorKind::ResourceNotFound: return "S3NoSuchBucket";
            case ErrorKind::Validation: return "S3NoSuchKey";
            default: return {};
        }
    }

    void noteError(JobRecord& job, const transfer::Record* record,
                   const std::string& text) override {
        if (job.parameters.contains("FirstError")) {
            return;
        }
        // Names of files need not be text.
        auto error = source().object()->name + ", " +
                     (record != nullptr ? transfer::describeBadRecord(*record) : text);
        error.resize(std::min(error.size(), keptErrorBytesMax));
        std::replace_if(
            error.begin(), error.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
        job.parameters.emplace("FirstError", std::move(error));
    }

    Result<void> stepEnds(JobStep& step, bool isLast) override {
        if (isLast) {
            finish(step.job);
        }
        return {};
    }

    static void finish(JobRecord& job) {
        job.status = job.errors == 0 ? JobStatus::Completed : JobStatus::Failed;
        if (job.errors > 0) {
            job.failureCode = itemsFailedCode;
            job.failureMessage =
                "Some of the items failed validation checks. Please check CloudWatch error logs "
                "for more details. The first one: " +
                job.parameters["FirstError"];
        }
    }
};

}  // namespace

std::unique_ptr<JobTask> makeImportTask(const JobTools& tools) {
    return std::make_unique<ImportTask>(tools);
}

}  // namespace engine::jobs
