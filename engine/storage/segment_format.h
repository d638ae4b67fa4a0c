#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/changes.h"

// Bytes of the files in log/ (FORMAT.md, "The change log").
namespace engine::storage {

inline constexpr std::size_t segmentHeaderBytes = 64;
inline constexpr std::size_t frameHeadBytes = 8;
// Of the body, when it is written: far above the largest transaction, 100 items of 400 KB before
// and after. Readers take longer ones: versions before this limit have written them.
inline constexpr std::size_t frameBytesMax = std::size_t{256} << 20U;

struct SegmentHeader {
    std::uint32_t number = 0;
    Sequence first = 1;  // of the first record in it
    std::uint64_t epoch = 0;
    Timestamp begin;  // time of the last record before it
    bool sealed = false;
    // Each frame was flushed before the next was written, so that a sound one behind one that is
    // not tells of damage, and not of a power cut.
    bool flushesEach = false;
};

std::string encodeSegmentHeader(const SegmentHeader& header, std::string_view databaseId);
// nullopt when these are not the bytes of a header of this database.
std::optional<SegmentHeader> decodeSegmentHeader(std::string_view bytes,
                                                 std::string_view databaseId);

// "NNNNNNNNNN.seg"
std::string segmentName(std::uint32_t number);
std::optional<std::uint32_t> segmentNumber(std::string_view name);

// Fills in the first frameHeadBytes of a frame: length and checksum of the rest.
void sealFrame(std::string& frame, std::uint64_t epoch);
struct FrameHead {
    std::uint32_t length = 0;
    std::uint32_t checksum = 0;
};
FrameHead readFrameHead(std::string_view bytes);
bool isFrameGood(const FrameHead& head, std::string_view body, std::uint64_t epoch);

// First byte of a frame's body.
inline constexpr std::uint8_t groupFrame = 1;
inline constexpr std::uint8_t checkpointFrame = 2;

// A frame that says that checkpoint `number` is on the disk; and back.
std::string makeCheckpointFrame(std::uint64_t number);
std::optional<std::uint64_t> checkpointOf(std::string_view frameBody);

// What is known of a group without taking it apart.
struct GroupSpan {
    Sequence first = 0;
    Sequence last = 0;
    Timestamp time;
};
std::optional<GroupSpan> groupSpanOf(std::string_view frameBody);

// Whether a block of a sealed segment may hold changes of a table, or of one of its partitions.
std::uint32_t tableMark(schema::TableNumber table);
std::uint32_t partitionMark(schema::TableNumber table, std::string_view partition);

// A part of a sealed segment that is compressed by itself.
struct SealedBlock {
    std::uint64_t offset = 0;
    std::uint32_t storedBytes = 0;
    std::uint32_t rawBytes = 0;
    std::uint32_t checksum = 0;  // of the stored bytes
    Sequence first = 0;
    Sequence last = 0;
    Timestamp begin;                   // of its first group
    std::vector<std::uint32_t> marks;  // sorted
};

struct SealedIndex {
    Sequence last = 0;  // of the segment
    Timestamp end;
    std::uint64_t checkpoint = 0;  // the highest that the segment tells of
    std::vector<SealedBlock> blocks;
};

// The index with its trailer, as it ends a sealed segment.
std::string encodeSealedIndex(const SealedIndex& index, std::uint64_t epoch);
inline constexpr std::size_t sealedTrailerBytes = 16;
// Bytes of the index before the trailer; nullopt when the trailer is not one.
std::optional<std::uint64_t> sealedIndexBytes(std::string_view trailer);
// `bytes`: index and trailer.
std::optional<SealedIndex> decodeSealedIndex(std::string_view bytes, std::uint64_t epoch);

}  // namespace engine::storage
