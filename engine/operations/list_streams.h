#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace engine::operations {

struct ListStreamsInput {
    std::optional<std::string> tableName;
    std::optional<std::int32_t> limit;  // 1 to 100
    std::optional<std::string> exclusiveStartStreamArn;
};

struct ListedStream {
    std::string arn;
    std::string tableName;
    std::string label;
};

struct ListStreamsOutput {
    std::vector<ListedStream> streams;  // by table name, oldest first
    std::optional<std::string> lastEvaluatedStreamArn;
};

}  // namespace engine::operations
