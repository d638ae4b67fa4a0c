#include "engine/jobs/time_to_live.h"

#include <chrono>
#include <functional>
#include <future>
#include <utility>
#include <vector>

#include "engine/operations/confirm_clock.h"
#include "engine/operations/index_maintenance.h"
#include "engine/operations/job_store.h"

namespace engine::jobs {

namespace {

using operations::JobKind;
using operations::JobRecord;
using storage::RecordKind;

constexpr auto pause = std::chrono::seconds(10);
constexpr std::size_t deletesPerStep = 500;
constexpr std::size_t bytesPerStep = std::size_t{4} << 20U;
constexpr std::size_t queuedPerStep = 5'000;
constexpr std::int64_t oldestSeconds = std::int64_t{5} * 365 * 24 * 3600;

// A function as work for the writer; the caller waits.
class Step final : public storage::WriteWork {
public:
    using Body = std::function<Result<void>(storage::WriteTransaction&)>;
    Step(Body body, std::shared_ptr<std::promise<Result<void>>> done, storage::ChangeOrigin origin)
        : m_body(std::move(body)), m_done(std::move(done)), m_origin(origin) {}
    Result<void> apply(storage::WriteTransaction& transaction) override {
        return m_body(transaction);
    }
    void finished(Result<void> outcome) override { m_done->set_value(std::move(outcome)); }
    storage::ChangeOrigin origin() const override { return m_origin; }

private:
    Body m_body;
    // Shared: the caller may go on while set_value() has not returned yet.
    std::shared_ptr<std::promise<Result<void>>> m_done;
    storage::ChangeOrigin m_origin;
};

Result<void> write(storage::Database& database, storage::ChangeOrigin origin, Step::Body body) {
    auto done = std::make_shared<std::promise<Result<void>>>();
    auto outcome = done->get_future();
    database.submit(std::make_unique<Step>(std::move(body), std::move(done), origin));
    return outcome.get();
}

// Seconds between which an item expires that is to be deleted at `now`.
struct Due {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

Due dueAt(Timestamp now) {
    const std::int64_t second = now.milliseconds / 1000;
    return {second - oldestSeconds, second};
}

bool isDue(const schema::Table& table, values::ItemView item, const Due& due) {
    const auto value = item.find(table.timeToLive->attributeName);
    if (!value || value->type() != values::AttributeType::N) {
        return false;
    }
    const auto second = value->number().truncated();
    return second && *second >= due.from && *second <= due.to;
}

struct PlannedDelete {
    const schema::PrimaryKey* key = nullptr;
    std::vector<operations::IndexWork> indexWork;
};

// Deletes those of the items that are still due; what they were is looked at before anything
// changes. `deleted` is the number of the last call.
Result<void> deleteDue(storage::WriteTransaction& transaction, schema::TableNumber number,
                       const std::vector<storage::ExpiringItem>& items, const Due& due,
                       std::uint64_t& deleted) {
    deleted = 0;
    const auto table = transaction.findTable(number);
    if (!table || !table->timeToLive) {
        return {};
    }
    std::vector<PlannedDelete> plan;
    std::size_t bytes = 0;
    for (const auto& item : items) {
        const auto stored = transaction.getItem(number, item.key);
        if (!stored) {
            return stored.error();
        }
        if (!*stored || !isDue(*table, **stored, due)) {
            continue;
        }
        plan.push_back({&item.key, operations::planIndexWork(*table, {*stored, std::nullopt})});
        bytes += (*stored)->bytes().size();
        if (bytes >= bytesPerStep) {
            break;
        }
    }
    for (const auto& planned : plan) {
        if (auto done = transaction.deleteItem(number, *planned.key); !done) {
            return done;
        }
        if (auto done = operations::applyIndexWork(transaction, *table, planned.indexWork); !done) {
            return done;
        }
    }
    deleted = plan.size();
    return {};
}

// One step of a job, with its place in the same transaction. The record goes when the job is done,
// or when its table went or was switched the other way, which has a job of its own.
Result<void> stepJob(storage::WriteTransaction& transaction, const std::string& id, bool& isDone) {
    isDone = true;
    const auto record = transaction.getRecord(RecordKind::Job, id);
    if (!record) {
        return record.error();
    }
    if (!*record) {
        return {};
    }
    auto job = operations::decodeJob(**record);
    if (!job) {
        return job.error();
    }
    const auto table = transaction.findTable(job->targetTable);
    if (table && job->kind == JobKind::ClearExpiring) {
        const auto isClear = transaction.clearExpiring(job->targetTable, queuedPerStep);
        if (!isClear) {
            return isClear.error();
        }
        isDone = *isClear;
    }
    if (table && table->timeToLive && job->kind == JobKind::QueueExpiring) {
        const auto next = transaction.queueExpiring(job->targetTable,
                                                    operations::keyIn(job->cursor), queuedPerStep);
        if (!next) {
            return next.error();
        }
        isDone = !next->has_value();
        job->cursor = *next ? operations::cursorOf(**next) : std::string();
    }
    return isDone ? transaction.deleteRecord(RecordKind::Job, id)
                  : transaction.putRecord(RecordKind::Job, id, operations::encodeJob(*job));
}

}  // namespace

TimeToLiveSweep::TimeToLiveSweep(storage::Database& database, Clock& clock)
    : m_database(database), m_clock(clock), m_watch(clock) {
}

Result<TimeToLiveSweep::Report> TimeToLiveSweep::run(const std::atomic<bool>& stop) {
    Report report;
    if (auto done = runJobs(stop, report); !done) {
        return std::move(done).error();
    }
    // Taken before the clock is checked, so that a later jump does not count.
    const auto now = m_clock.now();
    const auto isPaused = checkClock();
    if (!isPaused) {
        return isPaused.error();
    }
    report.isPaused = *isPaused;
    const auto catalog = m_database.catalog();
    for (const auto& table : catalog->tables()) {
        if (!table->timeToLive || report.isPaused || stop) {
            continue;
        }
        if (auto done = sweepTable(table->number, now, stop, report); !done) {
            return std::move(done).error();
        }
    }
    return report;
}

// In the order of their ids, which is that of the requests.
Result<void> TimeToLiveSweep::runJobs(const std::atomic<bool>& stop, Report& report) {
    constexpr std::size_t recordsPerPage = 100;
    std::string after;
    while (!stop) {
        auto snapshot = m_database.beginRead();
        if (!snapshot) {
            return std::move(snapshot).error();
        }
        const auto records = (*snapshot)->listRecords(RecordKind::Job, after, recordsPerPage);
        if (!records) {
            return records.error();
        }
        snapshot->reset();
        for (const auto& record : *records) {
            auto job = operations::decodeJob(record.body);
            if (!job) {
                return std::move(job).error();
            }
            if (auto done = runJob(*std::move(job), stop, report); !done) {
                return done;
            }
        }
        if (records->size() < recordsPerPage) {
            return {};
        }
        after = records->back().key;
    }
    return {};
}

Result<void> TimeToLiveSweep::runJob(JobRecord job, const std::atomic<bool>& stop, Report& report) {
    bool isDone = job.kind != JobKind::QueueExpiring && job.kind != JobKind::ClearExpiring;
    while (!isDone && !stop) {
        auto done = write(m_database, storage::ChangeOrigin::TimeToLive,
                          [&](storage::WriteTransaction& transaction) {
                              return stepJob(transaction, job.id, isDone);
                          });
        if (!done) {
            return done;
        }
        ++report.steps;
    }
    return {};
}

// Whether deletion is paused. The record is what counts, so that a pause outlives a restart.
Result<bool> TimeToLiveSweep::checkClock() {
    if (const auto jump = m_watch.look()) {
        const auto record = operations::encodeClockPause({jump->expected, jump->seen});
        auto noted = write(m_database, storage::ChangeOrigin::TimeToLive,
                           [&](storage::WriteTransaction& transaction) {
                               return transaction.putRecord(RecordKind::Setting,
                                                            operations::clockPauseKey, record);
                           });
        if (!noted) {
            return std::move(noted).error();
        }
        return true;
    }
    const auto snapshot = m_database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto record = (*snapshot)->getRecord(RecordKind::Setting, operations::clockPauseKey);
    return record ? Result<bool>(record->has_value()) : record.error();
}

Result<void> TimeToLiveSweep::sweepTable(schema::TableNumber table, Timestamp now,
                                         const std::atomic<bool>& stop, Report& report) {
    const auto due = dueAt(now);
    while (!stop) {
        auto snapshot = m_database.beginRead();
        if (!snapshot) {
            return std::move(snapshot).error();
        }
        const auto items = (*snapshot)->expiringItems(table, due.from, due.to, deletesPerStep);
        if (!items) {
            return items.error();
        }
        snapshot->reset();
        std::uint64_t deleted = 0;
        auto done = items->empty()
                        ? Result<void>()
                        : write(m_database, storage::ChangeOrigin::TimeToLive,
                                [&](storage::WriteTransaction& transaction) {
                                    return deleteDue(transaction, table, *items, due, deleted);
                                });
        if (!done) {
            return done;
        }
        report.deleted += deleted;
        // The queue follows the items, so nothing due stays in it; if it should, the next pass
        // looks again.
        if (deleted == 0) {
            return {};
        }
    }
    return {};
}

TimeToLiveSweeper::TimeToLiveSweeper(operations::Engine& engine) : m_engine(engine) {
    m_engine.addListener(this);
    m_thread = std::thread([this] { loop(); });
}

TimeToLiveSweeper::~TimeToLiveSweeper() {
    m_engine.removeListener(this);
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void TimeToLiveSweeper::recordsChanged() {
    {
        const std::lock_guard lock(m_mutex);
        m_isWoken = true;
    }
    m_wake.notify_all();
}

void TimeToLiveSweeper::loop() {
    TimeToLiveSweep sweep(m_engine.database(), *m_engine.options().clock);
    while (!m_stop) {
        // A pass that fails, because the disk is full or the database is read-only now, has changed
        // nothing that it should not; the requests of clients report the cause.
        static_cast<void>(sweep.run(m_stop));
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, pause, [this] { return m_stop || m_isWoken; });
        m_isWoken = false;
    }
}

}  // namespace engine::jobs
