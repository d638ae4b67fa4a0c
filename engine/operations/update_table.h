#pragma once

#include <optional>
#include <string>

#include "engine/operations/create_table.h"

namespace engine::operations {

// One kind of change a call.
struct UpdateTableInput {
    std::string tableName;
    std::optional<schema::StreamSpec> stream;
    std::optional<bool> deletionProtection;
};

struct UpdateTableOutput {
    TableDescription description;
};

}  // namespace engine::operations
