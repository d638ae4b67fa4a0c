#include "engine/storage/commit_sink.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "engine/storage/dropped_tables.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/upkeep.h"

namespace engine::storage {
namespace {

constexpr std::chrono::milliseconds flushInterval(100);
// What dropped tables may hold before their history is given up early.
constexpr std::uint64_t droppedBytesMax = std::uint64_t{5} << 30U;
constexpr std::uint64_t memoryLogBytesMax = std::uint64_t{256} << 20U;
constexpr std::int64_t clockJump = std::int64_t{24} * 3600 * 1000;

// Flushes the log while there is something new in it.
class IntervalFlusher final {
public:
    explicit IntervalFlusher(ChangeLog& log) : m_log(log), m_thread([this] { run(); }) {}

    ~IntervalFlusher() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    void noteAppend() {
        const std::lock_guard lock(m_mutex);
        m_unflushed = true;
    }

    std::optional<Error> failure() {
        const std::lock_guard lock(m_mutex);
        return m_failed;
    }

private:
    void run() {
        std::unique_lock lock(m_mutex);
        while (!m_stopping || m_unflushed) {
            m_changed.wait_for(lock, flushInterval, [this] { return m_stopping; });
            if (!std::exchange(m_unflushed, false)) {
                continue;
            }
            lock.unlock();
            auto flushed = m_log.flush();
            lock.lock();
            if (!flushed) {
                m_failed = std::move(flushed).error();
            }
        }
    }

    ChangeLog& m_log;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_unflushed = false;
    bool m_stopping = false;
    std::optional<Error> m_failed;
    std::thread m_thread;
};

class LogCommitSink final : public CommitSink {
public:
    LogCommitSink(Recovered& recovered, const DatabaseOptions& options, std::function<void()> wake)
        : m_environment(*recovered.environment),
          m_log(*recovered.log),
          m_checkpoints(*recovered.checkpoints),
          m_clock(*options.clock),
          m_durability(options.durability),
          m_retention(options.retention),
          m_policy(options.checkpoints),
          m_seams(options.seams),
          m_position(recovered.position),
          m_applied(m_position.last),
          m_checkpoint(recovered.checkpoint.number),
          m_checkpointed(recovered.checkpoint.position.last),
          m_pin(std::move(recovered.pin)),
          m_dropped(keepsNothing() ? 0 : droppedBytesMax,
                    [this](schema::TableNumber table) { return bytesOf(table); }),
          m_wallAtStart(m_clock.now()),
          m_steadyAtStart(m_clock.steadyNow()),
          m_upkeep(m_environment.handle(), m_log, m_checkpoints, std::move(wake)) {
        if (m_seams.noPin) {
            m_pin = Pin();
        }
        if (m_durability == Durability::Memory) {
            m_retention.bytes = std::min(m_retention.bytes, memoryLogBytesMax);
        }
        if (m_durability == Durability::Interval) {
            m_flusher.emplace(m_log);
        }
        // After an unclean end: the sooner the next start has less to replay the better.
        m_isDue = m_position.last != m_checkpointed;
        m_upkeep.tidyLog(std::nullopt, m_checkpointed);
    }

    ~LogCommitSink() override {
        m_flusher.reset();
        if (!m_failed && m_durability != Durability::Memory && m_applied == m_position.last) {
            finishCheckpoint();
        }
        if (m_probe != nullptr) {
            mdb_txn_abort(m_probe);
        }
    }

    GroupPosition next() override {
        return {m_position.last, std::max(m_position.time, m_clock.now())};
    }

    Result<void> log(GroupRecords& records) override {
        if (auto appended = append(records); !appended) {
            m_failed = true;
            return stopped(std::move(appended).error());
        }
        m_position = {records.last(), records.time()};
        m_bytesSince += records.frame().size();
        return {};
    }

    void noteCommit() override {
        m_applied = m_position.last;
        m_upkeep.noteCommit();
        countFreedPages();
    }

    Result<void> tend() override {
        auto written = m_upkeep.takeWritten();
        if (!written) {
            m_failed = true;
            return std::move(written).error();
        }
        if (*written) {
            if (auto done = endCheckpoint(); !done) {
                m_failed = true;
                return done;
            }
        }
        if (m_durability == Durability::Memory || m_pending) {
            return m_durability == Durability::Memory ? tendMemory() : Result<void>();
        }
        const bool hasChanges = m_position.last != m_checkpointed;
        const bool isDue = m_isDue || m_bytesSince >= m_policy.logBytes ||
                           m_freedPages >= m_policy.freedPages ||
                           (hasChanges && m_upkeep.isQuiet());
        return isDue && hasChanges ? beginCheckpoint() : Result<void>();
    }

    std::vector<schema::TableNumber> expired(const CatalogSnapshot& catalog) override {
        return m_dropped.expired(catalog, m_log.first());
    }

private:
    // What stops the writing for good says what to do.
    Error stopped(Error error) const {
        return error.kind == ErrorKind::DiskFull
                   ? lmdbError(ENOSPC, "write to", m_environment.directory())
                   : std::move(error);
    }

    Result<void> append(GroupRecords& records) {
        if (m_flusher) {
            if (auto failure = m_flusher->failure()) {
                return *std::move(failure);
            }
        }
        std::string& frame = records.frame();
        if (m_log.isFull()) {
            if (auto rotated = m_log.rotate(); !rotated) {
                return rotated;
            }
        }
        const auto span = groupSpanOf(std::string_view(frame).substr(frameHeadBytes));
        if (auto appended = m_log.append(frame, span); !appended) {
            return appended;
        }
        auto flushed = flushLog();
        if (flushed) {
            m_log.acknowledge();
        }
        return flushed;
    }

    Result<void> flushLog() {
        if (m_durability == Durability::Full) {
            return m_log.flush();
        }
        if (m_flusher) {
            m_flusher->noteAppend();
        }
        return {};
    }

    // The first word of the freelist's record of a transaction is the number of pages that it
    // freed. A damaged file is found elsewhere: here nothing is counted then.
    void countFreedPages() {
        const bool isRead = m_probe == nullptr ? mdb_txn_begin(m_environment.handle(), nullptr,
                                                               MDB_RDONLY, &m_probe) == 0
                                               : mdb_txn_renew(m_probe) == 0;
        if (!isRead) {
            return;
        }
        MDB_cursor* cursor = nullptr;
        constexpr MDB_dbi freeTree = 0;
        if (mdb_cursor_open(m_probe, freeTree, &cursor) == 0) {
            std::size_t transaction = mdb_txn_id(m_probe);
            MDB_val key{sizeof(transaction), &transaction};
            MDB_val value{};
            if (mdb_cursor_get(cursor, &key, &value, MDB_SET) == 0 &&
                value.mv_size >= sizeof(std::size_t)) {
                m_freedPages += *static_cast<const std::size_t*>(value.mv_data);
            }
            mdb_cursor_close(cursor);
        }
        mdb_txn_reset(m_probe);
    }

    Result<void> beginCheckpoint() {
        auto pin = Pin::make(m_environment.handle());
        if (!pin) {
            return std::move(pin).error();
        }
        auto page = readMetaPage(m_environment.handle(), pin->transaction());
        if (!page) {
            return std::move(page).error();
        }
        Checkpoint checkpoint{m_checkpoint + 1, m_position, pin->transaction(), *std::move(page)};
        m_nextPin = m_seams.noPin ? Pin() : *std::move(pin);
        m_pending = m_position.last;
        m_isDue = false;
        m_bytesSince = 0;
        m_freedPages = 0;
        m_upkeep.write(std::move(checkpoint));
        return {};
    }

    // The log tells of it before the old pages may be reused.
    Result<void> endCheckpoint() {
        std::string frame = makeCheckpointFrame(m_checkpoint + 1);
        if (auto appended = m_log.append(frame, std::nullopt); !appended) {
            return appended;
        }
        if (auto flushed = m_log.flush(); !flushed) {
            return flushed;
        }
        m_pin = std::exchange(m_nextPin, Pin());
        ++m_checkpoint;
        m_checkpointed = *std::exchange(m_pending, std::nullopt);
        m_upkeep.tidyLog(retentionNow(), m_checkpointed);
        return {};
    }

    // A clock that was set far ahead must not make the history look old.
    std::optional<Retention> retentionNow() const {
        const auto wall = m_clock.now().milliseconds - m_wallAtStart.milliseconds;
        const auto steady = std::chrono::duration_cast<std::chrono::milliseconds>(
                                m_clock.steadyNow() - m_steadyAtStart)
                                .count();
        return wall - steady > clockJump ? std::nullopt : std::optional(m_retention);
    }

    // Nothing to recover from, so there are no checkpoints and no page needs to stay.
    Result<void> tendMemory() {
        m_pin = Pin();
        if (m_bytesSince >= m_policy.logBytes) {
            m_bytesSince = 0;
            m_upkeep.tidyLog(m_retention, m_position.last);
        }
        return {};
    }

    // At the end: the next start has nothing to replay. What fails here is replayed.
    void finishCheckpoint() {
        if (m_pending) {
            m_upkeep.waitWritten();
            const auto written = m_upkeep.takeWritten();
            if (!written || !*written || !endCheckpoint()) {
                return;
            }
        }
        if (m_position.last == m_checkpointed || m_log.flush().hasValue() == false ||
            mdb_env_sync(m_environment.handle(), 1) != 0) {
            return;
        }
        const auto pin = Pin::make(m_environment.handle());
        if (!pin) {
            return;
        }
        auto page = readMetaPage(m_environment.handle(), pin->transaction());
        if (!page) {
            return;
        }
        const Checkpoint last{m_checkpoint + 1, m_position, pin->transaction(), *std::move(page)};
        const auto written = m_checkpoints.write(last);
        static_cast<void>(written);
    }

    bool keepsNothing() const {
        return m_durability == Durability::Memory || m_retention.bytes == 0;
    }

    std::uint64_t bytesOf(schema::TableNumber table) {
        const auto snapshot = Snapshot::begin(m_environment);
        const auto counts =
            snapshot ? readCounts(*snapshot, table, 0) : Result<TableCounts>(snapshot.error());
        return counts ? counts->bytes : 0;
    }

    Environment& m_environment;
    ChangeLog& m_log;
    CheckpointFile& m_checkpoints;
    Clock& m_clock;
    Durability m_durability;
    Retention m_retention;
    CheckpointPolicy m_policy;
    FaultSeams m_seams;

    GroupPosition m_position;
    Sequence m_applied;  // the last record that is in the trees
    bool m_failed = false;

    std::uint64_t m_checkpoint;  // number of the durable one
    Sequence m_checkpointed;     // the last record that it has
    Pin m_pin;
    Pin m_nextPin;
    std::optional<Sequence> m_pending;  // of the checkpoint that is being made durable
    bool m_isDue = false;
    std::uint64_t m_bytesSince = 0;
    std::uint64_t m_freedPages = 0;
    MDB_txn* m_probe = nullptr;
    DroppedTables m_dropped;

    Timestamp m_wallAtStart;
    std::chrono::steady_clock::time_point m_steadyAtStart;
    Upkeep m_upkeep;
    std::optional<IntervalFlusher> m_flusher;
};

}  // namespace

std::unique_ptr<CommitSink> makeLogCommitSink(Recovered& recovered, const DatabaseOptions& options,
                                              std::function<void()> wake) {
    return std::make_unique<LogCommitSink>(recovered, options, std::move(wake));
}

}  // namespace engine::storage
