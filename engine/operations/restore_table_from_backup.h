#pragma once

#include <string>

#include "engine/operations/create_table.h"
#include "engine/operations/restored_table.h"

namespace engine::operations {

struct RestoreTableFromBackupInput {
    std::string targetTableName;
    std::string backupArn;
    TableOverrides overrides;
};

struct RestoreTableFromBackupOutput {
    TableDescription description;
};

}  // namespace engine::operations
