#pragma once

#include "engine/storage/database.h"
#include "engine/storage/verify.h"

namespace engine::storage {

// The part of V6 about streams: those of each table follow one another, in their labels and on a
// log that ends with `last`, and an open one is the newest.
void verifyStreams(const Catalog& catalog, Sequence last, VerifyReport& report);

}  // namespace engine::storage
