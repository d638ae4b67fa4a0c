#include "engine/storage/checked_cursor.h"

#include <utility>

#include "engine/storage/lmdb_error.h"

namespace engine::storage {

Result<CheckedCursor> CheckedCursor::open(const TreeSource& source, MDB_dbi tree,
                                          std::string_view what) {
    CheckedCursor checked(source.environment(), what);
    checked.m_tree = tree;
    if (source.snapshot() != nullptr) {
        auto pages = source.snapshot()->cursor(tree);
        if (!pages) {
            return std::move(pages).error();
        }
        checked.m_pages = *pages;
        return checked;
    }
    MDB_cursor* cursor = nullptr;
    const int code = mdb_cursor_open(source.transaction(), tree, &cursor);
    if (code != 0) {
        return lmdbError(code, "read", source.environment().directory());
    }
    checked.m_cursor.reset(cursor);
    return checked;
}

Error CheckedCursor::damaged() const {
    return damagedTableRecord(m_what, m_key);
}

Result<bool> CheckedCursor::moveInPages(Move where, std::string_view at, std::string_view& value) {
    using Found = PageCursor::Found;
    const auto found = [&] {
        switch (where) {
            case Move::To: return m_pages->seek(at);
            case Move::Next: return m_pages->next();
            case Move::Previous: return m_pages->previous();
            case Move::First: return m_pages->first();
            case Move::Last: return m_pages->last();
        }
        return Found::Damaged;
    }();
    if (found == Found::No) {
        return false;
    }
    const auto bytes = found == Found::Yes ? m_pages->value() : std::nullopt;
    if (!bytes) {
        return lmdbError(MDB_CORRUPTED, "read", m_environment->directory());
    }
    m_key = m_pages->key();
    value = *bytes;
    return true;
}

Result<bool> CheckedCursor::moveInTransaction(Move where, std::string_view at,
                                              std::string_view& value) {
    constexpr std::string_view behindAll = "\xff\xff\xff\xff\xff\xff\xff\xff";
    const auto [operation, near] = [&]() -> std::pair<MDB_cursor_op, std::string_view> {
        switch (where) {
            case Move::To: return {MDB_SET_RANGE, at};
            case Move::Next: return {MDB_NEXT, m_key};
            case Move::Previous: return {MDB_PREV, m_key};
            case Move::First: return {MDB_FIRST, {}};
            case Move::Last: break;
        }
        return {MDB_LAST, behindAll};
    }();
    if (auto guarded =
            m_environment->guard(mdb_cursor_txn(m_cursor.get()), m_tree, near, Reach::Neighbours);
        !guarded) {
        return std::move(guarded).error();
    }
    MDB_val key = toVal(at);
    MDB_val bytes{};
    const int code = mdb_cursor_get(m_cursor.get(), &key, &bytes, operation);
    if (code == MDB_NOTFOUND) {
        return false;
    }
    if (code != 0) {
        return lmdbError(code, "read", m_environment->directory());
    }
    m_key = toView(key);
    value = toView(bytes);
    return true;
}

Result<bool> CheckedCursor::move(Move where, std::string_view at) {
    std::string_view value;
    auto moved = m_pages ? moveInPages(where, at, value) : moveInTransaction(where, at, value);
    if (!moved || !*moved) {
        return moved;
    }
    const auto record = openRecord(m_key, value);
    if (!record) {
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
    auto found = move(*before ? Move::Next : Move::First);
    if (found && *found && m_key < at) {
        return damaged();
    }
    return found;
}

Result<bool> CheckedCursor::seekBefore(std::string_view at) {
    auto behind = move(Move::To, at);
    if (!behind) {
        return behind;
    }
    if (*behind && m_key < at) {
        return damaged();
    }
    auto found = move(*behind ? Move::Previous : Move::Last);
    if (found && *found && m_key >= at) {
        return damaged();
    }
    return found;
}

Result<bool> CheckedCursor::step(bool forward) {
    const std::string_view last = m_key;
    auto found = move(forward ? Move::Next : Move::Previous);
    if (found && *found && (forward ? m_key <= last : m_key >= last)) {
        return damaged();
    }
    return found;
}

}  // namespace engine::storage
