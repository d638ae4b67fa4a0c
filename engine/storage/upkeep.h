#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/storage/change_log.h"
#include "engine/storage/checkpoint_file.h"

namespace engine::storage {

// The thread that does what the writer must not wait for: flushing the data of a checkpoint,
// compressing closed segments, deleting old ones. Its methods may be called from any thread.
class Upkeep final {
public:
    Upkeep(MDB_env* environment, ChangeLog& log, CheckpointFile& checkpoints,
           std::function<void()> wake);
    ~Upkeep();  // drops what was not begun
    Upkeep(const Upkeep&) = delete;
    Upkeep& operator=(const Upkeep&) = delete;

    // Makes a checkpoint durable: log, data file, checkpoint file, in this order. One at a time.
    void write(Checkpoint checkpoint);
    // The number of the checkpoint that has become durable since the last call, or why it did not.
    Result<std::optional<std::uint64_t>> takeWritten();
    // Waits until no checkpoint is being made durable.
    void waitWritten();
    // Compress closed segments, then delete those that the retention does not ask for.
    void tidyLog(std::optional<Retention> retention, Sequence applied);
    // The writer has committed a group; after five quiet seconds it is woken.
    void noteCommit();
    // Whether there have been five quiet seconds since the last commit.
    bool isQuiet();

private:
    void run();
    Result<void> makeDurable(const Checkpoint& checkpoint);
    Result<void> tidyNow(const std::optional<Retention>& retention, Sequence applied);

    MDB_env* m_environment;
    ChangeLog& m_log;
    CheckpointFile& m_checkpoints;
    std::function<void()> m_wake;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    std::optional<Checkpoint> m_toWrite;
    bool m_writing = false;
    std::optional<std::uint64_t> m_written;
    std::optional<Error> m_failed;
    struct Tidying {
        std::optional<Retention> retention;
        Sequence applied = 0;
    };
    std::optional<Tidying> m_toTidy;
    bool m_committed = false;  // since the last quiet time
    std::chrono::steady_clock::time_point m_lastCommit;
    std::thread m_thread;
};

}  // namespace engine::storage
