#pragma once

#include "engine/storage/verify.h"

namespace engine::endpoint {

// The check V8 of research/reliability.md: the file of each backup that is listed is there and
// whole, chunk by chunk. Reads all of them.
void verifyBackups(storage::Database& database, storage::VerifyReport& report);

}  // namespace engine::endpoint
