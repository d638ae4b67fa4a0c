#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/common.h"

namespace engine::operations {

struct WriteRequest {
    bool isPut = true;
    values::AttributeMap itemOrKey;  // PutRequest.Item or DeleteRequest.Key
};

struct BatchWriteItemInput {
    std::map<std::string, std::vector<WriteRequest>> requestItems;  // by table name as written
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = ReturnItemCollectionMetrics::None;
};

struct BatchWriteItemOutput {
    std::map<std::string, std::vector<WriteRequest>> unprocessedItems;
    std::map<std::string, std::vector<ItemCollectionMetrics>> itemCollectionMetrics;
    std::vector<ConsumedCapacity> consumedCapacity;
};

}  // namespace engine::operations
