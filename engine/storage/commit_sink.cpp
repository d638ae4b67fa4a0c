#include "engine/storage/commit_sink.h"

#include <algorithm>

#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

class LmdbCommitSink final : public CommitSink {
public:
    LmdbCommitSink(Environment& environment, Clock& clock, GroupPosition place)
        : m_environment(environment), m_clock(clock), m_place(place) {}

    GroupPosition next() override { return {m_place.last, std::max(m_place.time, m_clock.now())}; }

    Result<Outcome> commit(MDB_txn* transaction, const GroupRecords& records) override {
        const int code = mdb_txn_commit(transaction);
        if (code == MDB_MAP_FULL) {
            return Outcome::Retry;
        }
        if (code != 0) {
            return lmdbError(code, "write to", m_environment.directory());
        }
        m_place = {records.last(), records.time()};
        return Outcome::Committed;
    }

private:
    Environment& m_environment;
    Clock& m_clock;
    GroupPosition m_place;
};

}  // namespace

Result<std::unique_ptr<CommitSink>> makeLmdbCommitSink(Environment& environment, Clock& clock) {
    const auto snapshot = Snapshot::begin(environment);
    if (!snapshot) {
        return snapshot.error();
    }
    const auto place = readLogPlace(snapshot->transaction(), environment);
    if (!place) {
        return place.error();
    }
    return std::unique_ptr<CommitSink>(
        std::make_unique<LmdbCommitSink>(environment, clock, *place));
}

}  // namespace engine::storage
