#pragma once

#include <string>

#include "engine/operations/continuous_backups.h"

namespace engine::operations {

struct DescribeContinuousBackupsInput {
    std::string tableName;
};

struct DescribeContinuousBackupsOutput {
    ContinuousBackupsDescription description;
};

}  // namespace engine::operations
