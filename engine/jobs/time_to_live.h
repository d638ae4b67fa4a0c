#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/jobs/clock_watch.h"
#include "engine/operations/engine.h"
#include "engine/operations/job_record.h"

// Deletes items whose time to live has passed (facts/streams-backup-pitr.md section 3).
namespace engine::jobs {

// One pass over the database; no thread of its own. Not thread-safe.
class TimeToLiveSweep final {
public:
    TimeToLiveSweep(storage::Database& database, Clock& clock);

    struct Report {
        std::uint64_t deleted = 0;
        std::uint64_t steps = 0;  // of queueing and forgetting items
        bool isPaused = false;    // the clock has jumped and nobody has said that it is right
    };
    // First the jobs that enabling and disabling have left, so that the queues are right, then what
    // has expired. Each step is a transaction of its own; `stop` ends the pass between two of them.
    Result<Report> run(const std::atomic<bool>& stop);

private:
    Result<void> runJobs(const std::atomic<bool>& stop, Report& report);
    Result<void> runJob(operations::JobRecord job, const std::atomic<bool>& stop, Report& report);
    Result<bool> checkClock();
    Result<void> sweepTable(schema::TableNumber table, Timestamp now, const std::atomic<bool>& stop,
                            Report& report);

    storage::Database& m_database;
    Clock& m_clock;
    ClockWatch m_watch;
};

// Runs a pass when something calls for it, and every few seconds. Its thread lives from the
// constructor to the destructor; a pass that fails is tried again with the next one.
class TimeToLiveSweeper final : private operations::ChangeListener {
public:
    explicit TimeToLiveSweeper(operations::Engine& engine);
    ~TimeToLiveSweeper() override;
    TimeToLiveSweeper(const TimeToLiveSweeper&) = delete;
    TimeToLiveSweeper& operator=(const TimeToLiveSweeper&) = delete;

private:
    void tablesChanged() override {}
    void itemsChanged(const std::string&) override {}
    void recordsChanged() override;
    void loop();

    operations::Engine& m_engine;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isWoken = false;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

}  // namespace engine::jobs
