#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/stream_shards.h"
#include "engine/values/item_view.h"

// Reading the records of a shard, and the iterators that remember a place in one.
namespace engine::history {

inline constexpr std::size_t streamPageRecordsMax = 1000;
inline constexpr std::size_t streamPageBytesMax = std::size_t{1} << 20U;
inline constexpr std::int64_t iteratorLifeMilliseconds = std::int64_t{15} * 60 * 1000;

enum class StreamEvent { Insert, Modify, Remove };

struct StreamRecord {
    storage::Sequence sequence = 0;
    Timestamp time;
    StreamEvent event = StreamEvent::Insert;
    bool byTimeToLive = false;
    values::EncodedItem keys;
    std::optional<values::EncodedItem> newImage;  // as the view type says
    std::optional<values::EncodedItem> oldImage;
    std::size_t sizeBytes = 0;  // of keys and images
};

struct StreamPage {
    std::vector<StreamRecord> records;
    storage::Sequence position = 0;  // read up to and with this record
    bool isAtEnd = false;            // the shard is closed and there is nothing more in it
};

// Records of a shard behind `after`. Reads a bounded part of the log, so a page can be short or
// empty though more follows. TrimmedDataAccess when the log does not reach back that far.
Result<StreamPage> readShard(storage::Database& database, const TableStream& stream,
                             const Shard& shard, storage::Sequence after, std::size_t recordsMax);

// A place in a shard, as the text that GetShardIterator gives. It needs no state here, so it
// survives a restart; a checksum with the database's id in it refuses what was not made for this
// database.
struct ShardIterator {
    schema::TableNumber table = 0;
    std::string label;  // of the stream
    std::uint64_t shard = 0;
    storage::Sequence after = 0;
    Timestamp createdAt;
    // Made with TRIM_HORIZON: what has become too old in the meantime is skipped, not refused.
    bool skipsTrimmed = false;
    friend bool operator==(const ShardIterator&, const ShardIterator&) = default;
};

// `streamArn` ends in the label.
std::string encodeIterator(const ShardIterator& iterator, std::string_view streamArn,
                           std::string_view databaseId);
// nullopt: not made by encodeIterator() for this database.
std::optional<ShardIterator> decodeIterator(std::string_view text, std::string_view databaseId);

// 32 hex digits that differ from record to record and stay the same for one.
std::string eventIdOf(std::string_view databaseId, storage::Sequence sequence);

}  // namespace engine::history
