#pragma once

#include <lmdb.h>

#include <optional>

#include "engine/storage/environment.h"
#include "engine/storage/key_layout.h"
#include "engine/values/item_view.h"

namespace engine::storage {

// The item under a key in any transaction. A miss is believed only when both neighbours of the
// place are sound (CheckedCursor).
Result<std::optional<values::ItemView>> findItem(MDB_txn* transaction,
                                                 const Environment& environment,
                                                 const StoredKey& stored,
                                                 const schema::PrimaryKey& key);

// The same without a look at the neighbours, for a writer that replaces the item anyway.
Result<std::optional<values::ItemView>> peekItem(MDB_txn* transaction,
                                                 const Environment& environment,
                                                 const StoredKey& stored,
                                                 const schema::PrimaryKey& key);

}  // namespace engine::storage
