#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/job_record.h"

namespace engine::operations {

struct ImportDescription {
    JobRecord job;  // parameters under the API's names
    std::string tableArn;
    std::shared_ptr<const schema::Table> table;  // as it was asked for
    std::vector<std::string> csvHeader;
};

ImportDescription describeImport(JobRecord job);

// CsvOptions.HeaderList as one parameter: names have no line breaks.
std::string joinHeader(const std::vector<std::string>& names);
std::vector<std::string> splitHeader(std::string_view text);

}  // namespace engine::operations
