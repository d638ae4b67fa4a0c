#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/change_log.h"
#include "engine/storage/checkpoint_file.h"
#include "engine/storage/database.h"
#include "engine/storage/environment.h"

namespace engine::storage {

// A database brought to the last state that its log tells of, ready for new groups.
struct Recovered {
    std::unique_ptr<Environment> environment;
    std::unique_ptr<ChangeLog> log;
    std::unique_ptr<CheckpointFile> checkpoints;
    Checkpoint checkpoint;  // the one that it began from
    Pin pin;                // of that checkpoint
    GroupPosition position;
    std::shared_ptr<const CatalogSnapshot> catalog;
};

// The one way into a database, after a clean end too: puts the meta page of the last checkpoint
// back, replays the log behind it, begins a new segment (research/checkpoint.md, design.md
// section 3). Needs the directory's lock.
Result<Recovered> recoverDatabase(const std::string& directory, const std::string& databaseId,
                                  const DatabaseOptions& options);

// Makes log/ and the checkpoint file of a new database whose data file is in `directory`/state.
Result<void> createLog(const std::string& directory, const std::string& databaseId, Random& random);

// Applies the groups behind `after` to the trees; gives the catalog afterwards.
Result<std::shared_ptr<const CatalogSnapshot>> replayLog(
    const ChangeLog& log, Sequence after, Environment& environment,
    std::shared_ptr<const CatalogSnapshot> catalog);

// The same for groups at hand, each as its frame, in order.
Result<void> replayFrames(const std::vector<std::string>& frames, Environment& environment,
                          std::shared_ptr<const CatalogSnapshot> catalog);

}  // namespace engine::storage
