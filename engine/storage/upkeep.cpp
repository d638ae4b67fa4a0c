#include "engine/storage/upkeep.h"

#include <string>
#include <utility>

#include "engine/base/os/files.h"
#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

constexpr std::chrono::seconds quietTime(5);

}  // namespace

Upkeep::Upkeep(MDB_env* environment, ChangeLog& log, CheckpointFile& checkpoints,
               std::function<void()> wake)
    : m_environment(environment),
      m_log(log),
      m_checkpoints(checkpoints),
      m_wake(std::move(wake)),
      m_thread([this] { run(); }) {
}

Upkeep::~Upkeep() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void Upkeep::write(Checkpoint checkpoint) {
    {
        const std::lock_guard lock(m_mutex);
        m_toWrite = std::move(checkpoint);
    }
    m_changed.notify_all();
}

Result<std::optional<std::uint64_t>> Upkeep::takeWritten() {
    const std::lock_guard lock(m_mutex);
    if (m_failed) {
        return *m_failed;
    }
    return std::exchange(m_written, std::nullopt);
}

void Upkeep::waitWritten() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_toWrite && !m_writing; });
}

void Upkeep::tidyLog(std::optional<Retention> retention, Sequence applied) {
    {
        const std::lock_guard lock(m_mutex);
        m_toTidy = Tidying{retention, applied};
    }
    m_changed.notify_all();
}

void Upkeep::noteCommit() {
    const std::lock_guard lock(m_mutex);
    m_lastCommit = std::chrono::steady_clock::now();
    if (!std::exchange(m_committed, true)) {
        m_changed.notify_all();
    }
}

bool Upkeep::isQuiet() {
    const std::lock_guard lock(m_mutex);
    return std::chrono::steady_clock::now() - m_lastCommit >= quietTime;
}

void Upkeep::run() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const auto hasWork = [this] { return m_stopping || m_toWrite || m_toTidy; };
        if (m_committed) {
            m_changed.wait_until(lock, m_lastCommit + quietTime, hasWork);
        } else {
            m_changed.wait(lock, [&] { return hasWork() || m_committed; });
        }
        if (m_stopping) {
            return;
        }
        if (auto checkpoint = std::exchange(m_toWrite, std::nullopt)) {
            m_writing = true;
            lock.unlock();
            auto done = makeDurable(*checkpoint);
            lock.lock();
            m_writing = false;
            m_changed.notify_all();
            if (done) {
                m_written = checkpoint->number;
            } else {
                m_failed = std::move(done).error();
            }
            lock.unlock();
            m_wake();
            lock.lock();
        } else if (const auto tidying = std::exchange(m_toTidy, std::nullopt)) {
            lock.unlock();
            // A segment that cannot be compressed or deleted now is tried again another time.
            const auto done = tidyNow(tidying->retention, tidying->applied);
            static_cast<void>(done);
            lock.lock();
        } else if (m_committed && std::chrono::steady_clock::now() - m_lastCommit >= quietTime) {
            m_committed = false;
            lock.unlock();
            m_wake();
            lock.lock();
        }
    }
}

Result<void> Upkeep::makeDurable(const Checkpoint& checkpoint) {
    // The trees must not know changes that the log could lose.
    if (auto flushed = m_log.flush(); !flushed) {
        return flushed;
    }
    const char* directory = nullptr;
    if (mdb_env_get_path(m_environment, &directory) == 0) {
        os::writeBack(std::string(directory) + "/data.mdb");
    }
    if (const int code = mdb_env_sync(m_environment, 1); code != 0) {
        return lmdbError(code, "flush", "the database");
    }
    return m_checkpoints.write(checkpoint);
}

Result<void> Upkeep::tidyNow(const std::optional<Retention>& retention, Sequence applied) {
    if (retention) {
        if (auto trimmed = m_log.trim(*retention, applied); !trimmed) {
            return trimmed;
        }
        m_wake();  // dropped tables that the log no longer reaches back to are purged
    }
    // One at a time, so that a checkpoint does not wait for all of them.
    const auto sealed = m_log.sealOne();
    if (!sealed) {
        return sealed.error();
    }
    if (*sealed) {
        const std::lock_guard lock(m_mutex);
        if (!m_toTidy) {
            m_toTidy = Tidying{std::nullopt, applied};
        }
    }
    return {};
}

}  // namespace engine::storage
