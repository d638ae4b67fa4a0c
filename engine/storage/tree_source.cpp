#include "engine/storage/tree_source.h"

#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

Result<std::optional<std::string_view>> getWriting(MDB_txn* transaction,
                                                   const Environment& environment, MDB_dbi tree,
                                                   std::string_view key) {
    if (auto guarded = environment.guard(transaction, tree, key, Reach::Leaf); !guarded) {
        return std::move(guarded).error();
    }
    MDB_val keyVal = toVal(key);
    MDB_val value{};
    const int code = mdb_get(transaction, tree, &keyVal, &value);
    if (code == MDB_NOTFOUND) {
        return std::optional<std::string_view>();
    }
    if (code != 0) {
        return lmdbError(code, "read", environment.directory());
    }
    return std::optional(toView(value));
}

}  // namespace

Result<std::optional<std::string_view>> TreeSource::get(MDB_dbi tree, std::string_view key) const {
    if (m_snapshot == nullptr) {
        return getWriting(m_transaction, *m_environment, tree, key);
    }
    auto cursor = m_snapshot->cursor(tree);
    if (!cursor) {
        return std::move(cursor).error();
    }
    const auto found = cursor->seek(key);
    if (found == PageCursor::Found::No ||
        (found == PageCursor::Found::Yes && cursor->key() != key)) {
        return std::optional<std::string_view>();
    }
    const auto value = found == PageCursor::Found::Yes ? cursor->value() : std::nullopt;
    if (!value) {
        return lmdbError(MDB_CORRUPTED, "read", m_environment->directory());
    }
    return value;
}

}  // namespace engine::storage
