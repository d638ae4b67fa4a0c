#include "engine/jobs/old_jobs.h"

#include <vector>

#include "engine/jobs/step_work.h"
#include "engine/operations/job_store.h"

namespace engine::jobs {
namespace {

using operations::JobKind;
using operations::JobRecord;

Result<std::vector<JobRecord>> oldJobs(const JobTools& tools) {
    const auto snapshot = tools.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto oldest = tools.clock.now().milliseconds - operations::jobsListedMilliseconds;
    return operations::listJobs(**snapshot, [&](const JobRecord& job) {
        return (job.kind == JobKind::Export || job.kind == JobKind::Import) &&
               operations::isFinished(job) && job.endedAt && job.endedAt->milliseconds < oldest;
    });
}

}  // namespace

void forgetOldJobs(const JobTools& tools) {
    const auto jobs = oldJobs(tools);
    if (!jobs) {
        return;
    }
    for (const auto& job : *jobs) {
        if (tools.stopping || !commit<ForgetWork>(tools.database, job.id)) {
            return;
        }
    }
}

}  // namespace engine::jobs
