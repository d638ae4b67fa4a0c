#pragma once

#include <lmdb.h>

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/storage/record.h"

namespace engine::storage {

// A cursor that believes nothing: each record's checksum, the strict order of keys, both neighbours
// of a place it was sent to, and the number that each leaf page bears are checked, so that a
// damaged key or branch page, or a page written to a wrong place, shows as an error and not as a
// missing item.
class CheckedCursor final {
public:
    static Result<CheckedCursor> open(MDB_txn* transaction, MDB_dbi tree, std::string_view what,
                                      const std::string& directory);

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
    CheckedCursor(MDB_cursor* cursor, std::string_view what, const std::string& directory)
        : m_cursor(cursor), m_what(what), m_directory(&directory) {}
    Result<bool> move(MDB_cursor_op operation, std::string_view at = {});
    bool isInItsPlace(const void* bytes);

    std::unique_ptr<MDB_cursor, Closer> m_cursor;
    std::string_view m_what;         // a literal: "item", "index entry"
    const std::string* m_directory;  // the Environment's, which outlives its transactions
    std::string_view m_key;
    OpenRecord m_record;
    const char* m_map = nullptr;  // the data file in memory
    std::size_t m_mapBytes = 0;
    std::size_t m_page = ~std::size_t{0};  // the last one that was checked
};

}  // namespace engine::storage
