#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/changes.h"

namespace engine::storage {

// Trees whose records the log repeats byte for byte, because they follow from nothing else.
enum class StateTree : std::uint8_t { Meta = 0, Catalog = 1, Records = 2 };

// Work on derived state that took part of a table at a time.
enum class StepKind : std::uint8_t {
    QueueExpiring = 1,
    ClearExpiring = 2,
    Purge = 3,
    FillIndex = 4,
    ClearIndex = 5,
};

struct Step {
    StepKind kind = StepKind::Purge;
    schema::TableNumber table = 0;
    std::uint64_t most = 0;
    std::optional<schema::PrimaryKey> after;
    schema::IndexNumber index = 0;  // of the last two kinds
};

// The records of one group of writes in the form in which the log holds them
// (FORMAT.md, "Log records"). Each record takes the next sequence.
class GroupRecords final {
public:
    GroupRecords(Sequence last, Timestamp time);

    // The records that follow belong to another request.
    void beginRequest(ChangeOrigin origin, std::string_view actor);

    // At least one image. Both may be views into the database.
    void addChange(schema::TableNumber table, const schema::PrimaryKey& key,
                   const std::optional<values::ItemView>& before,
                   const std::optional<values::ItemView>& after);
    void addPut(StateTree tree, std::string_view key, std::string_view body);
    void addDelete(StateTree tree, std::string_view key);
    void addStep(const Step& step);

    bool isEmpty() const { return m_last == m_before; }
    Sequence last() const { return m_last; }
    Timestamp time() const { return m_time; }
    std::size_t size() const { return m_bytes.size(); }
    // The group's frame, with its head still to be filled in (sealFrame). Nothing can be added
    // afterwards.
    std::string& frame();

private:
    void begin(std::uint8_t tag);

    Sequence m_before;
    Sequence m_last;
    Timestamp m_time;
    bool m_beginsRequest = true;
    ChangeOrigin m_origin = ChangeOrigin::User;
    std::string m_actor;
    std::string m_bytes;
};

// One record of a frame. Views are of the frame, or of the reader's own room until its next call.
struct LogRecord {
    enum class Kind : std::uint8_t { Change = 1, Put = 2, Delete = 3, Step = 4 };
    Kind kind = Kind::Change;
    Change change;  // sequence, time, request, origin and actor are set for every kind
    StateTree tree = StateTree::Meta;
    std::string_view key;
    std::string_view body;
    Step step;
};

// Takes the records out of the body of a frame whose checksum holds.
class FrameReader final {
public:
    // False when the body is not that of a group.
    bool open(std::string_view body);
    Sequence first() const { return m_first; }
    Sequence last() const { return m_first + m_count - 1; }
    Timestamp time() const { return m_time; }
    // False at the end, or when the body is malformed: then failed().
    bool next(LogRecord& record);
    bool failed() const { return m_failed; }

private:
    bool fail();
    bool takeChange(std::uint8_t tag, LogRecord& record);

    std::string_view m_rest;
    Sequence m_first = 1;
    std::uint64_t m_count = 0;
    std::uint64_t m_read = 0;
    Timestamp m_time;
    Sequence m_request = 0;
    ChangeOrigin m_origin = ChangeOrigin::User;
    std::string_view m_actor;
    std::string m_before;
    bool m_failed = false;
};

}  // namespace engine::storage
