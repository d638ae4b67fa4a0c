#include "engine/storage/writer.h"

#include <lmdb.h>

#include <algorithm>
#include <string>
#include <utility>

#include "engine/storage/lmdb_error.h"
#include "engine/storage/segment_format.h"

namespace engine::storage {
namespace {

constexpr std::size_t groupWorksMax = 256;
constexpr std::size_t groupBytesMax = std::size_t{8} << 20U;
constexpr std::size_t workBytesMax = frameBytesMax - groupBytesMax;
constexpr std::size_t deletedAtOnce = 10'000;
// While there are readers, each group is committed before it is acknowledged, so that none waits.
constexpr int eagerGroupsAfterRead = 32;

Error tooLarge() {
    return Error::limitExceeded(
        "The changes of one request take more than " + std::to_string(workBytesMax >> 20U) +
        " MiB in the change log. Nothing was changed; ask for less at once.");
}

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
      m_open(environment, catalog),
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

Result<void> Writer::settle() {
    if (!m_isRead.load(std::memory_order_relaxed)) {
        m_isRead.store(true, std::memory_order_relaxed);
    }
    if (!m_isBehind.load(std::memory_order_acquire)) {
        return {};
    }
    // An answer that looks something up is made on the writer thread.
    if (std::this_thread::get_id() == m_thread.get_id()) {
        if (!m_isApplying) {
            commit();
        }
        const std::lock_guard lock(m_mutex);
        return m_unseen ? Result<void>(*m_unseen) : Result<void>();
    }
    std::unique_lock lock(m_mutex);
    const std::uint64_t seen = m_commits;
    ++m_settling;
    m_waiting.notify_one();
    m_settled.wait(lock, [&] { return m_commits != seen || !m_isBehind || m_unseen; });
    --m_settling;
    return m_unseen ? Result<void>(*m_unseen) : Result<void>();
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
        if (m_open.holdsGroups() && isWanted()) {
            commit();
        }
        if (!m_open.holdsGroups()) {
            m_open.forget();
            tend();
        }
    }
}

// Whether the groups so far should be committed: nothing else is to be done, or somebody waits.
bool Writer::isWanted() {
    const std::lock_guard lock(m_mutex);
    return m_queue.empty() || m_woken || m_settling != 0;
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
    const auto transaction = m_open.begin();
    if (!transaction) {
        return stop(transaction.error());
    }
    GroupTransaction groupTransaction(*transaction, m_environment, m_catalog.get(), m_sink.next());
    m_isApplying = true;
    const Attempt result = applyAll(group, groupTransaction, used);
    m_isApplying = false;
    if (result != Attempt::Committed) {
        const auto& failure = groupTransaction.failure();
        return failure ? undo(failure->code, failure->error) : undo(0, {});
    }
    if (const int code = groupTransaction.finish(); code != 0) {
        return undoWhole(code);
    }
    if (groupTransaction.records().isEmpty()) {
        return groupTransaction.changes() == 0 ? Attempt::Committed : commitUnlogged();
    }
    if (auto logged = m_sink.log(groupTransaction.records()); !logged) {
        undo(0, {});
        return stop(std::move(logged).error());
    }
    m_open.keep(std::move(groupTransaction.records().frame()), groupTransaction.changes());
    m_nextCatalog = groupTransaction.changedCatalog();
    if (!mustCommit(groupTransaction)) {
        m_isBehind.store(true, std::memory_order_release);
    } else if (commit() == Attempt::Stopped) {
        return Attempt::Stopped;
    }
    tell(groupTransaction);
    return Attempt::Committed;
}

// Derived state alone: nothing from which it could be done again.
Writer::Attempt Writer::commitUnlogged() {
    const int code = m_open.tryCommit();
    if (code != 0) {
        return undoWhole(code);
    }
    noteVisible();
    return Attempt::Committed;
}

bool Writer::mustCommit(const GroupTransaction& transaction) {
    if (m_isRead.exchange(false, std::memory_order_relaxed)) {
        m_eagerGroups = eagerGroupsAfterRead;
    }
    const bool isEager = m_eagerGroups > 0;
    m_eagerGroups -= isEager ? 1 : 0;
    return isEager || transaction.changedCatalog() || transaction.recordsChanged() ||
           m_open.isLarge() || m_open.isShortOfRoom();
}

// Makes the groups so far visible, and tells of them.
Writer::Attempt Writer::commit() {
    auto committed = m_open.commit();
    if (committed) {
        noteVisible();
        return Attempt::Committed;
    }
    const Attempt stopped = stop(std::move(committed).error());
    // What was acknowledged must be seen. Once more, after that no read can be answered.
    if (m_isBehind && m_open.undo()) {
        noteVisible();
    } else {
        noteLost();
    }
    return stopped;
}

void Writer::noteVisible() {
    m_sink.noteCommit();
    if (m_nextCatalog) {
        m_catalog.set(std::exchange(m_nextCatalog, nullptr));
    }
    {
        const std::lock_guard lock(m_mutex);
        ++m_commits;
        m_isBehind.store(false, std::memory_order_release);
    }
    m_settled.notify_all();
}

// The groups that were held are in the log only, until the next open.
void Writer::noteLost() {
    m_open.forget();
    m_nextCatalog = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        ++m_commits;
        if (m_isBehind) {
            m_unseen = m_stopped;
        }
    }
    m_settled.notify_all();
}

Writer::Attempt Writer::stop(Error error) {
    m_stopped = std::move(error);
    return Attempt::Stopped;
}

Writer::Attempt Writer::applyAll(Group& group, GroupTransaction& transaction, std::size_t& used) {
    for (std::size_t i = 0; i < group.size(); ++i) {
        // The log holds what was there before, too, of which a delete writes nothing.
        const std::size_t logged = transaction.records().size();
        if (std::max(transaction.writtenBytes(), logged) >= groupBytesMax) {
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
        if (transaction.records().size() - logged > workBytesMax) {
            entry.error = tooLarge();
        }
        if (entry.error && transaction.changes() != changesBefore) {
            entry.excluded = true;
            return Attempt::Again;
        }
    }
    return Attempt::Committed;
}

// A group failed halfway: takes it back. A full map grows; an error of the disk ends all writing,
// because nobody can tell what reached it; anything else has excluded the work that met it.
Writer::Attempt Writer::undo(int code, const Error& error) {
    const bool heldGroups = m_open.holdsGroups();
    if (auto undone = m_open.undo(); !undone) {
        const Attempt stopped = stop(std::move(undone).error());
        noteLost();
        return stopped;
    }
    if (heldGroups) {
        noteVisible();
    }
    if (code == MDB_MAP_FULL) {
        auto grown = m_environment.grow();
        return grown ? Attempt::Again : stop(std::move(grown).error());
    }
    return code > 0 || code == MDB_PANIC ? stop(error) : Attempt::Again;
}

// The same when no work is to blame, so that only a larger map could help.
Writer::Attempt Writer::undoWhole(int code) {
    const Error error = lmdbError(code, "write to", m_environment.directory());
    const Attempt undone = undo(code, error);
    return code == MDB_MAP_FULL || undone == Attempt::Stopped ? undone : stop(error);
}

void Writer::tell(const GroupTransaction& transaction) {
    if (!m_onCommit) {
        return;
    }
    CommitSummary summary;
    summary.catalogChanged = transaction.changedCatalog() != nullptr;
    summary.recordsChanged = transaction.recordsChanged();
    summary.tables.assign(transaction.changedTables().begin(), transaction.changedTables().end());
    m_onCommit(summary);
}

}  // namespace engine::storage
