#include "engine/operations/describe_import.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

Result<DescribeImportOutput> describeImport(const Context& context,
                                            const DescribeImportInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    auto job = findJob(**snapshot, jobIdOf(input.importArn));
    if (!job) {
        return std::move(job).error();
    }
    if (!*job || (*job)->kind != JobKind::Import || (*job)->arn != input.importArn) {
        return Error{ErrorKind::ImportNotFound, "Import not found: " + input.importArn, {}};
    }
    return DescribeImportOutput{describeImport(**std::move(job))};
}

}  // namespace engine::operations
