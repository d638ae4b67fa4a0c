#include "engine/operations/restore_table_from_backup.h"

#include <utility>

#include "engine/operations/backup_description.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"
#include "engine/operations/restore_write.h"

namespace engine::operations {

namespace {

class BackupRestore final : public RestoreWrite {
public:
    using RestoreWrite::RestoreWrite;

protected:
    Response response() override { return RestoreTableFromBackupOutput{description()}; }
};

struct Source {
    BackupDescription backup;
    std::optional<storage::Sequence> droppedBy;  // of a system backup
};

Result<Source> findSource(const Context& context, const std::string& arn) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    if (auto system = findSystemBackup(context, **snapshot, arn)) {
        return Source{std::move(system->description), system->droppedBy};
    }
    const auto job = findUserBackup(**snapshot, arn);
    if (!job) {
        return job.error();
    }
    if (!isFinished(*job)) {
        return backupInUse();
    }
    auto backup = describeBackup(*job);
    if (!backup.table) {
        return Error::corrupt("The description of the backup cannot be read: " + arn);
    }
    return Source{std::move(backup), std::nullopt};
}

}  // namespace

PreparedWrite prepareRestoreTableFromBackup(const Context& context,
                                            const RestoreTableFromBackupInput& input) {
    const auto source = findSource(context, input.backupArn);
    if (!source) {
        return source.error();
    }
    if (auto checked = checkTargetName(context, input.targetTableName); !checked) {
        return std::move(checked).error();
    }
    const auto& backup = source->backup;
    schema::RestoreOrigin origin;
    origin.sourceBackupArn = backup.arn;
    origin.sourceTableArn = backup.tableArn;
    origin.restoredTo = backup.createdAt;
    auto target =
        restoredTable(context, *backup.table, input.targetTableName, input.overrides, origin);
    if (!target) {
        return std::move(target).error();
    }
    JobRecord job;
    job.createdAt = context.clock.now();
    job.id = makeJobId(job.createdAt, context.random);
    job.kind = source->droppedBy ? JobKind::Restore : JobKind::RestoreFromBackup;
    job.arn = schema::tableArn(context.region, context.accountId, target->name);
    if (source->droppedBy) {
        job.sourceTable = backup.table->number;
        job.sequence = *source->droppedBy - 1;
    }
    job.to = backup.createdAt;
    job.itemsTotal = backup.itemCount;
    job.bytesTotal = backup.tableSizeBytes;
    job.parameters = {{"BackupArn", backup.arn}};
    return PreparedWrite::Value(
        std::make_unique<BackupRestore>(context, *std::move(target), std::move(job), false));
}

}  // namespace engine::operations
