#pragma once

#include <string>

#include "engine/operations/create_table.h"

namespace engine::operations {

struct DescribeTableInput {
    std::string tableName;
};

struct DescribeTableOutput {
    TableDescription description;
};

}  // namespace engine::operations
