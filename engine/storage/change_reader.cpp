#include <algorithm>
#include <utility>

#include "engine/storage/change_log.h"
#include "engine/storage/group_records.h"

namespace engine::storage {
namespace {

Error trimmed() {
    return {ErrorKind::TrimmedDataAccess, "The change log does not reach back that far.", {}};
}

// Where to begin reading a raw segment for what comes behind `after`.
std::uint64_t startIn(const Segment& segment, Sequence after) {
    std::uint64_t offset = 0;
    for (const auto& landmark : segment.landmarks) {
        if (landmark.first > after + 1) {
            break;
        }
        offset = landmark.offset;
    }
    return offset;
}

class LogChanges final : public ChangeReader {
public:
    LogChanges(const ChangeLog& log, std::vector<Segment> segments, ChangeFilter filter,
               Sequence after, Sequence upTo)
        : m_log(log),
          m_segments(std::move(segments)),
          m_filter(std::move(filter)),
          m_position(after),
          m_upTo(upTo) {
        if (m_filter.table) {
            m_mark = m_filter.partition ? partitionMark(*m_filter.table, *m_filter.partition)
                                        : tableMark(*m_filter.table);
        }
    }

    Result<std::optional<Change>> next() override {
        while (m_position < m_upTo) {
            if (m_inFrame) {
                if (takeChange()) {
                    return std::optional(m_record.change);
                }
                if (m_frame.failed()) {
                    return damaged();
                }
                m_inFrame = false;
                continue;
            }
            if (m_filter.bytesMax != 0 && bytesRead() >= m_filter.bytesMax) {
                return std::optional<Change>();
            }
            if (auto moved = nextFrame(); !moved) {
                return std::move(moved).error();
            }
        }
        return std::optional<Change>();
    }

    Sequence position() const override { return m_position; }

private:
    Error damaged() const {
        return Error::corrupt("The change log is damaged behind change " +
                              std::to_string(m_position) + ".");
    }

    std::uint64_t bytesRead() const {
        return m_bytesBefore + (m_source ? m_source->bytesRead() : 0);
    }

    bool takeChange() {
        while (m_frame.next(m_record)) {
            const Change& change = m_record.change;
            if (change.sequence <= m_position) {
                continue;
            }
            if (change.sequence > m_upTo) {
                m_position = m_upTo;
                return false;
            }
            m_position = change.sequence;
            if (m_record.kind == LogRecord::Kind::Change &&
                (!m_filter.table || change.table == *m_filter.table) &&
                (!m_filter.partition || change.partition == *m_filter.partition)) {
                return true;
            }
        }
        return false;
    }

    Result<void> openNext() {
        while (m_next < m_segments.size() && m_segments[m_next].last <= m_position) {
            ++m_next;
        }
        if (m_next == m_segments.size()) {
            return damaged();
        }
        const Segment& segment = m_segments[m_next];
        auto source = openSegment(m_log.pathOf(segment.number), m_log.databaseId(),
                                  {.after = m_position,
                                   .startOffset = segment.sealed ? 0 : startIn(segment, m_position),
                                   .mark = m_mark});
        if (!source) {
            // Trimmed since this reader was made.
            return m_log.extent().first > segment.first ? trimmed() : std::move(source).error();
        }
        m_source = *std::move(source);
        return {};
    }

    Result<void> nextFrame() {
        if (!m_source) {
            return openNext();
        }
        const auto body = m_source->next();
        if (!body) {
            return body.error();
        }
        const Segment& segment = m_segments[m_next];
        const auto span = *body ? groupSpanOf(**body) : std::nullopt;
        if (span && span->last > segment.last) {
            // Behind the last record of a segment that was closed by a recovery.
            return endSegment(segment.last);
        }
        if (!*body) {
            return endSegment(std::max(m_position, m_source->passed()));
        }
        if (!span || span->last <= m_position) {
            return {};
        }
        if (span->first > m_position + 1) {
            m_position = std::min(span->first - 1, m_upTo);  // blocks were skipped
        }
        if (!m_frame.open(**body)) {
            return damaged();
        }
        m_inFrame = true;
        return {};
    }

    Result<void> endSegment(Sequence reached) {
        m_position = std::min(reached, m_upTo);
        if (m_position < std::min(m_segments[m_next].last, m_upTo)) {
            return damaged();
        }
        m_bytesBefore += m_source->bytesRead();
        m_source.reset();
        ++m_next;
        return {};
    }

    const ChangeLog& m_log;
    std::vector<Segment> m_segments;
    ChangeFilter m_filter;
    std::optional<std::uint32_t> m_mark;
    Sequence m_position;
    Sequence m_upTo;
    std::size_t m_next = 0;
    std::unique_ptr<FrameSource> m_source;
    std::uint64_t m_bytesBefore = 0;
    FrameReader m_frame;
    LogRecord m_record;
    bool m_inFrame = false;
};

}  // namespace

Result<std::unique_ptr<ChangeReader>> ChangeLog::read(ChangeFilter filter, Sequence after,
                                                      Sequence upTo) const {
    std::vector<Segment> wanted;
    {
        const std::lock_guard lock(m_mutex);
        if (after + 1 < m_segments.front().first) {
            return trimmed();
        }
        upTo = std::min(upTo, m_segments.back().last);
        for (const auto& segment : m_segments) {
            if (segment.last > after && segment.first <= upTo) {
                wanted.push_back(segment);
            }
        }
    }
    return std::unique_ptr<ChangeReader>(
        std::make_unique<LogChanges>(*this, std::move(wanted), std::move(filter), after, upTo));
}

Result<Sequence> ChangeLog::sequenceAt(Timestamp time) const {
    Segment segment;
    {
        const std::lock_guard lock(m_mutex);
        // The newest segment that begins no later: a record of that very time may be in it.
        auto found = std::find_if(m_segments.rbegin(), m_segments.rend(),
                                  [&](const Segment& each) { return each.begin <= time; });
        if (found == m_segments.rend()) {
            return m_segments.front().first - 1;
        }
        segment = *found;
    }
    if (segment.end <= time) {
        return segment.last;
    }
    SegmentRange range;
    range.around = time;
    Sequence result = segment.first - 1;
    for (const auto& landmark : segment.landmarks) {
        if (landmark.time > time) {
            break;
        }
        range.startOffset = landmark.offset;
        result = landmark.first - 1;
    }
    auto frames = openSegment(pathOf(segment.number), m_options.databaseId, range);
    if (!frames) {
        return std::move(frames).error();
    }
    while (true) {
        const auto body = (*frames)->next();
        if (!body) {
            return body.error();
        }
        const auto span = *body ? groupSpanOf(**body) : std::nullopt;
        if (!*body || (span && (span->time > time || span->last > segment.last))) {
            return result;
        }
        if (span) {
            result = span->last;
        }
    }
}

Result<Timestamp> ChangeLog::timeOf(Sequence sequence) const {
    Segment segment;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = std::find_if(m_segments.begin(), m_segments.end(),
                                        [&](const Segment& each) { return each.last >= sequence; });
        if (found == m_segments.end() || sequence + 1 < found->first) {
            return trimmed();
        }
        segment = *found;
    }
    if (sequence < segment.first) {
        return segment.begin;
    }
    SegmentRange range;
    range.after = sequence - 1;
    range.startOffset = startIn(segment, range.after);
    auto frames = openSegment(pathOf(segment.number), m_options.databaseId, range);
    if (!frames) {
        return std::move(frames).error();
    }
    while (true) {
        const auto body = (*frames)->next();
        if (!body) {
            return body.error();
        }
        if (!*body) {
            return Error::corrupt("The change log is damaged before change " +
                                  std::to_string(sequence) + ".");
        }
        const auto span = groupSpanOf(**body);
        if (span && span->last >= sequence) {
            return span->time;
        }
    }
}

}  // namespace engine::storage
