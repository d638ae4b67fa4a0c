#include "engine/operations/export_description.h"

#include <utility>

#include "engine/operations/job_store.h"
#include "engine/transfer/export_folder.h"

namespace engine::operations {

ExportDescription describeExport(JobRecord job) {
    ExportDescription description;
    description.tableArn = job.arn.substr(0, job.arn.rfind("/export/"));
    if (const auto table = keptTable(job)) {
        description.tableId = table->id;
    }
    description.manifestKey =
        transfer::exportKeys(parameter(job, "S3Prefix"), job.id, job.from.has_value())
            .manifestSummary;
    if (job.parameters.contains("FilterSpecification")) {
        if (auto filter = decodeFilter(parameter(job, "FilterSpecification"))) {
            description.filter = *std::move(filter);
        }
    }
    description.job = std::move(job);
    return description;
}

}  // namespace engine::operations
