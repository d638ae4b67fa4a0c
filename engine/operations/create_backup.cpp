#include "engine/operations/create_backup.h"

#include <utility>

#include "engine/operations/continuous_backups.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

class CreateBackupWrite final : public PendingWrite {
public:
    explicit CreateBackupWrite(JobRecord job) : m_job(std::move(job)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto table = transaction.findTable(m_job.sourceTable);
        if (!table) {
            return backupTableNotFound(schema::tableNameOf(parameter(m_job, "TableName")));
        }
        // The backup is of this moment, however long the job takes.
        m_job.sequence = transaction.sequence();
        m_job.to = transaction.time();
        return putJob(transaction, m_job);
    }

protected:
    Response response() override { return CreateBackupOutput{describeBackup(m_job)}; }

private:
    JobRecord m_job;
};

}  // namespace

PreparedWrite prepareCreateBackup(const Context& context, const CreateBackupInput& input) {
    const auto table = context.database.catalog()->find(schema::tableNameOf(input.tableName));
    if (!table) {
        return backupTableNotFound(schema::tableNameOf(input.tableName));
    }
    if (table->status != schema::TableStatus::Active) {
        return Error{ErrorKind::TableInUse, "Table is not active: " + table->name, {}};
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto counts = (*snapshot)->counts(table->number, 0);
    if (!counts) {
        return counts.error();
    }
    JobRecord job;
    job.createdAt = context.clock.now();
    job.id = makeJobId(job.createdAt, context.random);
    job.kind = JobKind::Backup;
    job.arn = backupArn(context, table->name, job.id);
    job.sourceTable = table->number;
    job.itemsTotal = counts->items;
    job.bytesTotal = counts->bytes;
    job.parameters = {{"BackupName", input.backupName},
                      {"Table", schema::encodeTable(*table)},
                      {"TableName", table->name}};
    return PreparedWrite::Value(std::make_unique<CreateBackupWrite>(std::move(job)));
}

}  // namespace engine::operations
