#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/commit_sink.h"
#include "engine/storage/database.h"
#include "engine/storage/environment.h"
#include "engine/storage/open_transaction.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {

// The writer thread: takes what waits as one group, applies it inside an LMDB transaction, logs it,
// and tells each work its outcome. Before that, when somebody reads, or after it, together with
// the groups that follow, the transaction is committed.
class Writer final {
public:
    Writer(Environment& environment, PublishedCatalog& catalog, CommitSink& sink,
           std::function<void(const CommitSummary&)> onCommit);
    ~Writer();  // finishes what was submitted
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void submit(std::unique_ptr<WriteWork> work);
    // A read that begins afterwards sees every write that was acknowledged before. Any thread; an
    // error when the disk failed in between.
    Result<void> settle();
    // Deletes the records of a dropped table, some at a time, between the other works.
    void purge(schema::TableNumber table);
    // Lets the sink tend() to its checkpoints soon.
    void wake();

private:
    // One work and what became of it.
    struct Entry {
        std::unique_ptr<WriteWork> work;
        std::optional<Error> error;
        bool excluded = false;  // spoiled an attempt; the others go on without it
    };
    using Group = std::vector<Entry>;
    enum class Attempt { Committed, Again, Stopped };

    void run();
    Group takeGroup();
    void process(Group group);
    Attempt attempt(Group& group, std::size_t& used);
    // Applies from the front; `used` is how many belong to the group. Again: one spoiled it.
    Attempt applyAll(Group& group, GroupTransaction& transaction, std::size_t& used);
    Attempt undo(int code, const Error& error);
    Attempt undoWhole(int code);
    bool mustCommit(const GroupTransaction& transaction);
    Attempt commit();
    void noteVisible();
    void noteLost();
    bool isWanted();
    Attempt commitUnlogged();
    void tell(const GroupTransaction& transaction);
    Attempt stop(Error error);
    void giveBack(Group& group, std::size_t used);
    bool isStopping();
    void tend();

    Environment& m_environment;
    PublishedCatalog& m_catalog;
    CommitSink& m_sink;
    std::function<void(const CommitSummary&)> m_onCommit;
    std::optional<Error> m_stopped;  // the disk failed: nothing is written until the next open
    OpenTransaction m_open;
    std::shared_ptr<const CatalogSnapshot> m_nextCatalog;  // with the group that it took last
    int m_eagerGroups = 0;
    bool m_isApplying = false;
    // Somebody has begun to read since the last group.
    std::atomic<bool> m_isRead{false};
    // Writes are acknowledged, or about to be, that are not in the trees yet.
    std::atomic<bool> m_isBehind{false};

    std::mutex m_mutex;
    std::condition_variable m_waiting;
    std::deque<std::unique_ptr<WriteWork>> m_queue;
    bool m_stopping = false;
    bool m_woken = false;
    std::size_t m_settling = 0;  // readers that wait
    std::uint64_t m_commits = 0;
    std::optional<Error> m_unseen;  // why acknowledged writes stay unseen
    std::condition_variable m_settled;
    std::thread m_thread;
};

}  // namespace engine::storage
