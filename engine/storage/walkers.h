#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/storage/checked_cursor.h"
#include "engine/storage/key_layout.h"
#include "engine/storage/tail_bounds.h"
#include "engine/values/key_bytes.h"

// Walks over stored records, the same for items and index entries; `Kind` tells them apart.
namespace engine::storage {

struct ItemKind {
    using Record = ItemRecord;
    static std::optional<Record> parse(std::string_view key, const OpenRecord& record) {
        return parseItem(key, record);
    }
    static std::string_view tail(const Record& record) { return record.sort; }
    static constexpr std::size_t bucketAt = itemHeaderBytes - 1;
};

struct IndexKind {
    using Record = IndexRecord;
    static std::optional<Record> parse(std::string_view key, const OpenRecord& record) {
        return parseIndexEntry(key, record);
    }
    static std::string_view tail(const Record& record) { return record.tail; }
    static constexpr std::size_t bucketAt = indexHeaderBytes - 1;
};

// One partition in order of the whole tails. Where stored keys are abridged, LMDB's order is not
// theirs: such a run (same first runPrefixBytes) is read whole and sorted.
template <class Kind>
class PartitionWalker final {
public:
    using Record = typename Kind::Record;
    // `prefix` is the stored key of the partition.
    PartitionWalker(CheckedCursor cursor, std::string_view prefix, std::string_view partition,
                    TailBounds bounds, bool forward)
        : m_cursor(std::move(cursor)),
          m_prefix(prefix),
          m_partition(partition),
          m_bounds(std::move(bounds)),
          m_forward(forward),
          m_ended(m_bounds.isEmpty) {}

    // Views live until the read transaction ends.
    Result<std::optional<Record>> next() {
        while (true) {
            if (m_runAt < m_run.size()) {
                const Record& record = m_run[m_runAt++];
                if (isInside(record)) {
                    return std::optional<Record>(record);
                }
                continue;
            }
            auto moved = m_ended ? Result<bool>(false) : advance();
            if (!moved) {
                return std::move(moved).error();
            }
            if (!*moved || !m_cursor.key().starts_with(m_prefix)) {
                m_ended = true;
                return std::optional<Record>();
            }
            if (m_cursor.key().size() >= runPrefixBytes) {
                if (auto loaded = loadRun(); !loaded) {
                    return std::move(loaded).error();
                }
                continue;
            }
            const auto record = Kind::parse(m_cursor.key(), m_cursor.record());
            if (!record) {
                return m_cursor.damaged();
            }
            if (isInside(*record)) {
                return record;
            }
            if (m_forward ? m_bounds.isAbove(Kind::tail(*record))
                          : m_bounds.isBelow(Kind::tail(*record))) {
                m_ended = true;
            }
        }
    }

private:
    // Records of another partition can stand here only if two digests collide.
    bool isInside(const Record& record) const {
        return record.partition == m_partition && !m_bounds.isBelow(Kind::tail(record)) &&
               !m_bounds.isAbove(Kind::tail(record));
    }

    Result<bool> advance() {
        if (m_waiting) {  // loadRun has already gone one record further
            m_waiting = false;
            return true;
        }
        if (m_started) {
            return m_cursor.step(m_forward);
        }
        m_started = true;
        return m_forward ? seekLower() : seekUpper();
    }

    Result<bool> seekLower() {
        std::string at = m_prefix + (m_bounds.lower ? m_bounds.lower->bytes : std::string());
        at.resize(std::min(at.size(), runPrefixBytes));
        return m_cursor.seek(at);
    }

    Result<bool> seekUpper() {
        if (!m_bounds.upper) {
            return m_cursor.seekBefore(values::prefixSuccessor(m_prefix));
        }
        std::string at = m_prefix + m_bounds.upper->bytes;
        if (at.size() >= runPrefixBytes) {
            at.resize(runPrefixBytes);
            return m_cursor.seekBefore(values::prefixSuccessor(at));
        }
        if (m_bounds.upper->inclusive) {
            at.push_back('\0');  // the next key in order, so that `at` itself is found
        }
        return m_cursor.seekBefore(at);
    }

    Result<void> loadRun() {
        const std::string_view runPrefix = m_cursor.key().substr(0, runPrefixBytes);
        m_run.clear();
        m_runAt = 0;
        while (true) {
            const auto record = Kind::parse(m_cursor.key(), m_cursor.record());
            if (!record) {
                return m_cursor.damaged();
            }
            m_run.push_back(*record);
            auto moved = m_cursor.step(m_forward);
            if (!moved) {
                return std::move(moved).error();
            }
            if (!*moved) {
                m_ended = true;
                break;
            }
            if (m_cursor.key().substr(0, runPrefixBytes) != runPrefix) {
                m_waiting = true;
                break;
            }
        }
        std::sort(m_run.begin(), m_run.end(), [this](const Record& left, const Record& right) {
            return m_forward ? Kind::tail(left) < Kind::tail(right)
                             : Kind::tail(right) < Kind::tail(left);
        });
        return {};
    }

    CheckedCursor m_cursor;
    std::string m_prefix;
    std::string m_partition;
    TailBounds m_bounds;
    bool m_forward;
    bool m_started = false;
    bool m_ended;
    bool m_waiting = false;
    std::vector<Record> m_run;
    std::size_t m_runAt = 0;
};

// The records of a segment in stored order, which is that of the hash buckets.
template <class Kind>
class SegmentWalker final {
public:
    using Record = typename Kind::Record;
    // From `first` to before `end`, strictly behind `after` when it is not empty.
    SegmentWalker(CheckedCursor cursor, std::string_view first, std::string_view end,
                  ScanSegment segment, std::string_view after)
        : m_cursor(std::move(cursor)),
          m_first(std::max(first, after)),
          m_end(end),
          m_after(after),
          m_segment(segment) {}

    Result<std::optional<Record>> next() {
        while (!m_ended) {
            auto moved = advance();
            if (!moved) {
                return std::move(moved).error();
            }
            if (!*moved || m_cursor.key() >= m_end) {
                m_ended = true;
                break;
            }
            const auto record = Kind::parse(m_cursor.key(), m_cursor.record());
            if (!record) {
                return m_cursor.damaged();
            }
            if (m_cursor.key() != m_after && isInSegment(*record)) {
                return record;
            }
        }
        return std::optional<Record>();
    }

private:
    Result<bool> advance() {
        if (m_started) {
            return m_cursor.step(true);
        }
        m_started = true;
        return m_cursor.seek(m_first);
    }

    bool isInSegment(const Record& record) const {
        return bucketCount % m_segment.total == 0 ||
               segmentOfHash(partitionHash(record.partition), m_segment.total) == m_segment.number;
    }

    CheckedCursor m_cursor;
    std::string m_first;
    std::string m_end;
    std::string m_after;
    ScanSegment m_segment;
    bool m_started = false;
    bool m_ended = false;
};

}  // namespace engine::storage
