#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/backup_description.h"

namespace engine::operations {

enum class BackupTypeFilter { User, System, AwsBackup, All };

struct ListBackupsInput {
    std::optional<std::string> tableName;
    std::optional<std::int32_t> limit;
    std::optional<Timestamp> from;    // inclusive
    std::optional<Timestamp> before;  // exclusive
    std::optional<std::string> exclusiveStartBackupArn;
    BackupTypeFilter type = BackupTypeFilter::User;
};

struct ListBackupsOutput {
    std::vector<BackupDescription> backups;  // oldest first
    std::optional<std::string> lastEvaluatedBackupArn;
};

}  // namespace engine::operations
