#include "engine/operations/describe_backup.h"

#include <utility>

#include "engine/operations/handlers.h"

namespace engine::operations {

Result<DescribeBackupOutput> describeBackup(const Context& context,
                                            const DescribeBackupInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    if (auto system = findSystemBackup(context, **snapshot, input.backupArn)) {
        return DescribeBackupOutput{std::move(system->description)};
    }
    const auto job = findUserBackup(**snapshot, input.backupArn);
    if (!job) {
        return job.error();
    }
    return DescribeBackupOutput{describeBackup(*job)};
}

}  // namespace engine::operations
