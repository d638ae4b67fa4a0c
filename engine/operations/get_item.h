#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct GetItemInput {
    std::string tableName;
    values::AttributeMap key;
    bool consistentRead = false;
    std::optional<std::string> projectionExpression;
    ExpressionAttributes attributes;  // names only
    expressions::LegacyParameters legacy;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct GetItemOutput {
    std::optional<values::EncodedItem> item;  // nullopt: no such item
    std::optional<ConsumedCapacity> consumedCapacity;
};

}  // namespace engine::operations
