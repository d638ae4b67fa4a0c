#pragma once

#include <memory>

#include "engine/jobs/job_task.h"
#include "engine/operations/engine.h"

namespace engine::jobs {

// Carries out the job records of a database on a thread of its own: restores, backups, exports,
// imports. One step is one transaction that also keeps the job's place, so a job goes on after a
// restart exactly where it was. Several jobs take turns.
class JobRunner final {
public:
    // Begins at once with what an earlier process left. The engine outlives the runner.
    explicit JobRunner(operations::Engine& engine, JobLimits limits = {});
    // Waits for the step under way; the jobs go on when a runner begins again.
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    // Waits until no job is left to do; not on the writer thread.
    void waitUntilIdle();

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace engine::jobs
