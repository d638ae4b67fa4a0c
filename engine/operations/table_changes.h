#pragma once

#include "engine/operations/update_table.h"

namespace engine::operations {

// What is wrong with an UpdateTable request whatever its table is like; changedTable() relies on
// it.
Result<void> checkTableChange(const UpdateTableInput& input);

}  // namespace engine::operations
