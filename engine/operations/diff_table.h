#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct DiffTableInput {
    std::string tableName;
    Timestamp from;
    std::optional<Timestamp> to;  // nullopt: the newest change so far
    std::optional<std::int32_t> limit;
    std::optional<values::AttributeMap> exclusiveStartKey;
};

// An item that is not the same at the two moments. Net: what was changed and changed back between
// them is none.
struct ItemDifference {
    values::AttributeMap key;
    std::optional<values::EncodedItem> before;  // nullopt: it was added
    std::optional<values::EncodedItem> after;   // nullopt: it was removed
    std::vector<std::string> changedAttributes;
};

struct DiffTableOutput {
    std::vector<ItemDifference> differences;  // in the order of a Scan
    Timestamp from;
    Timestamp to;  // for the next page, too
    std::optional<values::AttributeMap> lastEvaluatedKey;
};

}  // namespace engine::operations
