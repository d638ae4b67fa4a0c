#include "engine/storage/segment_format.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"
#include "engine/storage/key_layout.h"

namespace engine::storage {
namespace {

constexpr std::string_view segmentMagic = "TMLOGSEG";
constexpr std::string_view indexMagic = "TMSEALED";
constexpr std::uint16_t segmentVersion = 1;
constexpr std::size_t identityBytes = 16;
constexpr std::size_t nameDigits = 10;
constexpr std::string_view nameEnd = ".seg";

// The identity of a database is told by its checksummed id, so that a segment that was copied
// from elsewhere is not taken for ours.
std::string identityOf(std::string_view databaseId) {
    std::string hex;
    std::copy_if(databaseId.begin(), databaseId.end(), std::back_inserter(hex),
                 [](char c) { return c != '-'; });
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size() && bytes.size() < identityBytes; at += 2) {
        unsigned value = 0;
        std::from_chars(hex.data() + at, hex.data() + at + 2, value, 16);
        bytes.push_back(static_cast<char>(value));
    }
    bytes.resize(identityBytes);
    return bytes;
}

std::string epochBytes(std::uint64_t epoch) {
    std::string bytes;
    ByteWriter(bytes).u64(epoch);
    return bytes;
}

std::uint32_t markOf(std::string_view bytes) {
    return static_cast<std::uint32_t>(partitionHash(bytes));
}

}  // namespace

std::string encodeSegmentHeader(const SegmentHeader& header, std::string_view databaseId) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.raw(segmentMagic);
    writer.u16(segmentVersion);
    writer.u16(header.sealed ? 1 : 0);
    writer.u32(header.number);
    writer.u64(header.first);
    writer.u64(header.epoch);
    writer.u64(static_cast<std::uint64_t>(header.begin.milliseconds));
    writer.raw(identityOf(databaseId));
    writer.u32(header.flushesEach ? 1 : 0);
    writer.u32(crc32c(bytes));
    return bytes;
}

std::optional<SegmentHeader> decodeSegmentHeader(std::string_view bytes,
                                                 std::string_view databaseId) {
    if (bytes.size() < segmentHeaderBytes) {
        return std::nullopt;
    }
    bytes = bytes.substr(0, segmentHeaderBytes);
    ByteReader reader(bytes);
    const bool isOurs = reader.raw(segmentMagic.size()) == segmentMagic;
    const auto version = reader.u16();
    const auto kind = reader.u16();
    SegmentHeader header;
    header.number = reader.u32();
    header.first = reader.u64();
    header.epoch = reader.u64();
    header.begin.milliseconds = static_cast<std::int64_t>(reader.u64());
    const bool isHere = reader.raw(identityBytes) == identityOf(databaseId);
    const auto flags = reader.u32();
    const bool isWhole = reader.u32() == crc32c(bytes.substr(0, segmentHeaderBytes - 4));
    if (!isOurs || version != segmentVersion || kind > 1 || !isHere || !isWhole) {
        return std::nullopt;
    }
    header.sealed = kind == 1;
    header.flushesEach = (flags & 1U) != 0;
    return header;
}

std::string segmentName(std::uint32_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, nameDigits - digits.size(), '0');
    return digits + std::string(nameEnd);
}

std::optional<std::uint32_t> segmentNumber(std::string_view name) {
    std::uint32_t number = 0;
    if (name.size() != nameDigits + nameEnd.size() || !name.ends_with(nameEnd)) {
        return std::nullopt;
    }
    const auto parsed = std::from_chars(name.data(), name.data() + nameDigits, number);
    if (parsed.ec != std::errc() || parsed.ptr != name.data() + nameDigits) {
        return std::nullopt;
    }
    return number;
}

void sealFrame(std::string& frame, std::uint64_t epoch) {
    std::string head;
    ByteWriter writer(head);
    writer.u32(static_cast<std::uint32_t>(frame.size() - frameHeadBytes));
    writer.u32(
        crc32c(std::string_view(frame).substr(frameHeadBytes), crc32c(epochBytes(epoch) + head)));
    std::copy(head.begin(), head.end(), frame.begin());
}

FrameHead readFrameHead(std::string_view bytes) {
    ByteReader reader(bytes);
    FrameHead head;
    head.length = reader.u32();
    head.checksum = reader.u32();
    return head;
}

bool isFrameGood(const FrameHead& head, std::string_view body, std::uint64_t epoch) {
    std::string seed = epochBytes(epoch);
    ByteWriter(seed).u32(head.length);
    return head.length != 0 && body.size() == head.length &&
           crc32c(body, crc32c(seed)) == head.checksum;
}

std::string makeCheckpointFrame(std::uint64_t number) {
    std::string frame(frameHeadBytes, '\0');
    ByteWriter writer(frame);
    writer.u8(checkpointFrame);
    writer.u64(number);
    return frame;
}

std::optional<std::uint64_t> checkpointOf(std::string_view frameBody) {
    ByteReader reader(frameBody);
    const auto kind = reader.u8();
    const auto number = reader.u64();
    return kind == checkpointFrame && !reader.failed() ? std::optional(number) : std::nullopt;
}

std::optional<GroupSpan> groupSpanOf(std::string_view frameBody) {
    ByteReader reader(frameBody);
    const auto kind = reader.u8();
    GroupSpan span;
    span.first = reader.u64();
    span.time.milliseconds = static_cast<std::int64_t>(reader.u64());
    const auto count = reader.u32();
    if (kind != groupFrame || reader.failed() || count == 0) {
        return std::nullopt;
    }
    span.last = span.first + count - 1;
    return span;
}

std::uint32_t tableMark(schema::TableNumber table) {
    std::string bytes;
    ByteWriter(bytes).u32(table);
    return markOf(bytes);
}

std::uint32_t partitionMark(schema::TableNumber table, std::string_view partition) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u32(table);
    writer.raw(partition);
    return markOf(bytes);
}

std::string encodeSealedIndex(const SealedIndex& index, std::uint64_t epoch) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u64(index.last);
    writer.u64(static_cast<std::uint64_t>(index.end.milliseconds));
    writer.u64(index.checkpoint);
    writer.varint(index.blocks.size());
    for (const auto& block : index.blocks) {
        writer.u64(block.offset);
        writer.u32(block.storedBytes);
        writer.u32(block.rawBytes);
        writer.u32(block.checksum);
        writer.u64(block.first);
        writer.u64(block.last);
        writer.u64(static_cast<std::uint64_t>(block.begin.milliseconds));
        writer.varint(block.marks.size());
        for (const auto mark : block.marks) {
            writer.u32(mark);
        }
    }
    const auto size = bytes.size();
    const auto checksum = crc32c(bytes, crc32c(epochBytes(epoch)));
    writer.u32(static_cast<std::uint32_t>(size));
    writer.u32(checksum);
    writer.raw(indexMagic);
    return bytes;
}

std::optional<std::uint64_t> sealedIndexBytes(std::string_view trailer) {
    ByteReader reader(trailer);
    const auto size = reader.u32();
    reader.u32();
    if (reader.rest() != indexMagic) {
        return std::nullopt;
    }
    return size;
}

std::optional<SealedIndex> decodeSealedIndex(std::string_view bytes, std::uint64_t epoch) {
    if (bytes.size() < sealedTrailerBytes) {
        return std::nullopt;
    }
    const auto body = bytes.substr(0, bytes.size() - sealedTrailerBytes);
    ByteReader trailer(bytes.substr(body.size()));
    if (trailer.u32() != body.size() || trailer.u32() != crc32c(body, crc32c(epochBytes(epoch)))) {
        return std::nullopt;
    }
    ByteReader reader(body);
    SealedIndex index;
    index.last = reader.u64();
    index.end.milliseconds = static_cast<std::int64_t>(reader.u64());
    index.checkpoint = reader.u64();
    const auto blocks = reader.varint();
    for (std::uint64_t i = 0; i < blocks && !reader.failed(); ++i) {
        SealedBlock block;
        block.offset = reader.u64();
        block.storedBytes = reader.u32();
        block.rawBytes = reader.u32();
        block.checksum = reader.u32();
        block.first = reader.u64();
        block.last = reader.u64();
        block.begin.milliseconds = static_cast<std::int64_t>(reader.u64());
        const auto marks = reader.varint();
        for (std::uint64_t j = 0; j < marks && !reader.failed(); ++j) {
            block.marks.push_back(reader.u32());
        }
        index.blocks.push_back(std::move(block));
    }
    return reader.failed() ? std::nullopt : std::optional(std::move(index));
}

}  // namespace engine::storage
