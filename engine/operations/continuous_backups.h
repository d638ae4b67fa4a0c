#pragma once

#include <optional>
#include <string_view>

#include "engine/operations/recovery_window.h"

namespace engine::operations {

struct ContinuousBackupsDescription {
    std::optional<RecoveryWindow> window;  // nullopt: point-in-time recovery is disabled
    int recoveryPeriodDays = 0;
};
ContinuousBackupsDescription describeRecovery(const Context& context, const schema::Table& table);

// "Table not found: <name>", of this group of operations.
Error backupTableNotFound(std::string_view nameOrArn);

}  // namespace engine::operations
