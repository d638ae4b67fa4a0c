#pragma once

#include "engine/jobs/job_task.h"

namespace engine::jobs {

// Deletes the records of exports and imports that ended longer ago than they are listed
// (operations::jobsListedMilliseconds), and client tokens that no longer answer anything. What
// cannot be deleted now is left for the next time. On the runner's thread, without a read
// transaction open.
void forgetOldJobs(const JobTools& tools);

}  // namespace engine::jobs
