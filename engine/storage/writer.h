#pragma once

#include <condition_variable>
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
#include "engine/storage/write_transaction.h"

namespace engine::storage {

// The writer thread: takes what waits as one group, applies it inside one LMDB transaction,
// commits, and tells each work its outcome.
class Writer final {
public:
    Writer(Environment& environment, PublishedCatalog& catalog, CommitSink& sink,
           std::function<void(const CommitSummary&)> onCommit);
    ~Writer();  // finishes what was submitted
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void submit(std::unique_ptr<WriteWork> work);
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
    Attempt recover(int code, const Error& error);
    void publish(const GroupTransaction& transaction);
    void giveBack(Group& group, std::size_t used);
    bool isStopping();
    void tend();

    Environment& m_environment;
    PublishedCatalog& m_catalog;
    CommitSink& m_sink;
    std::function<void(const CommitSummary&)> m_onCommit;
    std::optional<Error> m_stopped;  // the disk failed: nothing is written until the next open

    std::mutex m_mutex;
    std::condition_variable m_waiting;
    std::deque<std::unique_ptr<WriteWork>> m_queue;
    bool m_stopping = false;
    bool m_woken = false;
    std::thread m_thread;
};

}  // namespace engine::storage
