#include <algorithm>
#include <utility>

#include <zstd.h>

#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"
#include "engine/base/os/files.h"
#include "engine/storage/group_records.h"
#include "engine/storage/segment_reader.h"

namespace engine::storage {
namespace {

// Large enough to compress well, small enough that one item's change is read quickly.
constexpr std::size_t blockBytes = std::size_t{256} << 10U;
constexpr int compressionLevel = 3;
constexpr std::string_view temporaryEnd = ".new";

class Sealer final {
public:
    Sealer(os::RandomFile file, const SegmentHeader& header)
        : m_file(std::move(file)), m_header(header), m_context(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

    Result<void> begin(std::string_view databaseId) {
        m_header.sealed = true;
        return m_file.write(0, encodeSegmentHeader(m_header, databaseId));
    }

    Result<void> add(std::string_view body) {
        if (const auto checkpoint = checkpointOf(body)) {
            m_index.checkpoint = std::max(m_index.checkpoint, *checkpoint);
            return {};
        }
        const auto span = groupSpanOf(body);
        if (!span || !collectMarks(body)) {
            return Error::corrupt("The change log is damaged: " + m_file.path());
        }
        if (m_raw.empty()) {
            m_block.first = span->first;
            m_block.begin = span->time;
        }
        m_block.last = span->last;
        m_index.last = span->last;
        m_index.end = span->time;
        ByteWriter writer(m_raw);
        writer.u32(static_cast<std::uint32_t>(body.size()));
        writer.raw(body);
        return m_raw.size() >= blockBytes ? finishBlock() : Result<void>();
    }

    Result<void> finish() {
        if (!m_raw.empty()) {
            if (auto done = finishBlock(); !done) {
                return done;
            }
        }
        if (auto done = m_file.write(m_offset, encodeSealedIndex(m_index, m_header.epoch)); !done) {
            return done;
        }
        return m_file.flush();
    }

private:
    bool collectMarks(std::string_view body) {
        FrameReader frame;
        LogRecord record;
        if (!frame.open(body)) {
            return false;
        }
        while (frame.next(record)) {
            if (record.kind == LogRecord::Kind::Change) {
                m_block.marks.push_back(tableMark(record.change.table));
                m_block.marks.push_back(
                    partitionMark(record.change.table, record.change.partition));
            }
        }
        return !frame.failed();
    }

    Result<void> finishBlock() {
        m_stored.resize(ZSTD_compressBound(m_raw.size()));
        const auto size = ZSTD_compressCCtx(m_context.get(), m_stored.data(), m_stored.size(),
                                            m_raw.data(), m_raw.size(), compressionLevel);
        if (ZSTD_isError(size) != 0) {
            return Error::internal("The change log cannot be compressed.");
        }
        m_stored.resize(size);
        std::sort(m_block.marks.begin(), m_block.marks.end());
        m_block.marks.erase(std::unique(m_block.marks.begin(), m_block.marks.end()),
                            m_block.marks.end());
        m_block.offset = m_offset;
        m_block.storedBytes = static_cast<std::uint32_t>(size);
        m_block.rawBytes = static_cast<std::uint32_t>(m_raw.size());
        m_block.checksum = crc32c(m_stored);
        if (auto done = m_file.write(m_offset, m_stored); !done) {
            return done;
        }
        m_offset += size;
        m_index.blocks.push_back(std::exchange(m_block, {}));
        m_raw.clear();
        return {};
    }

    os::RandomFile m_file;
    SegmentHeader m_header;
    std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> m_context;
    SealedIndex m_index;
    SealedBlock m_block;
    std::string m_raw;
    std::string m_stored;
    std::uint64_t m_offset = segmentHeaderBytes;
};

}  // namespace

Result<void> sealSegment(const std::string& path, std::string_view databaseId, Sequence last) {
    auto frames = openSegment(path, databaseId, {});
    if (!frames) {
        return std::move(frames).error();
    }
    const std::string temporary = path + std::string(temporaryEnd);
    if (auto removed = os::removeTree(temporary); !removed) {
        return removed;
    }
    auto file = os::RandomFile::create(temporary);
    if (!file) {
        return std::move(file).error();
    }
    const SegmentHeader header = (*frames)->header();
    Sealer sealer(*std::move(file), header);
    if (auto begun = sealer.begin(databaseId); !begun) {
        return begun;
    }
    while (true) {
        const auto body = (*frames)->next();
        if (!body) {
            return body.error();
        }
        // Behind its last record a torn segment may hold what looks like frames but never counted.
        const auto span = *body ? groupSpanOf(**body) : std::nullopt;
        if (!*body || (span && span->last > last)) {
            break;
        }
        if (auto added = sealer.add(**body); !added) {
            return added;
        }
    }
    if ((*frames)->passed() < last && last >= header.first) {
        return Error::corrupt("The change log is damaged: " + path);
    }
    if (auto finished = sealer.finish(); !finished) {
        return finished;
    }
    if (auto moved = os::renamePath(temporary, path); !moved) {
        return moved;
    }
    return os::flushDirectory(path.substr(0, path.rfind('/')));
}

}  // namespace engine::storage
