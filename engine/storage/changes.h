#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/schema/keys.h"
#include "engine/values/item_view.h"

// What the change log holds, as its readers see it. Layout of every byte: FORMAT.md.
namespace engine::storage {

// Number of a record of the log: 1, 2, 3, ... over the whole database, without gaps.
using Sequence = std::uint64_t;

enum class ChangeOrigin : std::uint8_t {
    User,
    TimeToLive,  // deleted by the sweeper
    Restore,     // copied by a restore
    Import,
};

// One change of one item. Views live until the next call of ChangeReader::next().
struct Change {
    Sequence sequence = 0;
    Timestamp time;        // never goes back from one change to the next
    Sequence request = 0;  // of the first record of the request that it was part of
    schema::TableNumber table = 0;
    ChangeOrigin origin = ChangeOrigin::User;
    std::string_view actor;      // who asked: an access key id or "window"; may be empty
    std::string_view partition;  // schema::PrimaryKey
    std::string_view sort;
    std::optional<values::ItemView> before;  // nullopt: the item was added
    std::optional<values::ItemView> after;   // nullopt: the item was deleted
};

struct ChangeFilter {
    std::optional<schema::TableNumber> table;
    // With a table only: partition key bytes. Parts of the log without it are skipped unread.
    std::optional<std::string> partition;
    // When not 0: the reader gives up after about so many bytes of the log, with nullopt and a
    // position() before the end of its range, so that a call takes bounded time.
    std::uint64_t bytesMax = 0;
};

// Reads the log forwards. Not thread-safe; may be used on any one thread, as long as the Database
// lives. Unlike a ReadTransaction it may be kept open: it holds no page of the database.
class ChangeReader {
public:
    virtual ~ChangeReader() = default;
    // The next change that passes the filter; nullopt at the end of the range. Corrupt when a part
    // of the log is damaged.
    virtual Result<std::optional<Change>> next() = 0;
    // The last sequence that was passed, whether or not it was a change that passed the filter.
    virtual Sequence position() const = 0;
};

// What the log still holds.
struct HistoryExtent {
    Sequence first = 1;          // the oldest record that can be read; last + 1 when there is none
    Sequence last = 0;           // the newest committed record
    Timestamp begin;             // as-of reads are right from this moment on
    Timestamp end;               // time of the newest record
    std::uint64_t bytes = 0;     // on disk
    std::uint64_t segments = 0;  // files
};

// How much the log keeps. A dropped table is kept as long as the log reaches back to its end.
struct Retention {
    std::int64_t milliseconds = std::int64_t{35} * 24 * 3600 * 1000;
    std::uint64_t bytes = std::uint64_t{20} << 30U;
};

}  // namespace engine::storage
