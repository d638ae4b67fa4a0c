#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/os/random_file.h"
#include "engine/base/result.h"
#include "engine/storage/segment_format.h"

namespace engine::storage {

// The frames of one segment from the front, raw or sealed.
class FrameSource {
public:
    virtual ~FrameSource() = default;
    // The body of the next frame, a view until the next call; nullopt at the end. In a raw segment
    // whatever is not a sound frame is the end: the caller knows how far it must reach.
    virtual Result<std::optional<std::string_view>> next() = 0;
    virtual const SegmentHeader& header() const = 0;
    // Bytes read from the disk so far.
    virtual std::uint64_t bytesRead() const = 0;
    // Where the next frame of a raw segment begins.
    virtual std::uint64_t offset() const = 0;
    // Everything up to and including this sequence was passed or skipped; 0 before the first group.
    virtual Sequence passed() const = 0;
};

struct SegmentRange {
    Sequence after = 0;  // groups that end at or before this one may be skipped
    std::optional<Timestamp> around = std::nullopt;  // skip what ends before this moment
    std::uint64_t startOffset = 0;  // of a raw segment: a frame's beginning, 0: the first one
    std::optional<std::uint32_t> mark = std::nullopt;  // only blocks with this mark
};

// Corrupt when the file is not a segment of this database.
Result<std::unique_ptr<FrameSource>> openSegment(const std::string& path,
                                                 std::string_view databaseId,
                                                 const SegmentRange& range);

Result<SealedIndex> readSealedIndex(const os::RandomFile& file, const SegmentHeader& header);

// Compresses a closed raw segment whose last record is `last` and puts it in the place of the raw
// one, which it is told by its header.
Result<void> sealSegment(const std::string& path, std::string_view databaseId, Sequence last);

}  // namespace engine::storage
