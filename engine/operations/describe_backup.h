#pragma once

#include <string>

#include "engine/operations/backup_description.h"

namespace engine::operations {

struct DescribeBackupInput {
    std::string backupArn;
};

struct DescribeBackupOutput {
    BackupDescription backup;
};

}  // namespace engine::operations
