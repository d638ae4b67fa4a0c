#pragma once

#include <optional>
#include <string>

namespace engine::operations {

enum class ShardIteratorType { TrimHorizon, Latest, AtSequenceNumber, AfterSequenceNumber };

struct GetShardIteratorInput {
    std::string streamArn;
    std::string shardId;
    ShardIteratorType type = ShardIteratorType::TrimHorizon;
    std::optional<std::string> sequenceNumber;
};

struct GetShardIteratorOutput {
    std::string shardIterator;
};

}  // namespace engine::operations
