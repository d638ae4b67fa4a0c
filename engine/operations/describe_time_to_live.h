#pragma once

#include <optional>
#include <string>

namespace engine::operations {

struct DescribeTimeToLiveInput {
    std::string tableName;
};

struct DescribeTimeToLiveOutput {
    std::optional<std::string> attributeName;  // nullopt: disabled
};

}  // namespace engine::operations
