#pragma once

#include <memory>

#include "engine/operations/context.h"
#include "engine/operations/create_table.h"

namespace engine::operations {

// The table as DescribeTable shows it, with the exact counts of this moment.
Result<TableDescription> describe(const Context& context,
                                  std::shared_ptr<const schema::Table> table);

// The same for a table that has just been made and is empty.
TableDescription describeEmpty(const std::string& region, const std::string& accountId,
                               std::shared_ptr<const schema::Table> table);

}  // namespace engine::operations
