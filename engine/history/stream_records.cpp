#include "engine/history/stream_records.h"

#include <algorithm>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"
#include "engine/base/sha256.h"

namespace engine::history {

namespace {

using storage::Change;
using storage::Sequence;
using values::AttributeMap;
using values::EncodedItem;
using values::ItemView;

constexpr std::uint64_t logBytesPerPage = std::uint64_t{64} << 20U;

constexpr std::string_view iteratorMark = "|1|";
constexpr std::uint8_t iteratorVersion = 1;
constexpr std::uint8_t skipsTrimmedFlag = 1;

EncodedItem keysOf(const schema::Table& table, ItemView image) {
    AttributeMap keys;
    for (const auto* key : {&table.partitionKey, table.sortKey ? &*table.sortKey : nullptr}) {
        const auto value = key == nullptr ? std::nullopt : image.find(key->name);
        if (value) {
            keys.emplace(key->name, value->decode());
        }
    }
    return EncodedItem(keys);
}

std::optional<EncodedItem> copyIf(bool wanted, const std::optional<ItemView>& image) {
    return wanted && image ? std::optional(EncodedItem(std::string(image->bytes()))) : std::nullopt;
}

StreamRecord recordOf(const TableStream& stream, const Change& change) {
    const auto& view = stream.stream.viewType;
    StreamRecord record;
    record.sequence = change.sequence;
    record.time = change.time;
    record.byTimeToLive = change.origin == storage::ChangeOrigin::TimeToLive;
    if (change.before) {
        record.event = change.after ? StreamEvent::Modify : StreamEvent::Remove;
    }
    record.keys =
        keysOf(*stream.table, change.after ? *change.after : change.before.value_or(ItemView()));
    record.newImage = copyIf(view == "NEW_IMAGE" || view == "NEW_AND_OLD_IMAGES", change.after);
    record.oldImage = copyIf(view == "OLD_IMAGE" || view == "NEW_AND_OLD_IMAGES", change.before);
    record.sizeBytes = record.keys.view().sizeBytes();
    for (const auto* image : {&record.newImage, &record.oldImage}) {
        record.sizeBytes += *image ? (*image)->view().sizeBytes() : 0;
    }
    return record;
}

// Adds what the reader gives until the page is full or there is no more.
Result<void> fill(storage::ChangeReader& reader, const TableStream& stream, std::size_t recordsMax,
                  StreamPage& page) {
    std::size_t bytes = 0;
    while (page.records.size() < recordsMax) {
        const auto change = reader.next();
        if (!change) {
            return change.error();
        }
        if (!*change) {
            page.position = reader.position();
            return {};
        }
        auto record = recordOf(stream, **change);
        bytes += record.sizeBytes;
        if (!page.records.empty() && bytes > streamPageBytesMax) {
            return {};
        }
        page.position = record.sequence;
        page.records.push_back(std::move(record));
    }
    return {};
}

std::uint32_t iteratorChecksum(std::string_view arn, std::string_view payload,
                               std::string_view databaseId) {
    return crc32c(payload, crc32c(arn, crc32c(databaseId)));
}

}  // namespace

Result<StreamPage> readShard(storage::Database& database, const TableStream& stream,
                             const Shard& shard, Sequence after, std::size_t recordsMax) {
    StreamPage page;
    // Before the shard's first record there is nothing of it.
    page.position = std::max(after, std::max(shard.first, Sequence{1}) - 1);
    if (page.position < shard.last) {
        storage::ChangeFilter filter;
        filter.table = stream.table->number;
        filter.bytesMax = logBytesPerPage;
        const auto reader = database.readChanges(filter, page.position, shard.last);
        if (!reader) {
            return reader.error();
        }
        if (auto filled = fill(**reader, stream, recordsMax, page); !filled) {
            return std::move(filled).error();
        }
    }
    page.isAtEnd = shard.isClosed && page.position >= shard.last;
    return page;
}

std::string encodeIterator(const ShardIterator& iterator, std::string_view streamArn,
                           std::string_view databaseId) {
    std::string payload;
    ByteWriter writer(payload);
    writer.u8(iteratorVersion);
    writer.u8(iterator.skipsTrimmed ? skipsTrimmedFlag : 0);
    writer.u32(iterator.table);
    writer.u64(iterator.shard);
    writer.u64(iterator.after);
    writer.u64(static_cast<std::uint64_t>(iterator.createdAt.milliseconds));
    writer.u32(iteratorChecksum(streamArn, payload, databaseId));
    std::string text(streamArn);
    text += iteratorMark;
    appendBase64(payload, text);
    return text;
}

std::optional<ShardIterator> decodeIterator(std::string_view text, std::string_view databaseId) {
    const auto mark = text.find(iteratorMark);
    if (mark == std::string_view::npos) {
        return std::nullopt;
    }
    const auto arn = text.substr(0, mark);
    const auto payload = fromBase64(text.substr(mark + iteratorMark.size()));
    constexpr std::size_t checksumBytes = 4;
    if (!payload || payload->size() <= checksumBytes) {
        return std::nullopt;
    }
    const std::string_view content(payload->data(), payload->size() - checksumBytes);
    ByteReader reader(*payload);
    const auto version = reader.u8();
    const auto flags = reader.u8();
    ShardIterator iterator;
    iterator.label = arn.substr(arn.rfind('/') + 1);
    iterator.skipsTrimmed = flags == skipsTrimmedFlag;
    iterator.table = reader.u32();
    iterator.shard = reader.u64();
    iterator.after = reader.u64();
    iterator.createdAt.milliseconds = static_cast<std::int64_t>(reader.u64());
    const auto checksum = reader.u32();
    if (version != iteratorVersion || reader.failed() || !reader.atEnd() ||
        checksum != iteratorChecksum(arn, content, databaseId)) {
        return std::nullopt;
    }
    return iterator;
}

std::string eventIdOf(std::string_view databaseId, Sequence sequence) {
    constexpr std::size_t bytes = 16;
    constexpr std::string_view digits = "0123456789abcdef";
    Sha256 hash;
    hash.add(databaseId);
    hash.add(std::to_string(sequence));
    const auto digest = hash.finish();
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) {
        text.push_back(digits[digest[i] >> 4U]);
        text.push_back(digits[digest[i] & 15U]);
    }
    return text;
}

}  // namespace engine::history
