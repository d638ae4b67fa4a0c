#include "engine/operations/describe_export.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

Result<DescribeExportOutput> describeExport(const Context& context,
                                            const DescribeExportInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    auto job = findJob(**snapshot, jobIdOf(input.exportArn));
    if (!job) {
        return std::move(job).error();
    }
    if (!*job || (*job)->kind != JobKind::Export || (*job)->arn != input.exportArn) {
        return Error{ErrorKind::ExportNotFound, "Export not found: " + input.exportArn, {}};
    }
    return DescribeExportOutput{describeExport(**std::move(job))};
}

}  // namespace engine::operations
