#include "engine/storage/commit_sink.h"

#include <chrono>

namespace engine::storage {
namespace {

class LmdbCommitSink : public CommitSink {
public:
    int commit(MDB_txn* transaction) override { return mdb_txn_commit(transaction); }
};

// Flushes in the background while there is something new to flush.
class IntervalCommitSink final : public CommitSink {
public:
    explicit IntervalCommitSink(MDB_env* environment)
        : m_environment(environment), m_thread([this] { run(); }) {}

    ~IntervalCommitSink() override {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    int commit(MDB_txn* transaction) override {
        const int failed = m_failed.load();
        if (failed != 0) {
            mdb_txn_abort(transaction);
            return failed;
        }
        const int code = mdb_txn_commit(transaction);
        if (code == 0) {
            const std::lock_guard lock(m_mutex);
            m_unflushed = true;
        }
        return code;
    }

private:
    void run() {
        constexpr std::chrono::milliseconds interval(100);
        std::unique_lock lock(m_mutex);
        while (!m_stopping || m_unflushed) {
            m_changed.wait_for(lock, interval, [this] { return m_stopping; });
            if (!std::exchange(m_unflushed, false)) {
                continue;
            }
            lock.unlock();
            const int code = mdb_env_sync(m_environment, 1);
            if (code != 0) {
                m_failed.store(code);
            }
            lock.lock();
        }
    }

    MDB_env* m_environment;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_unflushed = false;
    bool m_stopping = false;
    std::atomic<int> m_failed = 0;
    std::thread m_thread;
};

}  // namespace

std::unique_ptr<CommitSink> makeLmdbCommitSink(Environment& environment, Durability durability) {
    if (durability == Durability::Interval) {
        return std::make_unique<IntervalCommitSink>(environment.handle());
    }
    return std::make_unique<LmdbCommitSink>();
}

unsigned environmentFlags(Durability durability) {
    switch (durability) {
        case Durability::Full: return 0;
        case Durability::Interval: return MDB_NOMETASYNC;
        case Durability::Memory: return MDB_NOSYNC;
    }
    return 0;
}

}  // namespace engine::storage
