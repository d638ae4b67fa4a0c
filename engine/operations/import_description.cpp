#include "engine/operations/import_description.h"

#include <utility>

#include "engine/operations/job_store.h"

namespace engine::operations {

ImportDescription describeImport(JobRecord job) {
    ImportDescription description;
    description.tableArn = job.arn.substr(0, job.arn.rfind("/import/"));
    description.table = keptTable(job);
    description.csvHeader = splitHeader(parameter(job, "CsvHeaderList"));
    description.job = std::move(job);
    return description;
}

std::string joinHeader(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : "\n") + name;
    }
    return text;
}

std::vector<std::string> splitHeader(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const auto end = text.find('\n');
        names.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return names;
}

}  // namespace engine::operations
