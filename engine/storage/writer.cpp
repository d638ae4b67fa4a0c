#include "engine/storage/writer.h"

#include <lmdb.h>

#include <utility>

#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

constexpr std::size_t groupWorksMax = 256;
constexpr std::size_t groupBytesMax = std::size_t{8} << 20U;
constexpr std::size_t deletedAtOnce = 10'000;

class PurgeWork final : public WriteWork {
public:
    PurgeWork(Writer& writer, schema::TableNumber table) : m_writer(writer), m_table(table) {}

    Result<void> apply(WriteTransaction& transaction) override {
        auto& group = static_cast<GroupTransaction&>(transaction);
        auto done = group.purge(m_table, deletedAtOnce);
        if (!done) {
            return std::move(done).error();
        }
        m_done = *done;
        return {};
    }

    // After an error the next open of the database takes it up again.
    void finished(Result<void> outcome) override {
        if (outcome && !m_done) {
            m_writer.purge(m_table);
        }
    }

private:
    Writer& m_writer;
    schema::TableNumber m_table;
    bool m_done = false;
};

}  // namespace

Writer::Writer(Environment& environment, PublishedCatalog& catalog, CommitSink& sink,
               std::function<void(const CommitSummary&)> onCommit)
    : m_environment(environment),
      m_catalog(catalog),
      m_sink(sink),
      m_onCommit(std::move(onCommit)),
      m_thread([this] { run(); }) {
}

Writer::~Writer() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_waiting.notify_all();
    m_thread.join();
}

void Writer::submit(std::unique_ptr<WriteWork> work) {
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(work));
    }
    m_waiting.notify_one();
}

void Writer::purge(schema::TableNumber table) {
    if (!isStopping()) {
        submit(std::make_unique<PurgeWork>(*this, table));
    }
}

bool Writer::isStopping() {
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void Writer::wake() {
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
    }
    m_waiting.notify_one();
}

void Writer::run() {
    tend();
    while (true) {
        Group group = takeGroup();
        if (group.empty() && isStopping()) {
            return;
        }
        if (!group.empty()) {
            process(std::move(group));
        }
        tend();
    }
}

void Writer::tend() {
    if (m_stopped) {
        return;
    }
    if (auto tended = m_sink.tend(); !tended) {
        m_stopped = std::move(tended).error();
        return;
    }
    for (const schema::TableNumber table : m_sink.expired(*m_catalog.get())) {
        purge(table);
    }
}

// Waits for work; empty when there is something else to do.
Writer::Group Writer::takeGroup() {
    std::unique_lock lock(m_mutex);
    m_waiting.wait(lock, [this] { return m_stopping || m_woken || !m_queue.empty(); });
    m_woken = false;
    Group group;
    while (!m_queue.empty() && group.size() < groupWorksMax) {
        group.push_back({std::move(m_queue.front()), std::nullopt, false});
        m_queue.pop_front();
    }
    return group;
}

// Works that did not fit into the group's bytes go to the front of the queue again.
void Writer::giveBack(Group& group, std::size_t used) {
    const std::lock_guard lock(m_mutex);
    while (group.size() > used) {
        m_queue.push_front(std::move(group.back().work));
        group.pop_back();
    }
}

void Writer::process(Group group) {
    std::size_t used = group.size();
    Attempt result = Attempt::Again;
    while (result == Attempt::Again) {
        result = m_stopped ? Attempt::Stopped : attempt(group, used);
    }
    giveBack(group, used);
    for (Entry& entry : group) {
        if (result == Attempt::Stopped && !entry.excluded) {
            entry.error = m_stopped;
        }
        entry.work->finished(entry.error ? Result<void>(*std::move(entry.error)) : Result<void>());
    }
}

Writer::Attempt Writer::attempt(Group& group, std::size_t& used) {
    used = group.size();
    const auto transaction = m_environment.beginWrite();
    if (!transaction) {
        m_stopped = transaction.error();
        return Attempt::Stopped;
    }
    GroupTransaction groupTransaction(*transaction, m_environment, m_catalog.get(), m_sink.next());
    Attempt result = applyAll(group, groupTransaction, used);
    if (result != Attempt::Committed) {
        mdb_txn_abort(*transaction);
        const auto& failure = groupTransaction.failure();
        return failure ? recover(failure->code, failure->error) : result;
    }
    if (const int code = groupTransaction.finish(); code != 0) {
        mdb_txn_abort(*transaction);
        return recover(code, lmdbError(code, "write to", m_environment.directory()));
    }
    auto committed = m_sink.commit(*transaction, groupTransaction.records());
    if (!committed) {
        m_stopped = std::move(committed).error();
        return Attempt::Stopped;
    }
    if (*committed == CommitSink::Outcome::Retry) {
        return recover(MDB_MAP_FULL, {});
    }
    publish(groupTransaction);
    return Attempt::Committed;
}

Writer::Attempt Writer::applyAll(Group& group, GroupTransaction& transaction, std::size_t& used) {
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (transaction.writtenBytes() >= groupBytesMax) {
            used = i;
            break;
        }
        Entry& entry = group[i];
        if (entry.excluded) {
            continue;
        }
        const std::uint64_t changesBefore = transaction.changes();
        transaction.records().beginRequest(entry.work->origin(), entry.work->actor());
        auto outcome = entry.work->apply(transaction);
        const auto& failure = transaction.failure();
        if (failure) {
            entry.error = failure->error;
            entry.excluded = failure->code != MDB_MAP_FULL;
            return Attempt::Again;
        }
        entry.error = outcome ? std::nullopt : std::optional(std::move(outcome).error());
        if (entry.error && transaction.changes() != changesBefore) {
            entry.excluded = true;
            return Attempt::Again;
        }
    }
    return Attempt::Committed;
}

// After an aborted attempt. A full map grows; an error of the disk ends all writing, because
// nobody can tell what reached it; anything else has excluded the work that met it.
Writer::Attempt Writer::recover(int code, const Error& error) {
    if (code == MDB_MAP_FULL) {
        if (auto grown = m_environment.grow(); !grown) {
            m_stopped = std::move(grown).error();
            return Attempt::Stopped;
        }
        return Attempt::Again;
    }
    if (code > 0 || code == MDB_PANIC) {
        m_stopped = error;
        return Attempt::Stopped;
    }
    return Attempt::Again;
}

void Writer::publish(const GroupTransaction& transaction) {
    if (transaction.changedCatalog()) {
        m_catalog.set(transaction.changedCatalog());
    }
    if (!m_onCommit || transaction.changes() == 0) {
        return;
    }
    CommitSummary summary;
    summary.catalogChanged = transaction.changedCatalog() != nullptr;
    summary.recordsChanged = transaction.recordsChanged();
    summary.tables.assign(transaction.changedTables().begin(), transaction.changedTables().end());
    m_onCommit(summary);
}

}  // namespace engine::storage
