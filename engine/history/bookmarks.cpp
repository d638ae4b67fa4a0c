#include "engine/history/bookmarks.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"

namespace engine::history {
namespace {

using storage::RecordKind;

constexpr std::uint8_t formatVersion = 1;

std::string padded(std::string text, std::size_t width) {
    text.insert(0, width - std::min(width, text.size()), '0');
    return text;
}

// Unique without randomness: no two bookmarks are the same record of the log.
std::string idOf(Timestamp time, storage::Sequence record) {
    constexpr std::size_t timeDigits = 14;
    constexpr std::size_t recordDigits = 20;
    return padded(std::to_string(time.milliseconds), timeDigits) + "-" +
           padded(std::to_string(record), recordDigits);
}

std::string encode(const Bookmark& bookmark) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u8(formatVersion);
    writer.u8(static_cast<std::uint8_t>(bookmark.kind));
    writer.sized(bookmark.name);
    writer.u64(static_cast<std::uint64_t>(bookmark.time.milliseconds));
    writer.u64(bookmark.sequence);
    return bytes;
}

Result<void> put(storage::WriteTransaction& transaction, Bookmark& bookmark) {
    bookmark.id = idOf(bookmark.time, transaction.sequence() + 1);
    return transaction.putRecord(RecordKind::Bookmark, bookmark.id, encode(bookmark));
}

}  // namespace

Result<Bookmark> decodeBookmark(const storage::StoredRecord& record) {
    ByteReader reader(record.body);
    const auto version = reader.u8();
    Bookmark bookmark;
    bookmark.id = record.key;
    const auto kind = reader.u8();
    bookmark.kind = static_cast<BookmarkKind>(kind);
    bookmark.name = reader.sized();
    bookmark.time = {static_cast<std::int64_t>(reader.u64())};
    bookmark.sequence = reader.u64();
    const bool isKnown = kind >= static_cast<std::uint8_t>(BookmarkKind::Manual) &&
                         kind <= static_cast<std::uint8_t>(BookmarkKind::Restore);
    if (version != formatVersion || !isKnown || reader.failed() || !reader.atEnd()) {
        return Error::corrupt("The bookmark " + record.key + " cannot be read.");
    }
    return bookmark;
}

// Times are whole milliseconds, and a read as of one shows all of its changes: the moment before
// this work is the millisecond before its own.
Result<void> automaticBookmark(storage::WriteTransaction& transaction, BookmarkKind kind,
                               std::string_view text) {
    Bookmark bookmark;
    bookmark.kind = kind;
    bookmark.name = text.substr(0, bookmarkNameBytesMax);
    bookmark.time = {transaction.time().milliseconds - 1};
    bookmark.sequence = transaction.sequence();
    return put(transaction, bookmark);
}

Result<Bookmark> addBookmark(storage::WriteTransaction& transaction, std::string_view name) {
    Bookmark bookmark;
    bookmark.name = name;
    bookmark.time = transaction.time();
    bookmark.sequence = transaction.sequence();
    if (auto done = put(transaction, bookmark); !done) {
        return std::move(done).error();
    }
    return bookmark;
}

Result<std::vector<Bookmark>> listBookmarks(storage::ReadTransaction& snapshot,
                                            std::string_view after, std::size_t most) {
    const auto records = snapshot.listRecords(RecordKind::Bookmark, after, most);
    if (!records) {
        return records.error();
    }
    std::vector<Bookmark> bookmarks;
    for (const auto& record : *records) {
        auto bookmark = decodeBookmark(record);
        if (!bookmark) {
            return std::move(bookmark).error();
        }
        bookmarks.push_back(*std::move(bookmark));
    }
    return bookmarks;
}

Result<std::size_t> countBookmarks(storage::ReadTransaction& snapshot) {
    constexpr std::size_t pageSize = 1000;
    std::size_t count = 0;
    std::string after;
    while (true) {
        const auto records = snapshot.listRecords(RecordKind::Bookmark, after, pageSize);
        if (!records) {
            return records.error();
        }
        count += records->size();
        if (records->size() < pageSize) {
            return count;
        }
        after = records->back().key;
    }
}

Result<void> forgetBookmarks(storage::WriteTransaction& transaction,
                             const std::vector<Bookmark>& bookmarks, Timestamp historyBegin) {
    for (const auto& bookmark : bookmarks) {
        if (bookmark.kind == BookmarkKind::Manual || bookmark.time >= historyBegin) {
            continue;
        }
        auto done = transaction.deleteRecord(RecordKind::Bookmark, bookmark.id);
        if (!done) {
            return done;
        }
    }
    return {};
}

}  // namespace engine::history
