#pragma once

#include "engine/operations/update_table.h"

// The vector indexes of UpdateTable (facts/aws-observed.md section 18). Pure.
namespace engine::operations {

// One index may be built or deleted at a time, of whatever kind; with the service's error. `name`:
// the one index that does not count.
Result<void> checkNoOtherIndexIsBusy(const schema::Table& table, const std::string& name);
Error onlyOneOnlineIndex();
// The number of a new index. Those of deleted ones never come back, so that the log stays clear
// about which is meant: a table that had 65,535 can have no more.
Result<schema::IndexNumber> takeIndexNumber(schema::Table& table);

// Carries VectorIndexUpdates out on the table, whose billing mode is the new one already.
Result<void> changeVectorIndexes(schema::Table& table, const UpdateTableInput& input);

}  // namespace engine::operations
