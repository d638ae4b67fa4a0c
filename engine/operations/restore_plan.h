#pragma once

#include <optional>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/restore_items.h"

namespace engine::operations {

// One item of a restore.
struct PlannedRestore {
    schema::PrimaryKey key;
    std::optional<values::EncodedItem> then;
    std::optional<values::EncodedItem> now;  // what the item must still be when it is written
    RestoredItem told;
    bool isRefused = false;  // written behind the record that the request names
};

struct RestorePlan {
    std::shared_ptr<const schema::Table> table;
    std::vector<PlannedRestore> items;
    storage::Sequence plannedAt = 0;
    std::optional<values::AttributeMap> lastEvaluatedKey;
};

// Reads only; checks the whole request.
Result<RestorePlan> planRestore(const Context& context, const RestoreItemsInput& input);

}  // namespace engine::operations
