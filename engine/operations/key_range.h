#pragma once

#include <string>
#include <vector>

#include "engine/operations/read_target.h"

namespace engine::operations {

// A key condition as bytes: one partition and the bounds of the sort key inside it.
struct KeyRange {
    std::string partition;
    storage::SortRange sort;
    bool isSingleItem = false;  // the whole primary key is given: nothing to restart
};

// Checks the clauses against the key schema (facts/validation.md section 9) and encodes them.
Result<KeyRange> resolveKeyCondition(const ReadTarget& target,
                                     const std::vector<expressions::KeyClause>& clauses);

// Beside a key condition the filter cannot name key attributes of what is read. `filterName` as in
// the error's text.
Result<void> checkFilterHasNoKeys(const ReadTarget& target, const CompiledExpressions& compiled,
                                  std::string_view filterName);

// Whether a sort key in the form of the range lies inside it.
bool contains(const storage::SortRange& range, std::string_view sortKey);

}  // namespace engine::operations
