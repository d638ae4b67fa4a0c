#pragma once

#include <lmdb.h>

#include <optional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/storage/environment.h"

namespace engine::storage {

// The trees as a snapshot has them, read without LMDB (PageCursor), or as a write transaction has
// them, whose new pages only LMDB knows. Made where it is used; both must outlive it.
class TreeSource final {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): every function that reads takes either.
    TreeSource(const Snapshot& snapshot)
        : m_snapshot(&snapshot),
          m_transaction(snapshot.transaction()),
          m_environment(&snapshot.environment()) {}
    TreeSource(MDB_txn* writing, const Environment& environment)
        : m_transaction(writing), m_environment(&environment) {}

    const Environment& environment() const { return *m_environment; }
    const Snapshot* snapshot() const { return m_snapshot; }  // null in a write transaction
    MDB_txn* transaction() const { return m_transaction; }

    // What stands under a key, not looked into. Corrupt when a page on the way is damaged.
    Result<std::optional<std::string_view>> get(MDB_dbi tree, std::string_view key) const;

private:
    const Snapshot* m_snapshot = nullptr;
    MDB_txn* m_transaction;
    const Environment* m_environment;
};

}  // namespace engine::storage
