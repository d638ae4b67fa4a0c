#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/common.h"

namespace engine::operations {

struct UpdateItemInput {
    std::string tableName;
    values::AttributeMap key;
    std::optional<std::string> updateExpression;
    std::optional<std::string> conditionExpression;
    ExpressionAttributes attributes;
    expressions::LegacyParameters legacy;
    ReturnValues returnValues = ReturnValues::None;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = ReturnItemCollectionMetrics::None;
    bool returnItemOnConditionFailure = false;
};

struct UpdateItemOutput {
    std::optional<values::EncodedItem> attributes;
    std::optional<ConsumedCapacity> consumedCapacity;
    std::optional<ItemCollectionMetrics> itemCollectionMetrics;
};

}  // namespace engine::operations
