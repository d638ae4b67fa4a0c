#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct SearchVectorsInput {
    std::string tableName;
    std::string indexName;
    std::vector<float> searchVector;
    std::int64_t topK = 1;
    std::optional<std::string> searchConditionExpression;
    std::optional<std::string> projectionExpression;
    ExpressionAttributes attributes;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
};

struct SearchResult {
    values::EncodedItem item;
    float score = 0;
};

// Exact: every item of the index is compared. The items are those of the index, so their vector has
// 32-bit numbers (readVector()) whatever digits the table keeps.
struct SearchVectorsOutput {
    std::vector<SearchResult> results;  // the closest first
    std::string vectorAttribute;
    std::optional<std::uint64_t> requestBytes;  // when ReturnConsumedCapacity asks
};

// 1 to 100; checked before anything that needs the table.
Result<void> checkTopK(std::int64_t topK);

}  // namespace engine::operations
