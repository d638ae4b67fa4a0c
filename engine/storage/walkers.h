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

// Records whose keys agree in their first runPrefixBytes, in order of the whole tails: LMDB's order
// is not theirs where keys are cut.
template <class Kind>
class Run final {
public:
    using Record = typename Kind::Record;

    static bool has(std::string_view key) { return key.size() >= runPrefixBytes; }

    // Reads the run whose first record, in the direction of reading, the cursor stands on. The
    // cursor then stands on the record behind it; false when there is none.
    Result<bool> load(CheckedCursor& cursor, bool forward) {
        const std::string_view prefix = cursor.key().substr(0, runPrefixBytes);
        m_records.clear();
        m_at = 0;
        while (true) {
            const auto record = Kind::parse(cursor.key(), cursor.record());
            if (!record) {
                return cursor.damaged();
            }
            m_records.push_back(*record);
            auto moved = cursor.step(forward);
            if (!moved) {
                return moved;
            }
            if (!*moved || cursor.key().substr(0, runPrefixBytes) != prefix) {
                sort(forward);
                return moved;
            }
        }
    }

    // nullptr at the end.
    const Record* next() { return m_at < m_records.size() ? &m_records[m_at++] : nullptr; }

private:
    void sort(bool forward) {
        std::sort(m_records.begin(), m_records.end(),
                  [forward](const Record& left, const Record& right) {
                      return forward ? Kind::tail(left) < Kind::tail(right)
                                     : Kind::tail(right) < Kind::tail(left);
                  });
    }

    std::vector<Record> m_records;
    std::size_t m_at = 0;
};

// One partition in order of the whole tails.
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
            if (const Record* const record = m_run.next()) {
                if (isInside(*record)) {
                    return std::optional<Record>(*record);
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
            if (Run<Kind>::has(m_cursor.key())) {
                auto isMore = m_run.load(m_cursor, m_forward);
                if (!isMore) {
                    return std::move(isMore).error();
                }
                m_waiting = *isMore;
                m_ended = !*isMore;
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
        if (m_waiting) {  // the cursor stands behind a run
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

    CheckedCursor m_cursor;
    std::string m_prefix;
    std::string m_partition;
    TailBounds m_bounds;
    bool m_forward;
    bool m_started = false;
    bool m_ended;
    bool m_waiting = false;
    Run<Kind> m_run;
};

// The records of a segment by hash bucket, each partition in one piece and in order of the whole
// tails.
template <class Kind>
class SegmentWalker final {
public:
    using Record = typename Kind::Record;
    // From `first` to before `end`, strictly behind `after`.
    SegmentWalker(CheckedCursor cursor, std::string_view first, std::string_view end,
                  ScanSegment segment, std::optional<ScanPlace> after)
        : m_cursor(std::move(cursor)),
          m_first(first),
          m_end(end),
          m_segment(segment),
          m_after(std::move(after)) {
        if (m_after) {
            m_first = std::max(m_first, (m_after->head + m_after->tail).substr(0, runPrefixBytes));
        }
    }

    Result<std::optional<Record>> next() {
        while (true) {
            if (const Record* const record = m_run.next()) {
                if (isWanted(*record)) {
                    return std::optional<Record>(*record);
                }
                continue;
            }
            auto moved = m_ended ? Result<bool>(false) : advance();
            if (!moved) {
                return std::move(moved).error();
            }
            if (!*moved || m_cursor.key() >= m_end) {
                m_ended = true;
                return std::optional<Record>();
            }
            m_isAfterPartition = m_after && m_cursor.key().starts_with(m_after->head);
            if (Run<Kind>::has(m_cursor.key())) {
                auto isMore = m_run.load(m_cursor, true);
                if (!isMore) {
                    return std::move(isMore).error();
                }
                m_waiting = *isMore;
                m_ended = !*isMore;
                continue;
            }
            const auto record = Kind::parse(m_cursor.key(), m_cursor.record());
            if (!record) {
                return m_cursor.damaged();
            }
            if (isWanted(*record)) {
                return record;
            }
        }
    }

private:
    Result<bool> advance() {
        if (m_waiting) {  // the cursor stands behind a run
            m_waiting = false;
            return true;
        }
        if (m_started) {
            return m_cursor.step(true);
        }
        m_started = true;
        return m_cursor.seek(m_first);
    }

    bool isWanted(const Record& record) const {
        return !(m_isAfterPartition && Kind::tail(record) <= m_after->tail) &&
               (bucketCount % m_segment.total == 0 ||
                segmentOfHash(partitionHash(record.partition), m_segment.total) ==
                    m_segment.number);
    }

    CheckedCursor m_cursor;
    std::string m_first;
    std::string m_end;
    ScanSegment m_segment;
    std::optional<ScanPlace> m_after;
    bool m_isAfterPartition =
        false;  // the record or run that is read is of the partition of m_after
    bool m_started = false;
    bool m_ended = false;
    bool m_waiting = false;
    Run<Kind> m_run;
};

}  // namespace engine::storage
