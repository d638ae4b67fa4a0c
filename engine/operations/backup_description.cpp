#include "engine/operations/backup_description.h"

#include <algorithm>
#include <utility>

#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

constexpr std::int64_t systemBackupMilliseconds = std::int64_t{35} * 24 * 3600 * 1000;

bool isShown(const JobRecord& job) {
    return job.kind == JobKind::Backup && job.status != JobStatus::Failed &&
           job.status != JobStatus::Cancelled;
}

// The same for the same table whenever it is asked for: the first digits of its id stand for
// the random ones.
std::string systemBackupId(const storage::DroppedTable& dropped) {
    constexpr std::size_t digits = 14;
    std::string id = std::to_string(dropped.droppedAt.milliseconds);
    id.insert(0, digits - std::min(digits, id.size()), '0');
    return id + "-" + dropped.table->id.substr(0, 8);
}

SystemBackup describe(const Context& context, storage::ReadTransaction& snapshot,
                      const storage::DroppedTable& dropped) {
    SystemBackup backup;
    backup.droppedBy = dropped.droppedBy;
    auto& description = backup.description;
    description.id = systemBackupId(dropped);
    description.arn = backupArn(context, dropped.table->name, description.id);
    description.name = dropped.table->name + "$DeletedTableBackup";
    description.status = BackupStatus::Available;
    description.type = BackupType::System;
    description.createdAt = dropped.droppedAt;
    description.expiresAt = Timestamp{dropped.droppedAt.milliseconds + systemBackupMilliseconds};
    description.table = dropped.table;
    description.tableArn = schema::tableArn(context.region, context.accountId, dropped.table->name);
    if (const auto counts = snapshot.counts(dropped.table->number, 0)) {
        description.itemCount = counts->items;
        description.tableSizeBytes = counts->bytes;
        description.sizeBytes = counts->bytes;
    }
    return backup;
}

}  // namespace

std::string backupArn(const Context& context, std::string_view tableName, std::string_view id) {
    return schema::tableArn(context.region, context.accountId, tableName) + "/backup/" +
           std::string(id);
}

BackupDescription describeBackup(const JobRecord& job) {
    BackupDescription description;
    description.id = job.id;
    description.arn = job.arn;
    description.name = parameter(job, "BackupName");
    description.status = job.status == JobStatus::Completed   ? BackupStatus::Available
                         : job.status == JobStatus::Cancelled ? BackupStatus::Deleted
                                                              : BackupStatus::Creating;
    description.createdAt = job.createdAt;
    description.sizeBytes = job.bytesTotal;
    description.table = keptTable(job);
    description.tableArn = job.arn.substr(0, job.arn.rfind("/backup/"));
    description.itemCount = job.itemsTotal;
    description.tableSizeBytes = job.bytesTotal;
    return description;
}

std::vector<SystemBackup> systemBackups(const Context& context,
                                        storage::ReadTransaction& snapshot) {
    std::vector<SystemBackup> backups;
    for (const auto& dropped : context.database.catalog()->droppedTables()) {
        if (dropped.table->pointInTimeRecovery) {
            backups.push_back(describe(context, snapshot, dropped));
        }
    }
    std::sort(backups.begin(), backups.end(), [](const auto& left, const auto& right) {
        return left.description.id < right.description.id;
    });
    return backups;
}

Result<JobRecord> findUserBackup(storage::ReadTransaction& snapshot, std::string_view arn) {
    auto job = findJob(snapshot, jobIdOf(arn));
    if (!job) {
        return std::move(job).error();
    }
    if (!*job || !isShown(**job) || (*job)->arn != arn) {
        return backupNotFound(arn);
    }
    return **std::move(job);
}

std::optional<SystemBackup> findSystemBackup(const Context& context,
                                             storage::ReadTransaction& snapshot,
                                             std::string_view arn) {
    for (auto& backup : systemBackups(context, snapshot)) {
        if (backup.description.arn == arn) {
            return std::move(backup);
        }
    }
    return std::nullopt;
}

Error backupNotFound(std::string_view arn) {
    return {ErrorKind::BackupNotFound, "Backup not found: " + std::string(arn), {}};
}

Error backupInUse() {
    return {ErrorKind::BackupInUse,
            "There is another ongoing conflicting backup control plane operation on the table. "
            "The backup is either being created, deleted or restored to a table.",
            {}};
}

}  // namespace engine::operations
