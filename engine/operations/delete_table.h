#pragma once

#include <string>

#include "engine/operations/create_table.h"

namespace engine::operations {

struct DeleteTableInput {
    std::string tableName;
};

struct DeleteTableOutput {
    TableDescription description;
};

}  // namespace engine::operations
