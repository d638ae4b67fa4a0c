#include "engine/storage/item_lookup.h"

#include "engine/storage/checked_cursor.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"

namespace engine::storage {

Result<std::optional<values::ItemView>> peekItem(const TreeSource& source, const StoredKey& stored,
                                                 const schema::PrimaryKey& key) {
    const auto value = source.get(source.environment().items(), stored.bytes());
    if (!value) {
        return value.error();
    }
    if (!*value) {
        return std::optional<values::ItemView>();
    }
    const auto record = openRecord(stored.bytes(), **value);
    if (!record) {
        return damagedTableRecord("item", stored.bytes());
    }
    const auto item = parseItem(stored.bytes(), *record);
    const bool isThisKey =
        item && (!record->abridged || (item->partition == key.partition && item->sort == key.sort));
    if (!isThisKey) {
        return damagedTableRecord("item", stored.bytes());
    }
    return std::optional(values::ItemView(item->item));
}

Result<std::optional<values::ItemView>> findItem(const TreeSource& source, const StoredKey& stored,
                                                 const schema::PrimaryKey& key) {
    auto item = peekItem(source, stored, key);
    if (!item || *item) {
        return item;
    }
    auto cursor = CheckedCursor::open(source, source.environment().items(), "item");
    if (!cursor) {
        return std::move(cursor).error();
    }
    const auto neighbour = cursor->seek(stored.bytes());
    if (!neighbour) {
        return neighbour.error();
    }
    if (*neighbour && cursor->key() == stored.bytes()) {
        return cursor->damaged();
    }
    return std::optional<values::ItemView>();
}

}  // namespace engine::storage
