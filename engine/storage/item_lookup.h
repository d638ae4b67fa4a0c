#pragma once

#include <optional>

#include "engine/storage/key_layout.h"
#include "engine/storage/tree_source.h"
#include "engine/values/item_view.h"

namespace engine::storage {

// The item under a key in any transaction. A miss is believed only when both neighbours of the
// place are sound (CheckedCursor).
Result<std::optional<values::ItemView>> findItem(const TreeSource& source, const StoredKey& stored,
                                                 const schema::PrimaryKey& key);

// The same without a look at the neighbours, for a writer that replaces the item anyway.
Result<std::optional<values::ItemView>> peekItem(const TreeSource& source, const StoredKey& stored,
                                                 const schema::PrimaryKey& key);

}  // namespace engine::storage
