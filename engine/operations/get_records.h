#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/history/stream_records.h"

namespace engine::operations {

struct GetRecordsInput {
    std::string shardIterator;
    std::optional<std::int32_t> limit;  // 1 to 1000
};

struct GetRecordsOutput {
    std::vector<history::StreamRecord> records;
    std::vector<std::string> eventIds;  // one per record
    std::string viewType;
    std::string region;
    std::optional<std::string> nextShardIterator;  // nullopt: the shard is closed and read
};

}  // namespace engine::operations
