#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/schema/table.h"

namespace engine::storage {

// What a code of LMDB or errno means for the database at `directory`. `action` completes
// "Cannot ...", e.g. "write to".
Error lmdbError(int code, std::string_view action, const std::string& directory);

// A stored record that does not hold what was written. `key` is the stored key.
Error damagedRecord(std::string_view what, std::string_view key);
// The same for keys that begin with a table's number.
Error damagedTableRecord(std::string_view what, std::string_view key);

}  // namespace engine::storage
