#include "engine/operations/delete_backup.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

// A backup that is cancelled is one whose file engine/jobs removes, and then the record.
class DeleteBackupWrite final : public PendingWrite {
public:
    explicit DeleteBackupWrite(JobRecord job) : m_job(std::move(job)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto current = findJob(transaction, m_job.id);
        if (!current) {
            return std::move(current).error();
        }
        if (!*current || (*current)->status == JobStatus::Cancelled) {
            return backupNotFound(m_job.arn);
        }
        m_job = **std::move(current);
        m_job.status = JobStatus::Cancelled;
        return putJob(transaction, m_job);
    }

protected:
    Response response() override { return DeleteBackupOutput{describeBackup(m_job)}; }

private:
    JobRecord m_job;
};

}  // namespace

PreparedWrite prepareDeleteBackup(const Context& context, const DeleteBackupInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    if (findSystemBackup(context, **snapshot, input.backupArn)) {
        return Error::validation("System backups cannot be deleted: " + input.backupArn);
    }
    auto job = findUserBackup(**snapshot, input.backupArn);
    if (!job) {
        return std::move(job).error();
    }
    const auto restores = listJobs(**snapshot, [&](const JobRecord& other) {
        return other.kind == JobKind::RestoreFromBackup && !isFinished(other) &&
               parameter(other, "BackupArn") == input.backupArn;
    });
    if (!restores) {
        return restores.error();
    }
    if (!restores->empty() || !isFinished(*job)) {
        return backupInUse();
    }
    return PreparedWrite::Value(std::make_unique<DeleteBackupWrite>(*std::move(job)));
}

}  // namespace engine::operations
