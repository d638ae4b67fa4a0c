#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/storage/database.h"

// Named moments of the log. Those that nobody asked for mark what somebody may want to go back
// behind.
namespace engine::history {

enum class BookmarkKind : std::uint8_t {
    Manual = 1,
    Restart = 2,
    SchemaChange = 3,  // a table was made, changed or deleted
    BulkOperation = 4,
    Import = 5,
    Restore = 6,
};

struct Bookmark {
    std::string id;  // begins with 14 digits of milliseconds, so that ids sort by age
    BookmarkKind kind = BookmarkKind::Manual;
    std::string name;
    Timestamp time;                  // what a read as of this time shows is what is meant
    storage::Sequence sequence = 0;  // the last record that belongs to the moment
};

inline constexpr std::size_t bookmarkNameBytesMax = 255;

// Part of a work's apply(). The moment is the one before what the work changes.
Result<void> automaticBookmark(storage::WriteTransaction& transaction, BookmarkKind kind,
                               std::string_view text);
// The moment is the one that the work finds.
Result<Bookmark> addBookmark(storage::WriteTransaction& transaction, std::string_view name);

// Oldest first, behind the id `after`.
Result<std::vector<Bookmark>> listBookmarks(storage::ReadTransaction& snapshot,
                                            std::string_view after, std::size_t most);
Result<Bookmark> decodeBookmark(const storage::StoredRecord& record);  // Corrupt
Result<std::size_t> countBookmarks(storage::ReadTransaction& snapshot);

// Forgets the automatic ones of a list whose moment can no longer be read.
Result<void> forgetBookmarks(storage::WriteTransaction& transaction,
                             const std::vector<Bookmark>& bookmarks, Timestamp historyBegin);

}  // namespace engine::history
