#include <charconv>

#include "engine/base/os/folders.h"
#include "engine/jobs/load_task.h"
#include "engine/operations/job_store.h"
#include "engine/operations/s3_location.h"
#include "engine/transfer/file_stream.h"
#include "engine/values/json_text.h"

// StartBulkPutItems: records become items of a table that is in use; bad ones are counted, passed
// over, and written to the output if it asks for them.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;
using operations::parameter;

class BulkPutTask final : public LoadTask {
public:
    using LoadTask::LoadTask;

private:
    std::string failureCode(const Error& error) const override {
        switch (error.kind) {
            case ErrorKind::Cancelled: return {};
            case ErrorKind::ResourceNotFound: return "S3NoSuchBucket";
            case ErrorKind::Validation: return "S3NoSuchKey";
            default: return "S3AccessDenied";
        }
    }

    void opened(JobRecord& job) override { job.bytesTotal = source().totalBytes(); }

    void stepBegins(const JobRecord& job) override {
        m_processedBefore = job.items + job.errors;
        m_errorLines.clear();
    }

    Result<void> stepEnds(JobStep& step, bool isLast) override {
        addPutBytes(step);
        if (auto written = writeErrors(step.job); !written) {
            return written;
        }
        if (isLast) {
            step.job.status = JobStatus::Completed;
        }
        return {};
    }

    static void addPutBytes(JobStep& step) {
        std::uint64_t bytes = 0;
        auto& text = step.job.parameters["BulkPutBytes"];
        std::from_chars(text.data(), text.data() + text.size(), bytes);
        for (const auto& item : step.items) {
            bytes += item.view().sizeBytes();
        }
        text = std::to_string(bytes);
    }

    // One line of JSON for each: {"Key":"...","Line":1,"ByteOffset":0,"ErrorMessage":"..."}.
    void noteError(JobRecord&, const transfer::Record* record, const std::string& text) override {
        m_errorLines += R"({"Key":)";
        values::appendJsonString(source().object()->name, m_errorLines);
        if (record != nullptr) {
            m_errorLines += ",\"Line\":" + std::to_string(record->position.line) +
                            ",\"ByteOffset\":" + std::to_string(record->position.byteOffset);
        }
        m_errorLines += R"(,"ErrorMessage":)";
        values::appendJsonString(text, m_errorLines);
        m_errorLines += "}\n";
    }

    // A file for each step that had errors; a step that is taken again replaces its file.
    Result<void> writeErrors(const JobRecord& job) const {
        const auto bucket = parameter(job, "OutputS3Bucket");
        const bool isWanted = parameter(job, "OutputType").find("ERROR") != std::string_view::npos;
        if (m_errorLines.empty() || bucket.empty() || !isWanted) {
            return {};
        }
        const auto root = operations::bucketFolder(tools().database.directory(), bucket);
        std::string folder(parameter(job, "OutputS3KeyPrefix"));
        if (!folder.empty() && folder.back() != '/') {
            folder += '/';
        }
        folder += job.id + "/errors";
        if (auto made = os::makeDirectoriesBelow(root, folder); !made) {
            return made;
        }
        auto file = transfer::FileSink::create(root + "/" + folder + "/" +
                                               std::to_string(m_processedBefore) + ".json");
        if (!file) {
            return std::move(file).error();
        }
        if (auto written = (*file)->write(m_errorLines); !written) {
            return written;
        }
        return (*file)->finish();
    }

    // Of the step.
    std::string m_errorLines;
    std::uint64_t m_processedBefore = 0;
};

}  // namespace

std::unique_ptr<JobTask> makeBulkPutTask(const JobTools& tools) {
    return std::make_unique<BulkPutTask>(tools);
}

}  // namespace engine::jobs
