#pragma once

#include <lmdb.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/storage/environment.h"

namespace engine::storage {

// Looks at the leaves that a write is about to touch before LMDB does, which would end the process
// where one is damaged. Branch pages and the free list were checked at the start (open_check.h);
// what this process has written is sound. For the writer thread.
class WriteGuard final {
public:
    // With `isAllSound` every page was checked at the start: there is nothing left to look at.
    WriteGuard(const Environment& environment, bool isAllSound)
        : m_environment(&environment), m_isAllSound(isAllSound) {}

    // A write transaction begins: the trees are those of the last commit.
    void begin();
    Result<void> check(MDB_txn* transaction, MDB_dbi tree, std::string_view key, Reach reach);

private:
    bool isSound(const PageCursor& cursor);
    bool areSound(PageCursor& cursor, std::string_view key, Reach reach);
    bool areAroundSound(const PageCursor& cursor);

    const Environment* m_environment;
    bool m_isAllSound;
    std::array<std::optional<TreeRoot>, treesMax + 2> m_roots;
    std::vector<bool> m_checked;  // by page
    // A put follows a look at the same key.
    std::optional<MDB_dbi> m_lastTree;
    std::string m_lastKey;
};

}  // namespace engine::storage
