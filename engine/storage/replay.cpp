#include <utility>
#include <vector>

#include "engine/storage/lmdb_error.h"
#include "engine/storage/recovery.h"
#include "engine/storage/segment_format.h"
#include "engine/storage/write_transaction.h"

// Doing again what the log holds: the one way in which the trees get what they lack after a start.
namespace engine::storage {
namespace {

constexpr std::size_t batchBytesMax = std::size_t{8} << 20U;
constexpr std::size_t batchFramesMax = 4096;
constexpr std::size_t purgedAtOnce = 10'000;

Result<void> replayEntry(GroupTransaction& group, const schema::Table& table,
                         const schema::Index& index, const Change& change) {
    const auto before = change.before ? schema::indexKey(table, index, *change.before)
                                      : std::optional<schema::IndexKey>();
    const auto after = change.after ? schema::indexKey(table, index, *change.after)
                                    : std::optional<schema::IndexKey>();
    if (before && before != after) {
        if (auto done = group.deleteIndexEntry(table.number, index.number, *before, 0); !done) {
            return done;
        }
    }
    if (!after) {
        return {};
    }
    return group.putIndexEntry(table.number, index.number, *after,
                               schema::entrySizeBytes(table, index, *change.after));
}

Result<void> replayChange(GroupTransaction& group, const Change& change) {
    const schema::PrimaryKey key{std::string(change.partition), std::string(change.sort)};
    auto done = change.after ? group.putItem(change.table, key, *change.after)
                             : group.deleteItem(change.table, key);
    const auto table = group.findTable(change.table);
    if (!done || !table) {
        return done;
    }
    for (const auto& index : table->indexes) {
        if (auto entry = replayEntry(group, *table, index, change); !entry) {
            return entry;
        }
    }
    return {};
}

Result<void> replayStep(GroupTransaction& group, const Step& step) {
    const auto most = static_cast<std::size_t>(step.most);
    switch (step.kind) {
        case StepKind::QueueExpiring: {
            auto done = group.queueExpiring(step.table, step.after, most);
            return done ? Result<void>() : std::move(done).error();
        }
        case StepKind::ClearExpiring: {
            auto done = group.clearExpiring(step.table, most);
            return done ? Result<void>() : std::move(done).error();
        }
        case StepKind::Purge: {
            auto done = group.purge(step.table, most);
            return done ? Result<void>() : std::move(done).error();
        }
        case StepKind::FillIndex: {
            auto done = group.fillIndex(step.table, step.index, step.after, most);
            return done ? Result<void>() : std::move(done).error();
        }
        case StepKind::ClearIndex: {
            auto done = group.clearIndex(step.table, step.index, most);
            return done ? Result<void>() : std::move(done).error();
        }
    }
    return Error::corrupt("The change log holds a step of an unknown kind.");
}

Result<void> replayRecord(GroupTransaction& group, const LogRecord& record) {
    switch (record.kind) {
        case LogRecord::Kind::Change: return replayChange(group, record.change);
        case LogRecord::Kind::Put: return group.replayPut(record.tree, record.key, record.body);
        case LogRecord::Kind::Delete: return group.replayDelete(record.tree, record.key);
        case LogRecord::Kind::Step: return replayStep(group, record.step);
    }
    return Error::corrupt("The change log holds a record of an unknown kind.");
}

class Replayer final {
public:
    Replayer(Environment& environment, std::shared_ptr<const CatalogSnapshot> catalog)
        : m_environment(environment), m_catalog(std::move(catalog)) {}

    Result<void> add(std::string_view frameBody) {
        m_batch.emplace_back(frameBody);
        m_bytes += frameBody.size();
        return m_bytes >= batchBytesMax || m_batch.size() >= batchFramesMax ? commit()
                                                                            : Result<void>();
    }

    Result<void> commit() {
        if (m_batch.empty()) {
            return {};
        }
        int code = MDB_MAP_FULL;
        while (code == MDB_MAP_FULL) {
            auto applied = apply();
            if (!applied) {
                return std::move(applied).error();
            }
            code = *applied;
            if (code == MDB_MAP_FULL) {
                if (auto grown = m_environment.grow(); !grown) {
                    return grown;
                }
            }
        }
        m_batch.clear();
        m_bytes = 0;
        return {};
    }

    std::shared_ptr<const CatalogSnapshot> catalog() const { return m_catalog; }

private:
    // LMDB's code: 0 or MDB_MAP_FULL.
    Result<int> apply() {
        const auto transaction = m_environment.beginWrite();
        if (!transaction) {
            return transaction.error();
        }
        GroupTransaction group(*transaction, m_environment, m_catalog, {},
                               GroupTransaction::Purpose::Replay);
        auto applied = applyFrames(group);
        int code = applied ? group.finish() : 0;
        if (applied && code == 0) {
            code = mdb_txn_commit(*transaction);
        } else {
            mdb_txn_abort(*transaction);
        }
        if (group.failure()) {
            code = group.failure()->code;
        }
        if (code == MDB_MAP_FULL) {
            return code;
        }
        if (!applied) {
            return std::move(applied).error();
        }
        if (code != 0) {
            return lmdbError(code, "recover", m_environment.directory());
        }
        if (group.changedCatalog()) {
            m_catalog = group.changedCatalog();
        }
        return 0;
    }

    Result<void> applyFrames(GroupTransaction& group) {
        FrameReader frame;
        LogRecord record;
        for (const std::string& body : m_batch) {
            if (!frame.open(body)) {
                return Error::corrupt("The change log holds a malformed group.");
            }
            group.replayAt({frame.last(), frame.time()});
            while (frame.next(record)) {
                if (auto done = replayRecord(group, record); !done) {
                    return done;
                }
            }
            if (frame.failed()) {
                return Error::corrupt("The change log holds a malformed group.");
            }
        }
        return {};
    }

    Environment& m_environment;
    std::shared_ptr<const CatalogSnapshot> m_catalog;
    std::vector<std::string> m_batch;
    std::size_t m_bytes = 0;
};

}  // namespace

Result<void> GroupTransaction::replayPut(StateTree tree, std::string_view key,
                                         std::string_view body) {
    if (tree == StateTree::Catalog) {
        const auto known = catalog().tables().size();
        auto& tables = changingCatalog();
        if (auto applied = applyCatalogRecord(key, body, tables); !applied) {
            return applied;
        }
        if (tables.tables().size() > known) {
            m_counts.start(tableOfRecordKey(key));
        }
    }
    return putState(tree, key, body);
}

Result<void> GroupTransaction::replayDelete(StateTree tree, std::string_view key) {
    if (tree == StateTree::Catalog && isDroppedRecordKey(key)) {
        // What was purged before the record may be there again.
        while (true) {
            const auto done = purge(tableOfRecordKey(key), purgedAtOnce);
            if (!done) {
                return done.error();
            }
            if (*done) {
                return {};
            }
        }
    }
    return deleteState(tree, key);
}

Result<std::shared_ptr<const CatalogSnapshot>> replayLog(
    const ChangeLog& log, Sequence after, Environment& environment,
    std::shared_ptr<const CatalogSnapshot> catalog) {
    Replayer replayer(environment, std::move(catalog));
    auto done = log.replay(after, [&](std::string_view body) { return replayer.add(body); });
    if (done) {
        done = replayer.commit();
    }
    if (!done) {
        return std::move(done).error();
    }
    return replayer.catalog();
}

Result<void> replayFrames(const std::vector<std::string>& frames, Environment& environment,
                          std::shared_ptr<const CatalogSnapshot> catalog) {
    Replayer replayer(environment, std::move(catalog));
    for (const std::string& frame : frames) {
        if (auto added = replayer.add(std::string_view(frame).substr(frameHeadBytes)); !added) {
            return added;
        }
    }
    return replayer.commit();
}

}  // namespace engine::storage
