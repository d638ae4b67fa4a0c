#include <algorithm>
#include <optional>
#include <utility>

#include "engine/jobs/import_source.h"
#include "engine/jobs/table_pages.h"

// ImportTable: records become items of a new table; bad ones are counted and passed over.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

constexpr std::size_t keptErrorBytesMax = 500;

class ImportTask final : public JobTask {
public:
    explicit ImportTask(const JobTools& tools) : m_tools(tools) {}

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
        }
        JobStep step{std::move(job), {}};
        if (auto filled = fill(step, *table); !filled) {
            return std::move(filled).error();
        }
        if (m_source->object() == nullptr) {
            finish(step.job);
        } else {
            step.job.cursor = encodePlace(m_source->place());
        }
        return step;
    }

private:
    // What no other object can make good.
    static Result<JobStep> failedStep(JobRecord job, const Error& error) {
        switch (error.kind) {
            case ErrorKind::ResourceNotFound: job.failureCode = "S3NoSuchBucket"; break;
            case ErrorKind::Validation: job.failureCode = "S3NoSuchKey"; break;
            default: return error;
        }
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
            if (m_tools.stopping) {
                return stoppedError();
            }
            const auto before = m_source->place().position.byteOffset;
            auto record = m_source->next();
            const auto after = m_source->place().position.byteOffset;
            step.job.bytes += after > before ? after - before : 0;
            if (!record) {
                if (m_tools.stopping) {
                    return stoppedError();
                }
                noteError(step.job, record.error().message);
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
            noteError(step.job, transfer::describeBadRecord(record));
            return 0;
        }
        step.items.emplace_back(*record.item);
        ++step.job.items;
        return step.items.back().bytes().size();
    }

    void noteError(JobRecord& job, const std::string& text) {
        ++job.errors;
        if (!job.parameters.contains("FirstError")) {
            // Names of files need not be text.
            auto error = m_source->object()->name + ", " + text;
            error.resize(std::min(error.size(), keptErrorBytesMax));
            std::replace_if(
                error.begin(), error.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
            job.parameters.emplace("FirstError", std::move(error));
        }
    }

    static void finish(JobRecord& job) {
        job.status = job.errors == 0 ? JobStatus::Completed : JobStatus::Failed;
        job.cursor.clear();
        if (job.errors > 0) {
            job.failureCode = itemsFailedCode;
            job.failureMessage =
                "Some of the items failed validation checks. Please check CloudWatch error logs "
                "for more details. The first one: " +
                job.parameters["FirstError"];
        }
    }

    const JobTools& m_tools;
    std::optional<ImportSource> m_source;
};

}  // namespace

std::unique_ptr<JobTask> makeImportTask(const JobTools& tools) {
    return std::make_unique<ImportTask>(tools);
}

}  // namespace engine::jobs
