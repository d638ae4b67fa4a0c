#pragma once

#include <optional>
#include <string>

#include "engine/operations/continuous_backups.h"

namespace engine::operations {

struct UpdateContinuousBackupsInput {
    std::string tableName;
    bool pointInTimeRecoveryEnabled = false;
    std::optional<std::int32_t> recoveryPeriodInDays;  // 1 to 35
};

struct UpdateContinuousBackupsOutput {
    ContinuousBackupsDescription description;
};

}  // namespace engine::operations
