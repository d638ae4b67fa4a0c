#pragma once

#include <lmdb.h>

#include <array>
#include <optional>
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
    explicit WriteGuard(const Environment& environment) : m_environment(&environment) {}

    // A write transaction begins: the trees are those of the last commit.
    void begin() { m_roots = {}; }
    // The leaf of the key and those around it, which LMDB may merge with it.
    Result<void> check(MDB_txn* transaction, MDB_dbi tree, std::string_view key);

private:
    bool isSound(const PageCursor& cursor);
    bool areSound(PageCursor& cursor, std::string_view key);

    const Environment* m_environment;
    std::array<std::optional<TreeRoot>, treesMax + 2> m_roots;
    std::vector<bool> m_checked;  // by page
};

}  // namespace engine::storage
