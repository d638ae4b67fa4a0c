#include "engine/storage/change_log.h"

#include <algorithm>
#include <utility>

#include "engine/base/os/files.h"

namespace engine::storage {
namespace {

constexpr std::uint64_t landmarkBytes = std::uint64_t{256} << 10U;
// Room that is made ahead, so that a flush writes data only: it takes half the time then. A little
// at first, for databases that stay small.
constexpr std::uint64_t roomBytesMin = std::uint64_t{64} << 10U;
constexpr std::uint64_t roomBytesMax = std::uint64_t{1} << 20U;

Error brokenLog(const std::string& directory, Sequence from, Sequence to) {
    return Error::corrupt(
        "The change log in " + directory + " lacks the changes " + std::to_string(from) + " to " +
        std::to_string(to) +
        ", so the database cannot be brought to its last state. Nothing was changed; restore it "
        "from a backup.");
}

Result<std::uint64_t> writeSegment(const std::string& directory, const SegmentHeader& header,
                                   std::string_view databaseId, os::RandomFile& file) {
    const std::string path = directory + "/" + segmentName(header.number);
    auto created = os::RandomFile::create(path);
    if (!created) {
        return std::move(created).error();
    }
    file = *std::move(created);
    const std::string bytes = encodeSegmentHeader(header, databaseId);
    if (auto written = file.write(0, bytes); !written) {
        return std::move(written).error();
    }
    if (auto flushed = file.flush(); !flushed) {
        return std::move(flushed).error();
    }
    if (auto flushed = os::flushDirectory(directory); !flushed) {
        return std::move(flushed).error();
    }
    return bytes.size();
}

// At the end of what is sound: with a sound frame behind the one that is not, the latter was on
// the disk once and has been damaged. Taking it for a torn one would lose acknowledged writes.
Result<void> checkNothingFollows(const std::string& path, std::uint64_t offset,
                                 std::uint64_t epoch) {
    const auto file = os::RandomFile::openToRead(path);
    if (!file) {
        return file.error();
    }
    const auto size = file->size();
    if (!size) {
        return size.error();
    }
    std::string bytes;
    if (auto read = file->read(offset, frameHeadBytes, bytes); !read) {
        return read;
    }
    const FrameHead bad = readFrameHead(bytes);
    if (bytes.size() < frameHeadBytes || bad.length == 0) {
        return {};
    }
    const std::uint64_t behind = offset + frameHeadBytes + bad.length;
    if (auto read = file->read(behind, frameHeadBytes, bytes); !read) {
        return read;
    }
    const FrameHead next = readFrameHead(bytes);
    const bool isHeld =
        bytes.size() == frameHeadBytes && behind + frameHeadBytes + next.length <= *size;
    if (!isHeld || next.length == 0) {
        return {};
    }
    if (auto read = file->read(behind + frameHeadBytes, next.length, bytes); !read) {
        return read;
    }
    if (isFrameGood(next, bytes, epoch)) {
        return Error::corrupt("The change log is damaged: " + path +
                              " has a broken group at byte " + std::to_string(offset) +
                              " in front of a sound one. Nothing was changed; restore the "
                              "database from a backup.");
    }
    return {};
}

}  // namespace

Result<void> ChangeLog::create(const ChangeLogOptions& options) {
    if (auto made = os::makeDirectory(options.directory); !made) {
        return made;
    }
    os::RandomFile file;
    const SegmentHeader header{.number = 1,
                               .first = 1,
                               .epoch = options.random->next(),
                               .begin = {},
                               .sealed = false,
                               .flushesEach = options.flushesEach};
    auto written = writeSegment(options.directory, header, options.databaseId, file);
    return written ? Result<void>() : std::move(written).error();
}

std::string ChangeLog::pathOf(std::uint32_t number) const {
    return m_options.directory + "/" + segmentName(number);
}

Result<std::unique_ptr<ChangeLog>> ChangeLog::open(ChangeLogOptions options, Sequence applied) {
    std::unique_ptr<ChangeLog> log(new ChangeLog(std::move(options)));
    if (auto loaded = log->load(applied); !loaded) {
        return std::move(loaded).error();
    }
    return log;
}

// The headers of all files, by number. Files that never became segments are removed; a damaged
// file is left where it is, for whoever wants to look at it.
Result<std::vector<Segment>> ChangeLog::readHeaders() {
    auto names = os::listDirectory(m_options.directory);
    if (!names) {
        return std::move(names).error();
    }
    std::sort(names->begin(), names->end());
    std::vector<Segment> segments;
    for (const auto& name : *names) {
        const std::string path = m_options.directory + "/" + name;
        const auto number = segmentNumber(name);
        auto file = number ? os::RandomFile::openToWrite(path) : Result<os::RandomFile>(Error{});
        if (!number) {
            if (auto removed = os::removeTree(path); !removed) {
                return std::move(removed).error();
            }
            continue;
        }
        if (!file) {
            return std::move(file).error();
        }
        std::string bytes;
        if (auto read = file->read(0, segmentHeaderBytes, bytes); !read) {
            return std::move(read).error();
        }
        const auto header = decodeSegmentHeader(bytes, m_options.databaseId);
        if (!header || header->number != *number) {
            if (os::fileBytes(path) <= segmentHeaderBytes) {
                if (auto removed = os::removeTree(path); !removed) {
                    return std::move(removed).error();
                }
            }
            continue;
        }
        if (auto flushed = file->flush(); !flushed) {
            return std::move(flushed).error();
        }
        Segment segment{.number = *number,
                        .first = header->first,
                        .last = header->first - 1,
                        .begin = header->begin,
                        .end = header->begin,
                        .epoch = header->epoch,
                        .bytes = os::fileBytes(path),
                        .sealed = header->sealed,
                        .flushesEach = header->flushesEach,
                        .checkpoint = 0,
                        .landmarks = {}};
        if (header->sealed) {
            const auto index = readSealedIndex(*file, *header);
            if (!index) {
                continue;
            }
            segment.last = std::max(index->last, segment.last);
            segment.end = std::max(index->end, segment.begin);
            segment.checkpoint = index->checkpoint;
        }
        segments.push_back(std::move(segment));
    }
    return segments;
}

// Finds the end of a raw segment; `end`: its records behind this one never counted.
Result<void> ChangeLog::walk(Segment& segment, std::optional<Sequence> end) {
    auto frames = openSegment(pathOf(segment.number), m_options.databaseId, {});
    if (!frames) {
        return std::move(frames).error();
    }
    std::uint64_t offset = segmentHeaderBytes;
    std::uint64_t landmark = 0;
    while (true) {
        const auto body = (*frames)->next();
        if (!body) {
            return body.error();
        }
        if (!*body) {
            break;
        }
        const auto span = groupSpanOf(**body);
        if (span && (span->first != segment.last + 1 || (end && span->last > *end))) {
            break;
        }
        if (span) {
            if (segment.landmarks.empty() || offset - landmark >= landmarkBytes) {
                segment.landmarks.push_back({span->first, span->time, offset});
                landmark = offset;
            }
            segment.last = span->last;
            segment.end = span->time;
        }
        segment.checkpoint = std::max(segment.checkpoint, checkpointOf(**body).value_or(0));
        offset = (*frames)->offset();
    }
    if (!end && segment.flushesEach) {
        return checkNothingFollows(pathOf(segment.number), offset, segment.epoch);
    }
    return {};
}

// From the newest segment back: each must reach the one behind it.
Result<void> ChangeLog::dropStray(std::vector<Segment>& segments, Sequence applied) {
    std::vector<Segment> chain;
    for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
        const auto end = chain.empty() ? std::nullopt : std::optional(chain.back().first - 1);
        if (!segment->sealed) {
            if (auto walked = walk(*segment, end); !walked) {
                return walked;
            }
        }
        m_checkpoint = std::max(m_checkpoint, segment->checkpoint);
        const bool isEmpty = segment->last < segment->first;
        if (end && segment->last < *end && !isEmpty) {
            if (*end > applied) {
                return brokenLog(m_options.directory, segment->last + 1, *end);
            }
            break;  // the history begins behind the gap
        }
        const bool isStray = isEmpty || (end && segment->first > *end);
        if (isStray && !chain.empty()) {
            if (auto removed = os::removeTree(pathOf(segment->number)); !removed) {
                return removed;
            }
            continue;
        }
        chain.push_back(std::move(*segment));
    }
    std::reverse(chain.begin(), chain.end());
    segments = std::move(chain);
    return {};
}

Result<void> ChangeLog::load(Sequence applied) {
    auto segments = readHeaders();
    if (!segments) {
        return std::move(segments).error();
    }
    if (auto flushed = os::flushDirectory(m_options.directory); !flushed) {
        return flushed;
    }
    if (auto dropped = dropStray(*segments, applied); !dropped) {
        return dropped;
    }
    if (segments->empty()) {
        return brokenLog(m_options.directory, applied + 1, applied + 1);
    }
    if (segments->back().last < applied) {
        return brokenLog(m_options.directory, segments->back().last + 1, applied);
    }
    if (segments->front().first > applied + 1) {
        return brokenLog(m_options.directory, applied + 1, segments->front().first - 1);
    }
    m_segments = *std::move(segments);
    acknowledge();
    return {};
}

std::uint64_t ChangeLog::checkpoint() const {
    const std::lock_guard lock(m_mutex);
    return m_checkpoint;
}

Sequence ChangeLog::first() const {
    const std::lock_guard lock(m_mutex);
    return m_segments.front().first;
}

HistoryExtent ChangeLog::extent() const {
    const std::lock_guard lock(m_mutex);
    HistoryExtent extent;
    extent.first = m_segments.front().first;
    extent.last = m_lastKnown;
    extent.begin = m_segments.front().begin;
    extent.end = m_endKnown;
    extent.segments = m_segments.size();
    for (const auto& segment : m_segments) {
        extent.bytes += segment.bytes;
    }
    return extent;
}

std::vector<Segment> ChangeLog::segments() const {
    const std::lock_guard lock(m_mutex);
    return m_segments;
}

Result<void> ChangeLog::rotate() {
    SegmentHeader header;
    {
        const std::lock_guard lock(m_mutex);
        const Segment& last = m_segments.back();
        header = {.number = last.number + 1,
                  .first = last.last + 1,
                  .epoch = m_options.random->next(),
                  .begin = last.end,
                  .sealed = false,
                  .flushesEach = m_options.flushesEach};
    }
    if (m_file) {
        if (auto cut = m_file->truncate(m_offset); !cut) {
            return cut;
        }
        if (auto flushed = m_file->flush(); !flushed) {
            return flushed;
        }
    }
    // A damaged file that was left where it is may have the number.
    while (os::fileBytes(pathOf(header.number)) != 0) {
        ++header.number;
    }
    os::RandomFile file;
    const auto written = writeSegment(m_options.directory, header, m_options.databaseId, file);
    if (!written) {
        return written.error();
    }
    {
        const std::lock_guard lock(m_fileMutex);
        m_file = std::make_shared<os::RandomFile>(std::move(file));
    }
    m_offset = *written;
    m_reserved = m_offset;
    m_epoch = header.epoch;
    const std::lock_guard lock(m_mutex);
    m_segments.push_back({.number = header.number,
                          .first = header.first,
                          .last = header.first - 1,
                          .begin = header.begin,
                          .end = header.begin,
                          .epoch = header.epoch,
                          .bytes = m_offset,
                          .sealed = false,
                          .flushesEach = m_options.flushesEach,
                          .checkpoint = 0,
                          .landmarks = {}});
    return {};
}

Result<void> ChangeLog::makeRoom(std::uint64_t bytes) {
    const auto from = std::max(m_offset, m_reserved);
    m_reserved = m_offset + bytes + std::clamp(m_offset, roomBytesMin, roomBytesMax);
    auto filled = m_file->fill(from, m_reserved);
    if (!filled && filled.error().kind == ErrorKind::DiskFull) {
        // There may be room for this frame alone.
        m_reserved = m_offset + bytes;
        return m_file->truncate(m_offset);
    }
    return filled;
}

Result<void> ChangeLog::append(std::string& frame, const std::optional<GroupSpan>& span) {
    if (frame.size() > frameHeadBytes + frameBytesMax) {
        return Error::internal("The changes of a group take more room than the change log has.");
    }
    sealFrame(frame, m_epoch);
    if (m_options.flushesEach && m_offset + frame.size() > m_reserved) {
        if (auto made = makeRoom(frame.size()); !made) {
            return made;
        }
    }
    if (auto written = m_file->write(m_offset, frame); !written) {
        return written;
    }
    const std::lock_guard lock(m_mutex);
    Segment& segment = m_segments.back();
    if (span) {
        if (segment.landmarks.empty() ||
            m_offset - segment.landmarks.back().offset >= landmarkBytes) {
            segment.landmarks.push_back({span->first, span->time, m_offset});
        }
        segment.last = span->last;
        segment.end = span->time;
    } else {
        m_checkpoint = checkpointOf(std::string_view(frame).substr(frameHeadBytes)).value_or(0);
        segment.checkpoint = m_checkpoint;
    }
    m_offset += frame.size();
    segment.bytes = m_offset;
    return {};
}

void ChangeLog::acknowledge() {
    const std::lock_guard lock(m_mutex);
    m_lastKnown = m_segments.back().last;
    m_endKnown = m_segments.back().end;
}

Result<void> ChangeLog::flush() {
    std::shared_ptr<os::RandomFile> file;
    {
        const std::lock_guard lock(m_fileMutex);
        file = m_file;
    }
    // What a rotation has closed it has flushed itself.
    return file->flush();
}

Result<void> ChangeLog::replay(
    Sequence after, const std::function<Result<void>(std::string_view frameBody)>& visit) const {
    for (const Segment& segment : segments()) {
        if (segment.last <= after) {
            continue;
        }
        auto frames = openSegment(pathOf(segment.number), m_options.databaseId,
                                  {.after = after, .startOffset = 0, .mark = {}});
        if (!frames) {
            return std::move(frames).error();
        }
        while (true) {
            const auto body = (*frames)->next();
            if (!body) {
                return body.error();
            }
            const auto span = *body ? groupSpanOf(**body) : std::nullopt;
            if (!*body || (span && span->last > segment.last)) {
                break;
            }
            if (!span || span->last <= after) {
                continue;
            }
            if (auto visited = visit(**body); !visited) {
                return visited;
            }
        }
    }
    return {};
}

Result<bool> ChangeLog::sealOne() {
    std::optional<Segment> candidate;
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i + 1 < m_segments.size() && !candidate; ++i) {
            // One without records goes at the next start.
            if (!m_segments[i].sealed && m_segments[i].last >= m_segments[i].first) {
                candidate = m_segments[i];
            }
        }
    }
    if (!candidate) {
        return false;
    }
    const std::string path = pathOf(candidate->number);
    if (auto sealed = sealSegment(path, m_options.databaseId, candidate->last); !sealed) {
        return std::move(sealed).error();
    }
    const std::lock_guard lock(m_mutex);
    for (auto& segment : m_segments) {
        if (segment.number == candidate->number) {
            segment.sealed = true;
            segment.bytes = os::fileBytes(path);
            segment.landmarks.clear();
        }
    }
    return true;
}

Result<void> ChangeLog::trim(const Retention& retention, Sequence applied) {
    while (true) {
        std::string path;
        {
            const std::lock_guard lock(m_mutex);
            std::uint64_t bytes = 0;
            for (const auto& segment : m_segments) {
                bytes += segment.bytes;
            }
            const Segment& oldest = m_segments.front();
            const bool isOld = m_segments.back().end.milliseconds - oldest.end.milliseconds >
                               retention.milliseconds;
            if (m_segments.size() < 2 || oldest.last > applied ||
                (!isOld && bytes <= retention.bytes)) {
                return {};
            }
            path = pathOf(oldest.number);
            m_segments.erase(m_segments.begin());
        }
        if (auto removed = os::removeTree(path); !removed) {
            return removed;
        }
    }
}

}  // namespace engine::storage
