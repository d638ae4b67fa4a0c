#pragma once

#include <string>

#include "engine/operations/backup_description.h"

namespace engine::operations {

struct DeleteBackupInput {
    std::string backupArn;
};

struct DeleteBackupOutput {
    BackupDescription backup;
};

}  // namespace engine::operations
