#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"
#include "engine/operations/query.h"

namespace engine::operations {

struct ScanInput {
    std::string tableName;
    std::optional<std::string> indexName;
    std::optional<std::string> filterExpression;
    std::optional<std::string> projectionExpression;
    ExpressionAttributes attributes;
    expressions::LegacyParameters legacy;
    std::optional<Select> select;
    std::optional<std::int32_t> limit;
    std::optional<values::AttributeMap> exclusiveStartKey;
    std::optional<std::int32_t> segment;
    std::optional<std::int32_t> totalSegments;
    bool consistentRead = false;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

using ScanOutput = QueryOutput;

}  // namespace engine::operations
