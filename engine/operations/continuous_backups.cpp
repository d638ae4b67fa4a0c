#include "engine/operations/continuous_backups.h"

#include <string>

namespace engine::operations {

ContinuousBackupsDescription describeRecovery(const Context& context, const schema::Table& table) {
    ContinuousBackupsDescription description;
    if (const auto window = recoveryWindow(context, table)) {
        description.window = *window;
        description.recoveryPeriodDays = table.pointInTimeRecovery->recoveryPeriodDays;
    }
    return description;
}

Error backupTableNotFound(std::string_view nameOrArn) {
    return {ErrorKind::TableNotFound, "Table not found: " + std::string(nameOrArn), {}};
}

}  // namespace engine::operations
