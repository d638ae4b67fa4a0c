#include "engine/history/stream_shards.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <tuple>
#include <utility>

#include "engine/base/crc32c.h"
#include "engine/base/ensure.h"
#include "engine/base/iso_time.h"

namespace engine::history {

namespace {

using storage::Sequence;

constexpr std::size_t sequenceDigits = 20;  // of any std::uint64_t, behind a leading 1

bool isReadable(const TableStream& stream, Timestamp now) {
    return stream.isOpen() || stream.stream.disabledAt.value_or(Timestamp{}).milliseconds +
                                      streamRetentionMilliseconds >
                                  now.milliseconds;
}

// A dropped table's streams ended with it.
TableStream streamOf(const std::shared_ptr<const schema::Table>& table,
                     const schema::Stream& stream, const storage::DroppedTable* dropped) {
    TableStream found{table, stream};
    if (dropped != nullptr && found.isOpen()) {
        found.stream.last = dropped->droppedBy;
        found.stream.disabledAt = dropped->droppedAt;
    }
    return found;
}

std::optional<TableStream> findIn(const std::shared_ptr<const schema::Table>& table,
                                  std::string_view label, const storage::DroppedTable* dropped,
                                  Timestamp now) {
    for (const auto& stream : table->streams) {
        if (stream.label == label) {
            auto found = streamOf(table, stream, dropped);
            return isReadable(found, now) ? std::optional(std::move(found)) : std::nullopt;
        }
    }
    return std::nullopt;
}

void appendReadable(const std::shared_ptr<const schema::Table>& table,
                    const storage::DroppedTable* dropped, Timestamp now,
                    std::vector<TableStream>& out) {
    for (const auto& stream : table->streams) {
        auto found = streamOf(table, stream, dropped);
        if (isReadable(found, now)) {
            out.push_back(std::move(found));
        }
    }
}

// YYYY-MM-DDTHH:MM:SS.mmm, UTC.
std::string labelOf(Timestamp time) {
    auto text = isoTime(time);
    text.pop_back();  // Z
    return text;
}

std::string padded(std::uint64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    text.insert(0, width - std::min(width, text.size()), '0');
    return text;
}

}  // namespace

Timestamp streamTime(const storage::HistoryExtent& extent, const Clock& clock) {
    return std::max(extent.end, clock.now());
}

std::vector<TableStream> readableStreams(const storage::Catalog& catalog, Timestamp now,
                                         const std::optional<std::string>& tableName) {
    std::vector<TableStream> streams;
    for (const auto& table : catalog.tables()) {
        if (!tableName || table->name == *tableName) {
            appendReadable(table, nullptr, now, streams);
        }
    }
    for (const auto& dropped : catalog.droppedTables()) {
        if (!tableName || dropped.table->name == *tableName) {
            appendReadable(dropped.table, &dropped, now, streams);
        }
    }
    std::sort(streams.begin(), streams.end(),
              [](const TableStream& left, const TableStream& right) {
                  return std::tie(left.table->name, left.stream.label) <
                         std::tie(right.table->name, right.stream.label);
              });
    return streams;
}

std::optional<TableStream> findStream(const storage::Catalog& catalog, Timestamp now,
                                      std::string_view tableName, std::string_view label) {
    if (const auto table = catalog.find(tableName)) {
        if (auto found = findIn(table, label, nullptr, now)) {
            return found;
        }
    }
    for (const auto& dropped : catalog.droppedTables()) {
        if (dropped.table->name == tableName) {
            if (auto found = findIn(dropped.table, label, &dropped, now)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

std::optional<TableStream> findStream(const storage::Catalog& catalog, Timestamp now,
                                      schema::TableNumber table, std::string_view label) {
    if (const auto present = catalog.find(table)) {
        return findIn(present, label, nullptr, now);
    }
    const auto dropped = catalog.findDropped(table);
    return dropped ? findIn(dropped->table, label, &*dropped, now) : std::nullopt;
}

void beginStream(schema::Table& table, std::string viewType, Timestamp now, Sequence record,
                 std::string_view labelFrom) {
    ENSURE(table.openStream() == nullptr);
    forgetOldStreams(table, now);
    std::string newest(labelFrom);
    if (!table.streams.empty()) {
        newest = std::max(newest, table.streams.back().label);
    }
    schema::Stream stream;
    stream.viewType = std::move(viewType);
    stream.after = record;
    stream.createdAt = now;
    Timestamp labelled = now;
    stream.label = labelOf(labelled);
    while (stream.label <= newest) {
        ++labelled.milliseconds;
        stream.label = labelOf(labelled);
    }
    table.streams.push_back(std::move(stream));
}

void endStream(schema::Table& table, Timestamp now, Sequence record) {
    ENSURE(table.openStream() != nullptr);
    table.streams.back().last = record;
    table.streams.back().disabledAt = now;
}

void forgetOldStreams(schema::Table& table, Timestamp now) {
    std::erase_if(table.streams, [&](const schema::Stream& stream) {
        return !isReadable({nullptr, stream}, now);
    });
}

std::string sequenceText(Sequence sequence) {
    return "1" + padded(sequence, sequenceDigits);
}

std::optional<Sequence> parseSequence(std::string_view text) {
    if (text.size() != sequenceDigits + 1 || text.front() != '1') {
        return std::nullopt;
    }
    Sequence sequence = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 1, end, sequence);
    return read.ec == std::errc() && read.ptr == end ? std::optional(sequence) : std::nullopt;
}

Result<StreamShards> StreamShards::open(storage::Database& database, const Clock& clock,
                                        TableStream stream) {
    const auto snapshot = database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto last = (*snapshot)->sequence();
    if (!last) {
        return last.error();
    }
    const auto lastTime = (*snapshot)->time();
    if (!lastTime) {
        return lastTime.error();
    }
    StreamShards shards(database, std::move(stream));
    const auto extent = database.history();
    shards.m_first = extent.first;
    shards.m_last = *last;
    shards.m_lastTime = *lastTime;
    shards.m_now = streamTime(extent, clock);
    return shards;
}

Timestamp StreamShards::begin(std::uint64_t number) const {
    return {m_stream.stream.createdAt.milliseconds +
            static_cast<std::int64_t>(number) * shardMilliseconds};
}

std::uint64_t StreamShards::numberAt(Timestamp time) const {
    const std::int64_t age = time.milliseconds - m_stream.stream.createdAt.milliseconds;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(age, 0) / shardMilliseconds);
}

// The window that a new record would fall into as far as the log goes; a quiet hour closes nothing,
// so that a clock that is set back cannot reopen a shard that a reader has left.
std::uint64_t StreamShards::newest() const {
    return numberAt(m_stream.isOpen() ? m_lastTime
                                      : m_stream.stream.disabledAt.value_or(m_lastTime));
}

std::string StreamShards::idOf(std::uint64_t number) const {
    constexpr std::size_t digits = 20;
    std::array<char, 16> hash{};
    std::snprintf(hash.data(), hash.size(), "%08x",
                  crc32c(m_stream.stream.label, crc32c(m_stream.table->id)));
    const auto time = static_cast<std::uint64_t>(begin(number).milliseconds);
    return "shardId-" + padded(time, digits) + "-" + hash.data();
}

// The last record before the window begins.
Result<Sequence> StreamShards::lastBefore(std::uint64_t number) const {
    const auto found = m_database.sequenceAt({begin(number).milliseconds - 1});
    if (!found) {
        return found.error();
    }
    return std::max(*found, m_stream.stream.after);
}

Result<Shard> StreamShards::at(std::uint64_t number) const {
    Shard shard;
    shard.number = number;
    shard.id = idOf(number);
    const Sequence newestRecord =
        std::max(m_stream.stream.last.value_or(m_last), m_stream.stream.after);
    shard.last = newestRecord;
    shard.isClosed = !m_stream.isOpen() || number < newest();
    if (number < newest()) {
        const auto last = lastBefore(number + 1);
        if (!last) {
            return last.error();
        }
        shard.last = std::min(*last, newestRecord);
    }
    // The first shard begins with the record that made the stream, the last one ends with the
    // newest record or the one that ended it: neither is empty as long as the log has them.
    shard.first = m_stream.stream.after;
    if (number > 0) {
        const auto before = lastBefore(number);
        if (!before) {
            return before.error();
        }
        shard.first = *before + 1;
    }
    return shard;
}

Result<std::vector<Shard>> StreamShards::all() const {
    const std::int64_t horizon = m_now.milliseconds - streamRetentionMilliseconds;
    std::vector<Shard> shards;
    for (std::uint64_t number = newest() + 1; number-- > 0;) {
        if (number < newest() && begin(number + 1).milliseconds <= horizon) {
            break;
        }
        auto shard = at(number);
        if (!shard) {
            return std::move(shard).error();
        }
        if (number == newest() || shard->first <= shard->last) {
            if (!shards.empty()) {
                shards.back().parentId = shard->id;
            }
            shards.push_back(*std::move(shard));
        }
    }
    auto parent = hiddenParent(shards.back());
    if (!parent) {
        return std::move(parent).error();
    }
    shards.back().parentId = *std::move(parent);
    std::reverse(shards.begin(), shards.end());
    return shards;
}

// The shard that held the record before the first one of the oldest shard that is shown.
Result<std::optional<std::string>> StreamShards::hiddenParent(const Shard& oldest) const {
    if (oldest.number == 0 || oldest.first <= m_first) {
        return std::optional<std::string>();
    }
    const auto time = m_database.timeOf(oldest.first - 1);
    if (!time) {
        return time.error();
    }
    return std::optional<std::string>(idOf(numberAt(*time)));
}

Result<std::optional<Shard>> StreamShards::find(std::string_view id) const {
    auto shards = all();
    if (!shards) {
        return std::move(shards).error();
    }
    for (auto& shard : *shards) {
        if (shard.id == id) {
            return std::optional(std::move(shard));
        }
    }
    return std::optional<Shard>();
}

Result<Sequence> StreamShards::trimmedThrough() const {
    const auto old = m_database.sequenceAt({m_now.milliseconds - streamRetentionMilliseconds});
    if (!old) {
        return old.error();
    }
    return std::max(*old, m_first - 1);
}

}  // namespace engine::history
