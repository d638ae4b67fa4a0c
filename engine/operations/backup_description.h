#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/job_record.h"

// Backups as their operations show them. A backup of the user is a job record and, once it is
// complete, a file; one of the system is a dropped table whose history is still held.
namespace engine::operations {

enum class BackupStatus { Creating, Deleted, Available };
enum class BackupType { User, System };

struct BackupDescription {
    std::string id;  // last part of the ARN; ids sort by age
    std::string arn;
    std::string name;
    BackupStatus status = BackupStatus::Creating;
    BackupType type = BackupType::User;
    Timestamp createdAt;
    std::optional<Timestamp> expiresAt;
    std::uint64_t sizeBytes = 0;
    // The table as it was then.
    std::shared_ptr<const schema::Table> table;
    std::string tableArn;
    std::uint64_t itemCount = 0;
    std::uint64_t tableSizeBytes = 0;
};

// A system backup with what a restore of it needs.
struct SystemBackup {
    BackupDescription description;
    storage::Sequence droppedBy = 0;
};

BackupDescription describeBackup(const JobRecord& job);
// Of the dropped tables that had point-in-time recovery; by id.
std::vector<SystemBackup> systemBackups(const Context& context, storage::ReadTransaction& snapshot);

// A backup that was deleted or has failed is not found.
Result<JobRecord> findUserBackup(storage::ReadTransaction& snapshot, std::string_view arn);
std::optional<SystemBackup> findSystemBackup(const Context& context,
                                             storage::ReadTransaction& snapshot,
                                             std::string_view arn);

Error backupNotFound(std::string_view arn);
Error backupInUse();

std::string backupArn(const Context& context, std::string_view tableName, std::string_view id);

}  // namespace engine::operations
