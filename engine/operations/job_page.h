#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/job_record.h"

// Pages of ListExports and ListImports.
namespace engine::operations {

struct JobPageRequest {
    JobKind kind = JobKind::Export;
    std::optional<std::string> tableArn;  // jobs of this table only; name or ARN
    std::optional<std::int32_t> limit;    // 1 to 25
    std::optional<std::string> nextToken;
};

struct JobPage {
    std::vector<JobRecord> jobs;  // oldest first, of the last 90 days
    std::optional<std::string> nextToken;
};

// Validation for a token that was not made here.
Result<JobPage> listJobPage(const Context& context, const JobPageRequest& request);

}  // namespace engine::operations
