#include "engine/operations/list_backups.h"

#include <algorithm>
#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

constexpr std::int32_t pageMax = 100;

bool passes(const ListBackupsInput& input, const BackupDescription& backup) {
    if (input.tableName &&
        (!backup.table || backup.table->name != schema::tableNameOf(*input.tableName))) {
        return false;
    }
    return (!input.from || backup.createdAt >= *input.from) &&
           (!input.before || backup.createdAt < *input.before) &&
           (!input.exclusiveStartBackupArn || backup.id > jobIdOf(*input.exclusiveStartBackupArn));
}

}  // namespace

Result<ListBackupsOutput> listBackups(const Context& context, const ListBackupsInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    std::vector<BackupDescription> backups;
    const bool all = input.type == BackupTypeFilter::All;
    if (all || input.type == BackupTypeFilter::User) {
        const auto jobs = listJobs(**snapshot, [](const JobRecord& job) {
            return job.kind == JobKind::Backup && job.status != JobStatus::Failed &&
                   job.status != JobStatus::Cancelled;
        });
        if (!jobs) {
            return jobs.error();
        }
        for (const auto& job : *jobs) {
            backups.push_back(describeBackup(job));
        }
    }
    if (all || input.type == BackupTypeFilter::System) {
        for (auto& system : systemBackups(context, **snapshot)) {
            backups.push_back(std::move(system.description));
        }
    }
    std::erase_if(backups, [&](const auto& backup) { return !passes(input, backup); });
    std::sort(backups.begin(), backups.end(),
              [](const auto& left, const auto& right) { return left.id < right.id; });
    ListBackupsOutput output;
    const auto limit = static_cast<std::size_t>(input.limit.value_or(pageMax));
    if (backups.size() > limit) {
        backups.resize(limit);
        output.lastEvaluatedBackupArn = backups.back().arn;
    }
    output.backups = std::move(backups);
    return output;
}

}  // namespace engine::operations
