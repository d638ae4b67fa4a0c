#pragma once

#include "engine/history/bookmarks.h"

namespace engine::operations {

// Marks that a database that existed was opened, and forgets the automatic bookmarks whose moments
// are no longer in the history. Does not wait for the write: a database that cannot be written to
// can be read all the same.
void markRestart(storage::Database& database);

}  // namespace engine::operations
