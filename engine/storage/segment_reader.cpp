#include "engine/storage/segment_reader.h"

#include <algorithm>
#include <utility>

#include <zstd.h>

#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"

namespace engine::storage {
namespace {

constexpr std::size_t chunkBytes = std::size_t{1} << 20U;

Error damagedSegment(const std::string& path) {
    return Error::corrupt("The change log is damaged: " + path);
}

class RawFrames final : public FrameSource {
public:
    RawFrames(os::RandomFile file, SegmentHeader header, std::uint64_t offset)
        : m_file(std::move(file)),
          m_header(header),
          m_offset(offset == 0 ? segmentHeaderBytes : offset),
          m_bufferOffset(m_offset) {}

    Result<std::optional<std::string_view>> next() override {
        auto head = take(m_offset, frameHeadBytes);
        if (!head) {
            return std::move(head).error();
        }
        if (head->size() < frameHeadBytes) {
            return std::optional<std::string_view>();
        }
        const FrameHead frame = readFrameHead(*head);
        const auto isHeld = holds(m_offset + frameHeadBytes, frame.length);
        if (!isHeld) {
            return isHeld.error();
        }
        if (frame.length == 0 || !*isHeld) {
            return std::optional<std::string_view>();
        }
        auto body = take(m_offset + frameHeadBytes, frame.length);
        if (!body) {
            return std::move(body).error();
        }
        if (!isFrameGood(frame, *body, m_header.epoch)) {
            return std::optional<std::string_view>();
        }
        m_offset += frameHeadBytes + frame.length;
        if (const auto span = groupSpanOf(*body)) {
            m_passed = span->last;
        }
        return std::optional(*body);
    }

    const SegmentHeader& header() const override { return m_header; }
    std::uint64_t bytesRead() const override { return m_bytesRead; }
    std::uint64_t offset() const override { return m_offset; }
    Sequence passed() const override { return m_passed; }

private:
    // A damaged length must not make room for what the file does not have. It may still grow.
    Result<bool> holds(std::uint64_t offset, std::size_t size) const {
        if (size <= chunkBytes) {
            return true;
        }
        const auto bytes = m_file.size();
        return bytes ? Result<bool>(offset + size <= *bytes) : bytes.error();
    }

    // Bytes of the file, read in large pieces; fewer at its end.
    Result<std::string_view> take(std::uint64_t offset, std::size_t size) {
        const bool isInside =
            offset >= m_bufferOffset && offset + size <= m_bufferOffset + m_buffer.size();
        if (!isInside) {
            if (auto read = m_file.read(offset, std::max(size, chunkBytes), m_buffer); !read) {
                return std::move(read).error();
            }
            m_bufferOffset = offset;
            m_bytesRead += m_buffer.size();
        }
        return std::string_view(m_buffer).substr(static_cast<std::size_t>(offset - m_bufferOffset),
                                                 std::min<std::size_t>(size, m_buffer.size()));
    }

    os::RandomFile m_file;
    SegmentHeader m_header;
    std::uint64_t m_offset;
    std::string m_buffer;
    std::uint64_t m_bufferOffset;
    std::uint64_t m_bytesRead = 0;
    Sequence m_passed = 0;
};

class SealedFrames final : public FrameSource {
public:
    SealedFrames(os::RandomFile file, SegmentHeader header, SealedIndex index, SegmentRange range)
        : m_file(std::move(file)),
          m_header(header),
          m_index(std::move(index)),
          m_range(std::move(range)),
          m_context(ZSTD_createDCtx(), ZSTD_freeDCtx) {}

    Result<std::optional<std::string_view>> next() override {
        while (m_rest.empty()) {
            if (m_block == m_index.blocks.size()) {
                m_passed = m_index.last;
                return std::optional<std::string_view>();
            }
            const SealedBlock& block = m_index.blocks[m_block];
            ++m_block;
            if (isWanted(block)) {
                if (auto loaded = load(block); !loaded) {
                    return std::move(loaded).error();
                }
            } else {
                m_passed = block.last;
            }
        }
        ByteReader reader(m_rest);
        const auto body = reader.raw(reader.u32());
        if (reader.failed()) {
            return damagedSegment(m_file.path());
        }
        m_rest = reader.rest();
        if (const auto span = groupSpanOf(body)) {
            m_passed = span->last;
        }
        return std::optional(body);
    }

    const SegmentHeader& header() const override { return m_header; }
    std::uint64_t bytesRead() const override { return m_bytesRead; }
    std::uint64_t offset() const override { return 0; }
    Sequence passed() const override { return m_passed; }

private:
    bool isWanted(const SealedBlock& block) const {
        // Every block before the next one begins behind a moment reaches it, the last one closest.
        const bool isBefore = m_range.around && m_block < m_index.blocks.size() &&
                              m_index.blocks[m_block].begin <= *m_range.around;
        return block.last > m_range.after && !isBefore &&
               (!m_range.mark ||
                std::binary_search(block.marks.begin(), block.marks.end(), *m_range.mark));
    }

    Result<void> load(const SealedBlock& block) {
        if (auto read = m_file.read(block.offset, block.storedBytes, m_stored); !read) {
            return read;
        }
        m_bytesRead += m_stored.size();
        if (m_stored.size() != block.storedBytes || crc32c(m_stored) != block.checksum) {
            return damagedSegment(m_file.path());
        }
        m_raw.resize(block.rawBytes);
        const auto size = ZSTD_decompressDCtx(m_context.get(), m_raw.data(), m_raw.size(),
                                              m_stored.data(), m_stored.size());
        if (ZSTD_isError(size) != 0 || size != m_raw.size()) {
            return damagedSegment(m_file.path());
        }
        m_rest = m_raw;
        return {};
    }

    os::RandomFile m_file;
    SegmentHeader m_header;
    SealedIndex m_index;
    SegmentRange m_range;
    std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> m_context;
    std::size_t m_block = 0;
    std::string m_stored;
    std::string m_raw;
    std::string_view m_rest;
    std::uint64_t m_bytesRead = 0;
    Sequence m_passed = 0;
};

}  // namespace

Result<SealedIndex> readSealedIndex(const os::RandomFile& file, const SegmentHeader& header) {
    const auto size = file.size();
    if (!size) {
        return size.error();
    }
    std::string bytes;
    if (*size < segmentHeaderBytes + sealedTrailerBytes) {
        return damagedSegment(file.path());
    }
    if (auto read = file.read(*size - sealedTrailerBytes, sealedTrailerBytes, bytes); !read) {
        return std::move(read).error();
    }
    const auto indexBytes = sealedIndexBytes(bytes);
    if (!indexBytes || *indexBytes > *size - segmentHeaderBytes - sealedTrailerBytes) {
        return damagedSegment(file.path());
    }
    const auto whole = static_cast<std::size_t>(*indexBytes + sealedTrailerBytes);
    if (auto read = file.read(*size - whole, whole, bytes); !read) {
        return std::move(read).error();
    }
    auto index = decodeSealedIndex(bytes, header.epoch);
    if (!index) {
        return damagedSegment(file.path());
    }
    return *std::move(index);
}

Result<std::unique_ptr<FrameSource>> openSegment(const std::string& path,
                                                 std::string_view databaseId,
                                                 const SegmentRange& range) {
    auto file = os::RandomFile::openToRead(path);
    if (!file) {
        return std::move(file).error();
    }
    std::string bytes;
    if (auto read = file->read(0, segmentHeaderBytes, bytes); !read) {
        return std::move(read).error();
    }
    const auto header = decodeSegmentHeader(bytes, databaseId);
    if (!header) {
        return damagedSegment(path);
    }
    if (!header->sealed) {
        return std::unique_ptr<FrameSource>(
            std::make_unique<RawFrames>(*std::move(file), *header, range.startOffset));
    }
    auto index = readSealedIndex(*file, *header);
    if (!index) {
        return std::move(index).error();
    }
    return std::unique_ptr<FrameSource>(
        std::make_unique<SealedFrames>(*std::move(file), *header, *std::move(index), range));
}

}  // namespace engine::storage
