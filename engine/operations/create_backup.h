#pragma once

#include <string>

#include "engine/operations/backup_description.h"

namespace engine::operations {

struct CreateBackupInput {
    std::string tableName;
    std::string backupName;
};

struct CreateBackupOutput {
    BackupDescription backup;
};

}  // namespace engine::operations
