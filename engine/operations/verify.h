#pragma once

#include "engine/storage/verify.h"

namespace engine::operations {

struct VerifyInput {};

struct VerifyOutput {
    storage::VerifyReport report;
};

// What storage checks, and that jobs and bookmarks, which it keeps for others, can be read. Takes
// as long as reading the whole database; see storage::verifyDatabase().
Result<storage::VerifyReport> verifyAll(storage::Database& database, const Clock& clock);

}  // namespace engine::operations
