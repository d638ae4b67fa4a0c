#include "engine/storage/checked_cursor.h"

#include <cstring>
#include <functional>

#include "engine/storage/environment.h"
#include "engine/storage/lmdb_error.h"

namespace engine::storage {

Result<CheckedCursor> CheckedCursor::open(MDB_txn* transaction, MDB_dbi tree, std::string_view what,
                                          const std::string& directory) {
    MDB_cursor* cursor = nullptr;
    const int code = mdb_cursor_open(transaction, tree, &cursor);
    if (code != 0) {
        return lmdbError(code, "read", directory);
    }
    CheckedCursor checked(cursor, what, directory);
    MDB_envinfo info{};
    if (mdb_env_info(mdb_txn_env(transaction), &info) == 0) {
        checked.m_map = static_cast<const char*>(info.me_mapaddr);
        checked.m_mapBytes = info.me_mapsize;
    }
    return checked;
}

// A page begins with its own number. Pages that the transaction itself has written are not in the
// map and not checked.
bool CheckedCursor::isInItsPlace(const void* bytes) {
    constexpr std::size_t pageBytes = 4096;
    const auto offset = static_cast<std::size_t>(static_cast<const char*>(bytes) - m_map);
    if (m_map == nullptr || std::less<>()(static_cast<const char*>(bytes), m_map) ||
        offset >= m_mapBytes || offset / pageBytes == m_page) {
        return true;
    }
    m_page = offset / pageBytes;
    std::size_t number = 0;
    std::memcpy(&number, m_map + m_page * pageBytes, sizeof(number));
    return number == m_page;
}

Error CheckedCursor::damaged() const {
    return damagedTableRecord(m_what, m_key);
}

Result<bool> CheckedCursor::move(MDB_cursor_op operation, std::string_view at) {
    MDB_val key = toVal(at);
    MDB_val value{};
    const int code = mdb_cursor_get(m_cursor.get(), &key, &value, operation);
    if (code == MDB_NOTFOUND) {
        return false;
    }
    if (code != 0) {
        return lmdbError(code, "read", *m_directory);
    }
    m_key = toView(key);
    const auto record = openRecord(m_key, toView(value));
    if (!record || !isInItsPlace(key.mv_data)) {
        return damaged();
    }
    m_record = *record;
    return true;
}

Result<bool> CheckedCursor::seek(std::string_view at) {
    auto before = seekBefore(at);
    if (!before) {
        return before;
    }
    auto found = move(*before ? MDB_NEXT : MDB_FIRST);
    if (found && *found && m_key < at) {
        return damaged();
    }
    return found;
}

Result<bool> CheckedCursor::seekBefore(std::string_view at) {
    auto behind = move(MDB_SET_RANGE, at);
    if (!behind) {
        return behind;
    }
    if (*behind && m_key < at) {
        return damaged();
    }
    auto found = move(*behind ? MDB_PREV : MDB_LAST);
    if (found && *found && m_key >= at) {
        return damaged();
    }
    return found;
}

Result<bool> CheckedCursor::step(bool forward) {
    const std::string_view last = m_key;
    auto found = move(forward ? MDB_NEXT : MDB_PREV);
    if (found && *found && (forward ? m_key <= last : m_key >= last)) {
        return damaged();
    }
    return found;
}

}  // namespace engine::storage
