#include "engine/jobs/job_runner.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "engine/jobs/backup_file.h"
#include "engine/jobs/index_work.h"
#include "engine/jobs/old_jobs.h"
#include "engine/jobs/step_work.h"
#include "engine/operations/job_store.h"

namespace engine::jobs {
namespace {

using operations::JobKind;
using operations::JobRecord;
using operations::JobStatus;

bool isDeletedBackup(const JobRecord& job) {
    return job.kind == JobKind::Backup && job.status == JobStatus::Cancelled;
}

// The sweeper of time to live runs its own kinds.
bool isOurs(const JobRecord& job) {
    switch (job.kind) {
        case JobKind::Restore:
        case JobKind::RestoreFromBackup:
        case JobKind::Backup:
        case JobKind::Export:
        case JobKind::FillIndex:
        case JobKind::ClearIndex:
        case JobKind::Import:
        case JobKind::BulkPut: return !operations::isFinished(job) || isDeletedBackup(job);
        case JobKind::QueueExpiring:
        case JobKind::ClearExpiring: return false;
    }
    return false;
}

std::unique_ptr<JobTask> makeTask(const JobRecord& job, const JobTools& tools) {
    switch (job.kind) {
        case JobKind::Restore: return makeRestoreTask(tools);
        case JobKind::RestoreFromBackup: return makeBackupRestoreTask(tools);
        case JobKind::Backup: return makeBackupTask(tools);
        case JobKind::Export:
            return job.from ? makeIncrementalExportTask(tools) : makeExportTask(tools);
        case JobKind::Import: return makeImportTask(tools);
        case JobKind::BulkPut: return makeBulkPutTask(tools);
        case JobKind::FillIndex:
        case JobKind::ClearIndex:
        case JobKind::QueueExpiring:
        case JobKind::ClearExpiring: break;
    }
    return nullptr;
}

}  // namespace

class JobRunner::Private final : public operations::ChangeListener {
public:
    Private(operations::Engine& engine, const JobLimits& limits)
        : m_engine(engine),
          m_tools{engine.database(),
                  engine.past(),
                  *engine.options().clock,
                  engine.options().region,
                  engine.options().accountId,
                  m_stopping,
                  limits} {
        m_engine.addListener(this);
        m_thread = std::thread([this] { run(); });
    }

    ~Private() override {
        m_engine.removeListener(this);
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    // On the writer thread.
    void tablesChanged() override { wake(); }
    void recordsChanged() override { wake(); }
    void itemsChanged(const std::string&) override {}

    void waitUntilIdle() {
        // The answer to a request may be quicker than the news of its commit.
        wake();
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_isIdle && !m_isWoken; });
    }

private:
    void wake() {
        const std::lock_guard lock(m_mutex);
        m_isWoken = true;
        m_changed.notify_all();
    }

    void run() {
        while (!m_stopping) {
            if (std::exchange(m_mustLook, false)) {
                look();
            }
            if (!stepAll()) {
                forgetOld();
                rest();
            }
            const std::lock_guard lock(m_mutex);
            m_mustLook |= std::exchange(m_isWoken, false);
        }
    }

    // At the start and once in an hour.
    void forgetOld() {
        constexpr std::int64_t pauseMilliseconds = std::int64_t{3600} * 1000;
        const auto now = m_tools.clock.now();
        if (!m_forgotAt || now.milliseconds - m_forgotAt->milliseconds >= pauseMilliseconds) {
            m_forgotAt = now;
            forgetOldJobs(m_tools);
        }
    }

    // Nothing to do until something changes.
    void rest() {
        std::unique_lock lock(m_mutex);
        if (!m_isWoken) {
            m_isIdle = true;
            m_idle.notify_all();
        }
        m_changed.wait(lock, [this] { return m_isWoken || m_stopping; });
        m_isIdle = false;
        m_parked.clear();
    }

    // Finds the jobs that are to be done, and lets go of those that are not.
    void look() {
        auto snapshot = m_tools.database.beginRead();
        if (!snapshot) {
            return;
        }
        const auto jobs = operations::listJobs(**snapshot, isOurs);
        if (!jobs) {
            return;
        }
        std::map<std::string, std::unique_ptr<JobTask>> tasks;
        for (const auto& job : *jobs) {
            auto& task = tasks[job.id];
            const auto running = m_tasks.find(job.id);
            if (running != m_tasks.end()) {
                task = std::move(running->second);
            }
        }
        m_tasks = std::move(tasks);
    }

    // One step of each job; false when there was none to do.
    bool stepAll() {
        bool worked = false;
        for (auto entry = m_tasks.begin(); entry != m_tasks.end() && !m_stopping;) {
            if (m_parked.contains(entry->first)) {
                ++entry;
                continue;
            }
            worked = true;
            const bool goesOn = step(entry->first, entry->second);
            entry = goesOn ? std::next(entry) : m_tasks.erase(entry);
        }
        return worked;
    }

    Result<std::optional<JobRecord>> currentRecord(const std::string& id) {
        const auto snapshot = m_tools.database.beginRead();
        if (!snapshot) {
            return snapshot.error();
        }
        return operations::findJob(**snapshot, id);
    }

    // False when the job is over.
    bool step(const std::string& id, std::unique_ptr<JobTask>& task) {
        auto record = currentRecord(id);
        if (!record) {
            m_parked.insert(id);
            return true;
        }
        if (!*record || !isOurs(**record)) {
            return false;
        }
        JobRecord job = **std::move(record);
        if (isDeletedBackup(job)) {
            return forget(job);
        }
        if (isIndexJob(job)) {
            return stepIndex(id);
        }
        if (!task) {
            task = makeTask(job, m_tools);
        }
        if (job.status == JobStatus::Waiting) {
            job.status = JobStatus::Running;
            job.startedAt = m_tools.clock.now();
        }
        auto next = task->next(job);
        if (!next) {
            return m_stopping || end(std::move(job), next.error());
        }
        const bool isOver = operations::isFinished(next->job);
        if (isOver) {
            next->job.endedAt = m_tools.clock.now();
        }
        const auto committed = commit<StepWork>(m_tools.database, *std::move(next));
        if (!committed) {
            return end(std::move(job), committed.error());
        }
        return !isOver;
    }

    bool stepIndex(const std::string& id) {
        bool isOver = false;
        const auto done = commit<IndexWork>(m_tools.database,
                                            IndexStep{id, m_tools.limits.itemsPerStep, &isOver});
        if (!done) {
            m_parked.insert(id);
        }
        return !isOver;
    }

    // A job that cannot go on. When even that cannot be written, it waits for a change.
    bool end(JobRecord job, const Error& error) {
        const bool isCancelled = error.kind == ErrorKind::Cancelled;
        job.status = isCancelled ? JobStatus::Cancelled : JobStatus::Failed;
        if (!isCancelled) {
            job.failureCode = errorKindName(error.kind);
            job.failureMessage = error.message;
        }
        job.endedAt = m_tools.clock.now();
        if (job.kind == JobKind::Backup) {
            // A file that cannot be removed now is only a waste of space.
            static_cast<void>(removeBackup(m_tools.database.directory(), job.id));
        }
        const std::string id = job.id;
        const auto committed = commit<StepWork>(m_tools.database, JobStep{std::move(job), {}});
        if (!committed && committed.error().kind != ErrorKind::Cancelled) {
            m_parked.insert(id);
            return true;
        }
        return false;
    }

    bool forget(const JobRecord& job) {
        const auto removed = removeBackup(m_tools.database.directory(), job.id);
        if (!removed || !commit<ForgetWork>(m_tools.database, job.id)) {
            m_parked.insert(job.id);
            return true;
        }
        return false;
    }

    operations::Engine& m_engine;
    std::atomic<bool> m_stopping = false;
    JobTools m_tools;
    std::map<std::string, std::unique_ptr<JobTask>> m_tasks;
    std::set<std::string> m_parked;  // failed to write; tried again after the next change
    bool m_mustLook = true;
    std::optional<Timestamp> m_forgotAt;
    std::mutex m_mutex;  // guards the two below
    bool m_isWoken = false;
    bool m_isIdle = false;
    std::condition_variable m_changed;
    std::condition_variable m_idle;
    std::thread m_thread;
};

JobRunner::JobRunner(operations::Engine& engine, JobLimits limits)
    : d(std::make_unique<Private>(engine, limits)) {
}

JobRunner::~JobRunner() = default;

void JobRunner::waitUntilIdle() {
    d->waitUntilIdle();
}

}  // namespace engine::jobs
