#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct KeysAndAttributes {
    std::vector<values::AttributeMap> keys;
    bool consistentRead = false;
    std::optional<std::string> projectionExpression;
    ExpressionAttributes attributes;  // names only
    expressions::LegacyParameters legacy;
};

struct BatchGetItemInput {
    std::map<std::string, KeysAndAttributes> requestItems;  // by table name as written
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct BatchGetItemOutput {
    std::map<std::string, std::vector<values::EncodedItem>> responses;
    std::map<std::string, KeysAndAttributes> unprocessedKeys;
    std::vector<ConsumedCapacity> consumedCapacity;
};

}  // namespace engine::operations
