#pragma once

#include <string>

namespace engine::operations {

struct TimeToLiveSpecification {
    bool enabled = false;
    std::string attributeName;
};

struct UpdateTimeToLiveInput {
    std::string tableName;
    TimeToLiveSpecification specification;
};

struct UpdateTimeToLiveOutput {
    TimeToLiveSpecification specification;
};

}  // namespace engine::operations
