#include "engine/storage/write_guard.h"

#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

// A leaf that shrinks is merged with the next one, and the two within the same group once more.
constexpr int neighbours = 2;

}  // namespace

bool WriteGuard::isSound(const PageCursor& cursor) {
    const layout::PageNumber number = cursor.leafNumber();
    if (number < m_checked.size() && m_checked[number]) {
        return true;
    }
    if (!isWhole(m_environment->pages(), cursor.leafPage(), PageKind::Leaf)) {
        return false;
    }
    if (number >= m_checked.size()) {
        m_checked.resize(number + number / 2 + 1);
    }
    m_checked[number] = true;
    return true;
}

bool WriteGuard::areSound(PageCursor& cursor, std::string_view key, Reach reach) {
    using Found = PageCursor::Found;
    if (reach == Reach::Leaf) {
        const Found found = cursor.seekLeaf(key);
        return found == Found::Yes ? isSound(cursor) : found == Found::No;
    }
    Found found = cursor.seek(key);
    if (found == Found::No) {
        found = cursor.last();
    }
    return found == Found::Yes ? areAroundSound(cursor) : found == Found::No;
}

bool WriteGuard::areAroundSound(const PageCursor& cursor) {
    using Found = PageCursor::Found;
    for (const bool forward : {true, false}) {
        PageCursor around = cursor;
        Found found = Found::Yes;
        for (int i = 0; i <= neighbours && found == Found::Yes; ++i) {
            if (!isSound(around)) {
                return false;
            }
            found = forward ? around.nextLeaf() : around.previousLeaf();
        }
        if (found == Found::Damaged) {
            return false;
        }
    }
    return true;
}

void WriteGuard::begin() {
    m_roots = {};
    m_lastTree.reset();
}

Result<void> WriteGuard::check(MDB_txn* transaction, MDB_dbi tree, std::string_view key,
                               Reach reach) {
    if (m_isAllSound || (reach == Reach::Leaf && m_lastTree == tree && m_lastKey == key)) {
        return {};
    }
    auto& root = m_roots[tree];
    if (!root) {
        const auto found = m_environment->root(transaction, tree);
        if (!found) {
            return found.error();
        }
        root = *found;
    }
    PageCursor cursor(m_environment->pages(), root->page, root->depth);
    if (!areSound(cursor, key, reach)) {
        return lmdbError(MDB_CORRUPTED, "write to", m_environment->directory());
    }
    m_lastTree = tree;
    m_lastKey = key;
    return {};
}

}  // namespace engine::storage
