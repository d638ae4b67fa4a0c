#include "engine/storage/recovery.h"

#include <utility>

#include "engine/base/os/files.h"

namespace engine::storage {
namespace {

constexpr std::string_view logName = "/log";
constexpr std::string_view checkpointName = "/state/checkpoint";

ChangeLogOptions logOptions(const std::string& directory, const std::string& databaseId,
                            Random& random, const CheckpointPolicy& policy, bool flushesEach) {
    return {.directory = directory + std::string(logName),
            .databaseId = databaseId,
            .random = &random,
            .segmentBytes = policy.segmentBytes,
            .flushesEach = flushesEach};
}

Error noCheckpoint(const std::string& directory) {
    return Error::corrupt("The checkpoint of the database at " + directory +
                          " is damaged, so its last state cannot be told. Nothing was changed; "
                          "restore it from a backup.");
}

}  // namespace

Result<void> createLog(const std::string& directory, const std::string& databaseId,
                       Random& random) {
    Checkpoint first{.number = 1, .position = {}, .transaction = 0, .metaPage = {}};
    {
        auto environment = Environment::open({.directory = directory + "/state"});
        if (!environment) {
            return std::move(environment).error();
        }
        auto pin = Pin::make((*environment)->handle());
        if (!pin) {
            return std::move(pin).error();
        }
        first.transaction = pin->transaction();
        auto page = readMetaPage((*environment)->handle(), first.transaction);
        if (!page) {
            return std::move(page).error();
        }
        first.metaPage = *std::move(page);
    }
    const std::string path = directory + std::string(checkpointName);
    if (auto made = CheckpointFile::create(path, first); !made) {
        return made;
    }
    if (auto flushed = os::flushDirectory(directory + "/state"); !flushed) {
        return flushed;
    }
    return ChangeLog::create(logOptions(directory, databaseId, random, {}, false));
}

Result<Recovered> recoverDatabase(const std::string& directory, const std::string& databaseId,
                                  const DatabaseOptions& options) {
    Recovered recovered;
    auto checkpoints = CheckpointFile::open(directory + std::string(checkpointName));
    if (!checkpoints) {
        return std::move(checkpoints).error();
    }
    auto newest = checkpoints->newest();
    if (!newest) {
        return std::move(newest).error();
    }
    if (!*newest) {
        return noCheckpoint(directory);
    }
    recovered.checkpoint = **std::move(newest);
    recovered.checkpoints = std::make_unique<CheckpointFile>(*std::move(checkpoints));
    const Checkpoint& checkpoint = recovered.checkpoint;

    auto log =
        ChangeLog::open(logOptions(directory, databaseId, *options.random, options.checkpoints,
                                   options.durability == Durability::Full),
                        checkpoint.position.last);
    if (!log) {
        return std::move(log).error();
    }
    recovered.log = *std::move(log);
    if (recovered.log->checkpoint() > checkpoint.number) {
        // The pages of an older one are no longer what they were.
        return noCheckpoint(directory);
    }
    const std::string state = directory + "/state";
    if (!options.seams.noMetaRestore) {
        const int pages = options.seams.oneMetaPage ? 1 : 2;
        if (auto restored = restoreMetaPage(state + "/data.mdb", checkpoint.metaPage, pages);
            !restored) {
            return std::move(restored).error();
        }
    }
    auto environment =
        Environment::open({.directory = state, .mapBytes = options.mapBytes, .flags = MDB_NOSYNC});
    if (!environment) {
        return std::move(environment).error();
    }
    recovered.environment = *std::move(environment);
    auto pin = Pin::make(recovered.environment->handle());
    if (!pin) {
        return std::move(pin).error();
    }
    const bool isRestored = !options.seams.noMetaRestore && !options.seams.oneMetaPage;
    if (isRestored && pin->transaction() != checkpoint.transaction) {
        return noCheckpoint(directory);
    }
    recovered.pin = options.seams.noReplayPin ? Pin() : *std::move(pin);
    *pin = Pin();
    auto catalog = [&]() -> Result<std::shared_ptr<const CatalogSnapshot>> {
        const auto snapshot = Snapshot::begin(*recovered.environment);
        if (!snapshot) {
            return snapshot.error();
        }
        return loadCatalog(*snapshot);
    }();
    if (!catalog) {
        return std::move(catalog).error();
    }
    auto replayed = replayLog(*recovered.log, checkpoint.position.last, *recovered.environment,
                              *std::move(catalog));
    if (!replayed) {
        return std::move(replayed).error();
    }
    recovered.catalog = *std::move(replayed);
    const HistoryExtent extent = recovered.log->extent();
    recovered.position = {extent.last, extent.end};
    // Never behind a torn tail: bytes that never counted could look sound again.
    if (auto rotated = recovered.log->rotate(); !rotated) {
        return std::move(rotated).error();
    }
    // A checkpoint that ended a run is not in the log yet. It must be before its predecessor's
    // pages are reused.
    if (recovered.log->checkpoint() < checkpoint.number) {
        std::string frame = makeCheckpointFrame(checkpoint.number);
        auto told = recovered.log->append(frame, std::nullopt);
        told = told ? recovered.log->flush() : std::move(told);
        if (!told) {
            return std::move(told).error();
        }
    }
    return recovered;
}

}  // namespace engine::storage
