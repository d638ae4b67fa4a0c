#include "engine/jobs/backup_file.h"
#include "engine/jobs/job_task.h"
#include "engine/operations/job_store.h"

// RestoreTableFromBackup: nothing is written before the whole file has been checked; then each
// chunk is one step.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

class BackupRestoreTask final : public JobTask {
public:
    explicit BackupRestoreTask(const JobTools& tools) : m_tools(tools) {}

    Result<JobStep> next(JobRecord job) override {
        if (!m_reader) {
            if (auto opened = open(job); !opened) {
                return std::move(opened).error();
            }
        }
        job.itemsTotal = m_reader->manifest().items;
        job.bytesTotal = m_reader->manifest().bytes;
        auto chunk = m_reader->nextChunk();
        if (!chunk) {
            return std::move(chunk).error();
        }
        if (!*chunk) {
            job.status = JobStatus::Completed;
            return JobStep{std::move(job), {}};
        }
        for (const auto& item : **chunk) {
            job.bytes += item.view().sizeBytes();
        }
        job.items += (*chunk)->size();
        job.cursor = std::to_string(++m_done);
        return JobStep{std::move(job), **std::move(chunk)};
    }

private:
    Result<void> open(const JobRecord& job) {
        const auto id = operations::jobIdOf(operations::parameter(job, "BackupArn"));
        const auto path = backupPath(m_tools.database.directory(), id);
        if (job.cursor.empty()) {
            if (auto verified = verifyBackup(path, id, m_tools.stopping); !verified) {
                return std::move(verified).error();
            }
        }
        auto reader = BackupReader::open(path, id);
        if (!reader) {
            return std::move(reader).error();
        }
        m_reader = *std::move(reader);
        for (const char digit : job.cursor) {
            m_done = m_done * 10 + static_cast<std::uint32_t>(digit - '0');
        }
        return m_reader->skipTo(m_done);
    }

    const JobTools& m_tools;
    std::optional<BackupReader> m_reader;
    std::uint32_t m_done = 0;
};

}  // namespace

std::unique_ptr<JobTask> makeBackupRestoreTask(const JobTools& tools) {
    return std::make_unique<BackupRestoreTask>(tools);
}

}  // namespace engine::jobs
