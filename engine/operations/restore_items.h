#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/history/item_versions.h"
#include "engine/operations/common.h"

namespace engine::operations {

// Items of a table back to their state at a moment. Either the items with the keys, or those that
// were changed since and pass the filter in their state of then; with neither, all that were
// changed since.
struct RestoreItemsInput {
    std::string tableName;
    Timestamp to;
    std::optional<std::vector<values::AttributeMap>> keys;
    std::optional<std::string> filterExpression;
    ExpressionAttributes attributes;
    // Also deletes items that were not there at the moment (they pass the filter in their state of
    // now).
    bool includeAdded = false;
    bool dryRun = false;
    // Leaves items alone that were written behind this record, which a dry run named.
    std::optional<storage::Sequence> unchangedSince;
    std::optional<std::int32_t> limit;
    std::optional<values::AttributeMap> exclusiveStartKey;
};

enum class RestoreAction { None, Put, Delete };
enum class RestoreStatus { Planned, Done, Conflict };

// A change of an item behind the moment.
struct LaterVersion {
    storage::Sequence sequence = 0;
    Timestamp time;
    history::Event event = history::Event::Insert;
    storage::ChangeOrigin origin = storage::ChangeOrigin::User;
    std::string actor;
};

struct RestoredItem {
    values::AttributeMap key;
    RestoreAction action = RestoreAction::None;
    RestoreStatus status = RestoreStatus::Planned;
    std::uint64_t laterVersionCount = 0;
    std::vector<LaterVersion> laterVersions;  // the newest ones, newest first
};

struct RestoreItemsOutput {
    std::vector<RestoredItem> items;  // as the keys were given, or in the order of a Scan
    storage::Sequence plannedAt = 0;  // the last record that the plan knows
    std::optional<values::AttributeMap> lastEvaluatedKey;
};

}  // namespace engine::operations
