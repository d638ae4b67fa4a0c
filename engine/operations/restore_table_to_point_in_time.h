#pragma once

#include <optional>
#include <string>

#include "engine/operations/create_table.h"
#include "engine/operations/restored_table.h"

namespace engine::operations {

struct RestoreTableToPointInTimeInput {
    std::optional<std::string> sourceTableArn;
    std::optional<std::string> sourceTableName;
    std::string targetTableName;
    bool useLatestRestorableTime = false;
    std::optional<Timestamp> restoreDateTime;
    TableOverrides overrides;
};

struct RestoreTableToPointInTimeOutput {
    TableDescription description;
};

}  // namespace engine::operations
