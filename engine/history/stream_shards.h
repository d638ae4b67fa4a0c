#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/storage/database.h"

// Streams as windows on the change log. Nothing is stored for them but schema::Stream: shards
// follow from the times of the log's records, which never go back, so neither a restart nor a clock
// that jumps changes a shard that was once seen (facts/streams-backup-pitr.md section 1).
namespace engine::history {

// How long a stream's records can be read, and how long a shard takes new ones.
inline constexpr std::int64_t streamRetentionMilliseconds = std::int64_t{24} * 3600 * 1000;
inline constexpr std::int64_t shardMilliseconds = std::int64_t{4} * 3600 * 1000;

// A stream of a present table, or of a dropped one: that ended when the table did.
struct TableStream {
    std::shared_ptr<const schema::Table> table;
    schema::Stream stream;  // last and disabledAt are set when it ended, in either way

    bool isOpen() const { return !stream.last.has_value(); }
};

// The time by which records and streams age: that of the clock, but never before the newest record.
Timestamp streamTime(const storage::HistoryExtent& extent, const Clock& clock);

// Streams that can be read at `now`, by table name and label. `tableName`: only those of tables
// that have, or had, this name.
std::vector<TableStream> readableStreams(const storage::Catalog& catalog, Timestamp now,
                                         const std::optional<std::string>& tableName);
std::optional<TableStream> findStream(const storage::Catalog& catalog, Timestamp now,
                                      std::string_view tableName, std::string_view label);
std::optional<TableStream> findStream(const storage::Catalog& catalog, Timestamp now,
                                      schema::TableNumber table, std::string_view label);

// Begins a stream at `now` with the record that changes the table so; the stream's own records are
// those behind it. Its label is later than those of the table's earlier streams and not before
// `labelFrom`. The table has no open stream.
void beginStream(schema::Table& table, std::string viewType, Timestamp now,
                 storage::Sequence record, std::string_view labelFrom = {});
// Ends the open stream with the record that changes the table so.
void endStream(schema::Table& table, Timestamp now, storage::Sequence record);
// Forgets the streams that cannot be read any more.
void forgetOldStreams(schema::Table& table, Timestamp now);

// 21 digits, in the order of the sequences as numbers and as texts.
std::string sequenceText(storage::Sequence sequence);
std::optional<storage::Sequence> parseSequence(std::string_view text);

struct Shard {
    std::uint64_t number = 0;  // 4-hour windows since the stream began; those without records skip
    std::string id;
    std::optional<std::string> parentId;
    storage::Sequence first = 0;  // its records are among first ... last
    storage::Sequence last = 0;   // while it is open: the newest so far
    bool isClosed = false;
};

// The shards of one stream at one moment: up to the newest record that is committed, so that nobody
// is shown what a power cut could take back. Borrows the database.
class StreamShards final {
public:
    static Result<StreamShards> open(storage::Database& database, const Clock& clock,
                                     TableStream stream);

    const TableStream& stream() const { return m_stream; }
    // Oldest first; at least one. A shard is left out when all it can hold is a day old.
    Result<std::vector<Shard>> all() const;
    // nullopt: no such shard, or a day old.
    Result<std::optional<Shard>> find(std::string_view id) const;
    // The shard with a number that it had when it was found, even when it is a day old by now.
    // Without its parent.
    Result<Shard> at(std::uint64_t number) const;
    // The last record of the database that is too old to be read.
    Result<storage::Sequence> trimmedThrough() const;

private:
    StreamShards(storage::Database& database, TableStream stream)
        : m_database(database), m_stream(std::move(stream)) {}
    Timestamp begin(std::uint64_t number) const;
    std::uint64_t numberAt(Timestamp time) const;
    std::uint64_t newest() const;
    std::string idOf(std::uint64_t number) const;
    Result<storage::Sequence> lastBefore(std::uint64_t number) const;
    Result<std::optional<std::string>> hiddenParent(const Shard& oldest) const;

    storage::Database& m_database;
    TableStream m_stream;
    storage::Sequence m_first = 1;  // of the log
    storage::Sequence m_last = 0;   // committed, and its time
    Timestamp m_lastTime;
    Timestamp m_now;
};

}  // namespace engine::history
