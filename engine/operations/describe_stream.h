#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/history/stream_shards.h"

namespace engine::operations {

struct DescribeStreamInput {
    std::string streamArn;
    std::optional<std::int32_t> limit;  // 1 to 100
    std::optional<std::string> exclusiveStartShardId;
    std::optional<std::string> childrenOf;  // ShardFilter CHILD_SHARDS: of this shard only
};

struct DescribeStreamOutput {
    std::string streamArn;
    history::TableStream stream;
    std::vector<history::Shard> shards;  // oldest first, which is the order of their ids
    std::optional<std::string> lastEvaluatedShardId;
};

}  // namespace engine::operations
