#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/common.h"

namespace engine::operations {

struct ListTablesInput {
    std::optional<std::string> exclusiveStartTableName;
    std::optional<std::int32_t> limit;
};

struct ListTablesOutput {
    std::vector<std::string> tableNames;  // UTF-8 byte order
    std::optional<std::string> lastEvaluatedTableName;
};

}  // namespace engine::operations
