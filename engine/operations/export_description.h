#pragma once

#include <optional>
#include <string>

#include "engine/operations/context.h"
#include "engine/operations/export_filter.h"
#include "engine/operations/job_record.h"

namespace engine::operations {

// Exports and imports are shown straight from their job records; parameters hold the members of
// the request under their API names.
struct ExportDescription {
    JobRecord job;
    std::string tableArn;
    std::string tableId;
    std::string manifestKey;
    std::optional<FilterSpecification> filter;
};

ExportDescription describeExport(JobRecord job);

}  // namespace engine::operations
