#pragma once

#include <lmdb.h>

#include <memory>
#include <optional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/storage/record.h"
#include "engine/storage/tree_source.h"

namespace engine::storage {

// A cursor that believes nothing: each record's checksum, the strict order of keys, both neighbours
// of a place it was sent to, and each page are checked, so that a damaged key or page, or a page
// written to a wrong place, shows as an error and not as a missing item.
class CheckedCursor final {
public:
    static Result<CheckedCursor> open(const TreeSource& source, MDB_dbi tree,
                                      std::string_view what);

    // Each tells whether there is such a record. `at` may be any bytes.
    Result<bool> seek(std::string_view at);        // the first record with key >= at
    Result<bool> seekBefore(std::string_view at);  // the last record with key < at
    Result<bool> step(bool forward);

    std::string_view key() const { return m_key; }
    const OpenRecord& record() const { return m_record; }
    Error damaged() const;  // the current record

private:
    struct Closer {
        void operator()(MDB_cursor* cursor) const { mdb_cursor_close(cursor); }
    };
    enum class Move { To, Next, Previous, First, Last };
    CheckedCursor(const Environment& environment, std::string_view what)
        : m_environment(&environment), m_what(what) {}
    Result<bool> move(Move where, std::string_view at = {});
    Result<bool> moveInPages(Move where, std::string_view at, std::string_view& value);
    Result<bool> moveInTransaction(Move where, std::string_view at, std::string_view& value);

    const Environment* m_environment;
    std::optional<PageCursor> m_pages;             // in a snapshot
    std::unique_ptr<MDB_cursor, Closer> m_cursor;  // in a write transaction
    MDB_dbi m_tree = 0;
    std::string_view m_what;  // a literal: "item", "index entry"
    std::string_view m_key;
    OpenRecord m_record;
};

}  // namespace engine::storage
