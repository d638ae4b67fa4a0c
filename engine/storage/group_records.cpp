#include "engine/storage/group_records.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/storage/segment_format.h"
#include "engine/values/item_bytes.h"

namespace engine::storage {
namespace {

// Kind, first sequence, time, count.
constexpr std::size_t groupHeadBytes = 1 + 8 + 8 + 4;
constexpr std::uint8_t kindMask = 0x0f;
constexpr std::uint8_t beginsRequest = 0x10;
constexpr std::uint8_t hasBefore = 0x20;
constexpr std::uint8_t hasAfter = 0x40;

std::uint8_t tagOf(LogRecord::Kind kind) {
    return static_cast<std::uint8_t>(kind);
}

bool hasIndex(StepKind kind) {
    return kind == StepKind::FillIndex || kind == StepKind::ClearIndex;
}

std::size_t commonPrefix(std::string_view left, std::string_view right) {
    const auto most = std::min(left.size(), right.size());
    std::size_t size = 0;
    while (size < most && left[size] == right[size]) {
        ++size;
    }
    return size;
}

std::size_t commonSuffix(std::string_view left, std::string_view right) {
    const auto most = std::min(left.size(), right.size());
    std::size_t size = 0;
    while (size < most && left[left.size() - 1 - size] == right[right.size() - 1 - size]) {
        ++size;
    }
    return size;
}

// An image that changed a little is told by what differs from the other one.
void putDifference(std::string_view image, std::string_view other, ByteWriter& writer) {
    const auto prefix = commonPrefix(image, other);
    const auto suffix = commonSuffix(image.substr(prefix), other.substr(prefix));
    writer.varint(prefix);
    writer.varint(suffix);
    writer.sized(image.substr(prefix, image.size() - prefix - suffix));
}

bool takeDifference(ByteReader& reader, std::string_view other, std::string& image) {
    const auto prefix = reader.varint();
    const auto suffix = reader.varint();
    const auto middle = reader.sized();
    if (reader.failed() || prefix > other.size() || suffix > other.size() - prefix) {
        return false;
    }
    image.assign(other.substr(0, prefix));
    image.append(middle);
    image.append(other.substr(other.size() - suffix));
    return true;
}

}  // namespace

GroupRecords::GroupRecords(Sequence last, Timestamp time)
    : m_before(last), m_last(last), m_time(time), m_bytes(frameHeadBytes + groupHeadBytes, '\0') {
}

void GroupRecords::beginRequest(ChangeOrigin origin, std::string_view actor) {
    m_beginsRequest = true;
    m_origin = origin;
    m_actor = actor;
}

void GroupRecords::begin(std::uint8_t tag) {
    ByteWriter writer(m_bytes);
    ++m_last;
    if (!m_beginsRequest) {
        writer.u8(tag);
        return;
    }
    m_beginsRequest = false;
    writer.u8(static_cast<std::uint8_t>(tag | beginsRequest));
    writer.u8(static_cast<std::uint8_t>(m_origin));
    writer.sized(m_actor);
}

void GroupRecords::addChange(schema::TableNumber table, const schema::PrimaryKey& key,
                             const std::optional<values::ItemView>& before,
                             const std::optional<values::ItemView>& after) {
    begin(static_cast<std::uint8_t>(tagOf(LogRecord::Kind::Change) | (before ? hasBefore : 0U) |
                                    (after ? hasAfter : 0U)));
    ByteWriter writer(m_bytes);
    writer.varint(table);
    writer.sized(key.partition);
    writer.sized(key.sort);
    if (after) {
        writer.sized(after->bytes());
    }
    if (before && after) {
        putDifference(before->bytes(), after->bytes(), writer);
    } else if (before) {
        writer.sized(before->bytes());
    }
}

void GroupRecords::addPut(StateTree tree, std::string_view key, std::string_view body) {
    begin(tagOf(LogRecord::Kind::Put));
    ByteWriter writer(m_bytes);
    writer.u8(static_cast<std::uint8_t>(tree));
    writer.sized(key);
    writer.sized(body);
}

void GroupRecords::addDelete(StateTree tree, std::string_view key) {
    begin(tagOf(LogRecord::Kind::Delete));
    ByteWriter writer(m_bytes);
    writer.u8(static_cast<std::uint8_t>(tree));
    writer.sized(key);
}

void GroupRecords::addStep(const Step& step) {
    begin(tagOf(LogRecord::Kind::Step));
    ByteWriter writer(m_bytes);
    writer.u8(static_cast<std::uint8_t>(step.kind));
    writer.varint(step.table);
    writer.varint(step.most);
    writer.u8(step.after ? 1 : 0);
    writer.sized(step.after ? step.after->partition : std::string_view());
    writer.sized(step.after ? step.after->sort : std::string_view());
    if (hasIndex(step.kind)) {
        writer.varint(step.index);
    }
}

std::string& GroupRecords::frame() {
    std::string head;
    ByteWriter writer(head);
    writer.u8(groupFrame);
    writer.u64(m_before + 1);
    writer.u64(static_cast<std::uint64_t>(m_time.milliseconds));
    writer.u32(static_cast<std::uint32_t>(m_last - m_before));
    std::copy(head.begin(), head.end(),
              m_bytes.begin() + static_cast<std::ptrdiff_t>(frameHeadBytes));
    return m_bytes;
}

bool FrameReader::open(std::string_view body) {
    const auto span = groupSpanOf(body);
    m_failed = !span;
    if (!span) {
        return false;
    }
    m_first = span->first;
    m_time = span->time;
    m_count = span->last - span->first + 1;
    m_read = 0;
    m_rest = body.substr(groupHeadBytes);
    m_request = m_first;
    return true;
}

bool FrameReader::fail() {
    m_failed = true;
    return false;
}

namespace {

// nullopt when these are not the bytes of an item of this format.
std::optional<values::ItemView> imageIn(std::string_view bytes) {
    ByteReader reader(bytes);
    const bool isItem = reader.u8() == static_cast<std::uint8_t>(values::itemFormat);
    reader.varint();  // the count of attributes
    return isItem && !reader.failed() ? std::optional(values::ItemView(bytes)) : std::nullopt;
}

}  // namespace

bool FrameReader::takeChange(std::uint8_t tag, LogRecord& record) {
    ByteReader reader(m_rest);
    Change& change = record.change;
    change.table = static_cast<schema::TableNumber>(reader.varint());
    change.partition = reader.sized();
    change.sort = reader.sized();
    change.before.reset();
    change.after.reset();
    const bool both = (tag & hasAfter) != 0 && (tag & hasBefore) != 0;
    if ((tag & hasAfter) != 0) {
        change.after = imageIn(reader.sized());
        if (reader.failed() || !change.after) {
            return fail();
        }
    }
    if (both) {
        if (!takeDifference(reader, change.after->bytes(), m_before)) {
            return fail();
        }
        change.before = imageIn(m_before);
    } else if ((tag & hasBefore) != 0) {
        change.before = imageIn(reader.sized());
    }
    if ((tag & hasBefore) != 0 && !change.before) {
        return fail();
    }
    m_rest = reader.rest();
    return reader.failed() ? fail() : true;
}

bool FrameReader::next(LogRecord& record) {
    if (m_failed || m_read == m_count) {
        return m_failed || m_rest.empty() ? false : fail();
    }
    ByteReader reader(m_rest);
    const auto tag = reader.u8();
    record.change.sequence = m_first + m_read;
    record.change.time = m_time;
    ++m_read;
    if ((tag & beginsRequest) != 0) {
        m_origin = static_cast<ChangeOrigin>(reader.u8());
        m_actor = reader.sized();
        m_request = record.change.sequence;
    }
    record.change.request = m_request;
    record.change.origin = m_origin;
    record.change.actor = m_actor;
    record.kind = static_cast<LogRecord::Kind>(tag & kindMask);
    m_rest = reader.rest();
    switch (record.kind) {
        case LogRecord::Kind::Change: return takeChange(tag, record);
        case LogRecord::Kind::Put:
        case LogRecord::Kind::Delete:
            record.tree = static_cast<StateTree>(reader.u8());
            record.key = reader.sized();
            record.body = record.kind == LogRecord::Kind::Put ? reader.sized() : std::string_view();
            break;
        case LogRecord::Kind::Step: {
            record.step.kind = static_cast<StepKind>(reader.u8());
            record.step.table = static_cast<schema::TableNumber>(reader.varint());
            record.step.most = reader.varint();
            const bool isPlaced = reader.u8() != 0;
            schema::PrimaryKey after{std::string(reader.sized()), std::string(reader.sized())};
            record.step.after = isPlaced ? std::optional(std::move(after)) : std::nullopt;
            record.step.index = hasIndex(record.step.kind)
                                    ? static_cast<schema::IndexNumber>(reader.varint())
                                    : schema::IndexNumber{0};
            break;
        }
        default: return fail();
    }
    m_rest = reader.rest();
    return reader.failed() ? fail() : true;
}

}  // namespace engine::storage
