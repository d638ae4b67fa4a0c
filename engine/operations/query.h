#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct QueryInput {
    std::string tableName;
    std::optional<std::string> indexName;
    std::optional<std::string> keyConditionExpression;
    std::optional<std::string> filterExpression;
    std::optional<std::string> projectionExpression;
    ExpressionAttributes attributes;
    expressions::LegacyParameters legacy;
    std::optional<Select> select;
    std::optional<std::int32_t> limit;
    std::optional<values::AttributeMap> exclusiveStartKey;
    bool scanIndexForward = true;
    bool consistentRead = false;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct QueryOutput {
    std::vector<values::EncodedItem> items;  // left empty for Select=COUNT
    bool countOnly = false;
    std::int64_t count = 0;
    std::int64_t scannedCount = 0;
    std::size_t scannedBytes = 0;  // not part of the answer
    std::optional<values::AttributeMap> lastEvaluatedKey;
    std::optional<ConsumedCapacity> consumedCapacity;
};

}  // namespace engine::operations
