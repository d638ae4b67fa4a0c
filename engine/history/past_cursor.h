#pragma once

#include <memory>

#include "engine/history/overlay.h"

namespace engine::history {

// The items (or entries of an index) that `present` gives, with those of the walk in place of the
// ones that were changed. Both read the same range in the same order.
Result<std::unique_ptr<storage::ItemCursor>> pastItems(
    Result<std::unique_ptr<storage::ItemCursor>> present, PlaceWalk walk,
    std::shared_ptr<const schema::Table> table);
Result<std::unique_ptr<storage::ItemCursor>> pastEntries(
    Result<std::unique_ptr<storage::ItemCursor>> present, PlaceWalk walk,
    std::shared_ptr<const schema::Table> table, const schema::Index& index,
    PlaceWalk::Source source);

}  // namespace engine::history
