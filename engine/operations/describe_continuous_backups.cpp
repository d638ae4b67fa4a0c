#include "engine/operations/describe_continuous_backups.h"

#include "engine/operations/handlers.h"

namespace engine::operations {

Result<DescribeContinuousBackupsOutput> describeContinuousBackups(
    const Context& context, const DescribeContinuousBackupsInput& input) {
    const auto name = schema::tableNameOf(input.tableName);
    const auto table = context.database.catalog()->find(name);
    if (!table) {
        return backupTableNotFound(name);
    }
    return DescribeContinuousBackupsOutput{describeRecovery(context, *table)};
}

}  // namespace engine::operations
