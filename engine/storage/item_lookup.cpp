#include "engine/storage/item_lookup.h"

#include "engine/storage/checked_cursor.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"

namespace engine::storage {

Result<std::optional<values::ItemView>> peekItem(MDB_txn* transaction,
                                                 const Environment& environment,
                                                 const StoredKey& stored,
                                                 const schema::PrimaryKey& key) {
    MDB_val keyVal = toVal(stored.bytes());
    MDB_val value{};
    const int code = mdb_get(transaction, environment.items(), &keyVal, &value);
    if (code == MDB_NOTFOUND) {
        return std::optional<values::ItemView>();
    }
    if (code != 0) {
        return lmdbError(code, "read", environment.directory());
    }
    const auto record = openRecord(stored.bytes(), toView(value));
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

Result<std::optional<values::ItemView>> findItem(MDB_txn* transaction,
                                                 const Environment& environment,
                                                 const StoredKey& stored,
                                                 const schema::PrimaryKey& key) {
    auto item = peekItem(transaction, environment, stored, key);
    if (!item || *item) {
        return item;
    }
    auto cursor =
        CheckedCursor::open(transaction, environment.items(), "item", environment.directory());
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
