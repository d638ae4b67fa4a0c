#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/history/item_versions.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct ListItemVersionsInput {
    std::string tableName;  // of a deleted one, too
    values::AttributeMap key;
    std::optional<std::int32_t> limit;
    std::optional<storage::Sequence> exclusiveStartSequence;
};

struct ListItemVersionsOutput {
    std::vector<history::ItemVersion> versions;  // newest first
    std::optional<storage::Sequence> lastEvaluatedSequence;
};

}  // namespace engine::operations
