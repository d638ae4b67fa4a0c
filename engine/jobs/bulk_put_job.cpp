#include <charconv>
#include <optional>
#include <utility>

#include "engine/base/os/folders.h"
#include "engine/jobs/import_source.h"
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

class BulkPutTask final : public JobTask {
public:
    explicit BulkPutTask(const JobTools& tools) : m_tools(tools) {}

    Result<JobStep> next(JobRecord job) override {
        const auto table = m_tools.database.catalog()->find(job.targetTable);
        if (!table) {
            return stoppedError();
        }
        if (!m_source) {
            m_source.emplace(m_tools, job, *table);
            if (auto opened = m_source->open(decodePlace(job.cursor)); !opened) {
                return failedStep(std::move(job), opened.error());
            }
            if (m_source->objects() == 0) {
                return failedStep(std::move(job),
                                  Error::validation("No object was found with the given prefix"));
            }
            job.bytesTotal = m_source->totalBytes();
        }
        const auto processedBefore = job.items + job.errors;
        m_errorLines.clear();
        m_putBytes = 0;
        JobStep step{std::move(job), {}};
        if (auto filled = fill(step, *table); !filled) {
            return std::move(filled).error();
        }
        addPutBytes(step.job);
        if (auto written = writeErrors(step.job, processedBefore); !written) {
            return failedStep(std::move(step.job), written.error());
        }
        if (m_source->object() == nullptr) {
            step.job.status = JobStatus::Completed;
            step.job.cursor.clear();
        } else {
            step.job.cursor = encodePlace(m_source->place());
        }
        return step;
    }

private:
    static Result<JobStep> failedStep(JobRecord job, const Error& error) {
        if (error.kind == ErrorKind::Cancelled) {
            return error;
        }
        job.failureCode = error.kind == ErrorKind::ResourceNotFound ? "S3NoSuchBucket"
                          : error.kind == ErrorKind::Validation     ? "S3NoSuchKey"
                                                                    : "S3AccessDenied";
        job.failureMessage = error.message;
        job.status = JobStatus::Failed;
        return JobStep{std::move(job), {}};
    }

    // Reads records until the step is full or the last object ends.
    Result<void> fill(JobStep& step, const schema::Table& table) {
        std::size_t bytes = 0;
        std::size_t records = 0;
        while (m_source->object() != nullptr && bytes < m_tools.limits.bytesPerStep &&
               records < m_tools.limits.itemsPerStep) {
            const auto before = m_source->place().position.byteOffset;
            auto record = m_source->next();
            if (m_tools.stopping) {
                return stoppedError();
            }
            const auto after = m_source->place().position.byteOffset;
            step.job.bytes += after > before ? after - before : 0;
            if (!record) {
                noteError(step.job, {}, record.error().message);
            }
            if (!record || !*record) {
                m_source->nextObject();
                continue;
            }
            ++records;
            bytes += take(**std::move(record), step, table);
        }
        return {};
    }

    // Gives the size of the item.
    std::size_t take(transfer::Record record, JobStep& step, const schema::Table& table) {
        if (record.item) {
            if (auto checked = checkItem(table, *record.item); !checked) {
                record.item = std::move(checked).error();
            }
        }
        if (!record.item) {
            noteError(step.job, record.position, record.item.error().message);
            return 0;
        }
        step.items.emplace_back(*record.item);
        ++step.job.items;
        m_putBytes += step.items.back().view().sizeBytes();
        return step.items.back().bytes().size();
    }

    void addPutBytes(JobRecord& job) const {
        std::uint64_t before = 0;
        auto& text = job.parameters["BulkPutBytes"];
        std::from_chars(text.data(), text.data() + text.size(), before);
        text = std::to_string(before + m_putBytes);
    }

    // One line of JSON for each: {"Key":"...","Line":1,"ByteOffset":0,"ErrorMessage":"..."}.
    void noteError(JobRecord& job, std::optional<transfer::RecordPosition> position,
                   const std::string& text) {
        ++job.errors;
        m_errorLines += R"({"Key":)";
        values::appendJsonString(m_source->object()->name, m_errorLines);
        if (position) {
            m_errorLines += ",\"Line\":" + std::to_string(position->line) +
                            ",\"ByteOffset\":" + std::to_string(position->byteOffset);
        }
        m_errorLines += R"(,"ErrorMessage":)";
        values::appendJsonString(text, m_errorLines);
        m_errorLines += "}\n";
    }

    // A file for each step that had errors; a step that is taken again replaces its file.
    Result<void> writeErrors(const JobRecord& job, std::uint64_t processedBefore) {
        const auto bucket = parameter(job, "OutputS3Bucket");
        const bool isWanted = parameter(job, "OutputType").find("ERROR") != std::string_view::npos;
        if (m_errorLines.empty() || bucket.empty() || !isWanted) {
            return {};
        }
        const auto root = operations::bucketFolder(m_tools.database.directory(), bucket);
        std::string folder(parameter(job, "OutputS3KeyPrefix"));
        if (!folder.empty() && folder.back() != '/') {
            folder += '/';
        }
        folder += job.id + "/errors";
        if (auto made = os::makeDirectoriesBelow(root, folder); !made) {
            return made;
        }
        auto file = transfer::FileSink::create(root + "/" + folder + "/" +
                                               std::to_string(processedBefore) + ".json");
        if (!file) {
            return std::move(file).error();
        }
        if (auto written = (*file)->write(m_errorLines); !written) {
            return written;
        }
        return (*file)->finish();
    }

    const JobTools& m_tools;
    std::optional<ImportSource> m_source;
    std::string m_errorLines;  // of the step
    std::uint64_t m_putBytes = 0;
};

}  // namespace

std::unique_ptr<JobTask> makeBulkPutTask(const JobTools& tools) {
    return std::make_unique<BulkPutTask>(tools);
}

}  // namespace engine::jobs
