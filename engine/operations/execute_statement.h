#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct ExecuteStatementInput {
    std::string statement;
    std::vector<values::AttributeValue> parameters;
    bool consistentRead = false;
    std::optional<std::string> nextToken;
    std::optional<std::int32_t> limit;  // items evaluated
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    bool returnItemOnConditionFailure = false;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct ExecuteStatementOutput {
    std::vector<values::EncodedItem> items;
    std::optional<std::string> nextToken;
    std::optional<values::AttributeMap> lastEvaluatedKey;
    std::optional<ConsumedCapacity> consumedCapacity;
};

}  // namespace engine::operations
