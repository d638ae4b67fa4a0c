#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/os/random_file.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/storage/changes.h"
#include "engine/storage/segment_format.h"
#include "engine/storage/segment_reader.h"

namespace engine::storage {

// A segment in the chain. Of the one that is appended to, `last`, `end` and `bytes` grow.
struct Segment {
    std::uint32_t number = 0;
    Sequence first = 1;
    Sequence last = 0;  // first - 1 when it has no records
    Timestamp begin;
    Timestamp end;
    std::uint64_t epoch = 0;
    std::uint64_t bytes = 0;
    bool sealed = false;
    bool flushesEach = false;
    std::uint64_t checkpoint = 0;  // the highest that it tells of

    // Of a raw segment: places to begin reading at, so that the middle is found quickly.
    struct Landmark {
        Sequence first = 0;
        Timestamp time;
        std::uint64_t offset = 0;
    };
    std::vector<Landmark> landmarks;
};

struct ChangeLogOptions {
    std::string directory;  // DIR/log
    std::string databaseId;
    Random* random = nullptr;
    std::uint64_t segmentBytes = std::uint64_t{64} << 20U;
    bool flushesEach = false;  // the writer flushes each frame before it appends the next
};

// The append-only log of a database: a chain of segment files. One thread appends, flushes and
// rotates; the rest may be called from any thread.
class ChangeLog final {
public:
    // Makes the directory with its first segment, flushed.
    static Result<void> create(const ChangeLogOptions& options);
    // Finds the chain: flushes every segment (a file may have been written but not flushed before
    // the process died), walks the raw ones, cuts what is torn, and leaves out what no longer
    // belongs to it. `applied`: the last record that is in the trees, below which a gap only
    // ends the history.
    static Result<std::unique_ptr<ChangeLog>> open(ChangeLogOptions options, Sequence applied);

    // The highest checkpoint that the log tells of.
    std::uint64_t checkpoint() const;
    HistoryExtent extent() const;
    Sequence first() const;  // of the extent
    std::vector<Segment> segments() const;

    // --- the appending thread ---
    // Begins a new segment, which is on the disk with its header afterwards.
    Result<void> rotate();
    // Whether the current segment has reached its size.
    bool isFull() const { return m_offset >= m_options.segmentBytes; }
    // Fills in the frame's head. `span`: nullopt for a frame that is no group.
    Result<void> append(std::string& frame, const std::optional<GroupSpan>& span);
    // What was appended is part of the history from now on.
    void acknowledge();
    // --- until here ---

    // What was appended before the call is on the disk afterwards.
    Result<void> flush();

    // Groups behind `after`, in order, for recovery.
    Result<void> replay(Sequence after,
                        const std::function<Result<void>(std::string_view frameBody)>& visit) const;

    Result<std::unique_ptr<ChangeReader>> read(ChangeFilter filter, Sequence after,
                                               Sequence upTo) const;
    Result<Sequence> sequenceAt(Timestamp time) const;
    Result<Timestamp> timeOf(Sequence sequence) const;

    // Compresses the oldest closed raw segment; false when there is none.
    Result<bool> sealOne();
    // Deletes the oldest segments that the retention does not ask for and that hold nothing behind
    // `applied`, the last record of a durable checkpoint. The newest segment always stays.
    Result<void> trim(const Retention& retention, Sequence applied);

    std::string pathOf(std::uint32_t number) const;
    const std::string& databaseId() const { return m_options.databaseId; }

private:
    explicit ChangeLog(ChangeLogOptions options) : m_options(std::move(options)) {}
    Result<void> load(Sequence applied);
    Result<std::vector<Segment>> readHeaders();
    Result<void> walk(Segment& segment, std::optional<Sequence> end);
    Result<void> makeRoom(std::uint64_t bytes);
    Result<void> dropStray(std::vector<Segment>& segments, Sequence applied);

    ChangeLogOptions m_options;
    mutable std::mutex m_mutex;
    std::vector<Segment> m_segments;
    Sequence m_lastKnown = 0;  // of the history
    Timestamp m_endKnown;
    std::uint64_t m_checkpoint = 0;

    mutable std::mutex m_fileMutex;
    std::shared_ptr<os::RandomFile> m_file;  // the segment that is appended to
    std::uint64_t m_offset = 0;
    std::uint64_t m_reserved = 0;
    std::uint64_t m_epoch = 0;
};

}  // namespace engine::storage
