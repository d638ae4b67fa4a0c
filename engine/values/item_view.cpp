#include "engine/values/item_view.h"

#include "engine/base/ensure.h"
#include "engine/values/item_bytes.h"
#include "engine/values/number_key_bytes.h"

namespace engine::values {
namespace {

// Reads a varint of bytes that are known to be good.
std::uint64_t takeLongVarint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0) {
            return value;
        }
    }
    ensureFailed("a varint ends inside its item", __FILE__, __LINE__);
}

// Nearly all lengths and counts have one byte.
inline std::uint64_t takeVarint(std::string_view& bytes) {
    if (!bytes.empty() && static_cast<unsigned char>(bytes.front()) < 0x80U) {
        const auto value = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        return value;
    }
    return takeLongVarint(bytes);
}

inline std::string_view takeSized(std::string_view& bytes) {
    const std::uint64_t size = takeVarint(bytes);
    ENSURE(size <= bytes.size());
    const auto taken = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return taken;
}

AttributeMap decodeMembers(MemberCursor cursor) {
    AttributeMap map;
    while (const auto one = cursor.next()) {
        map.emplace_hint(map.end(), std::string(one->name), one->value.decode());
    }
    return map;
}

AttributeType elementType(AttributeType container) {
    switch (container) {
        case AttributeType::SS: return AttributeType::S;
        case AttributeType::NS: return AttributeType::N;
        default: return AttributeType::B;
    }
}

void addMember(StringSet& set, ValueView member) {
    set.members.emplace_back(member.payload());
}
void addMember(NumberSet& set, ValueView member) {
    set.members.push_back(member.number());
}
void addMember(BinarySet& set, ValueView member) {
    set.members.push_back({std::string(member.payload())});
}

template <class Set>
Set decodeElements(ElementCursor cursor) {
    Set set;
    while (const auto one = cursor.next()) {
        addMember(set, *one);
    }
    return set;
}

}  // namespace

ValueView takeValue(std::string_view& bytes) {
    ENSURE(!bytes.empty());
    const auto type = static_cast<AttributeType>(bytes[0]);
    bytes.remove_prefix(1);
    return {type, takeSized(bytes)};
}

Number ValueView::number() const {
    DEBUG_ENSURE(m_type == AttributeType::N);
    std::string_view bytes = m_payload;
    auto number = Number::takeKeyBytes(bytes);
    ENSURE(number.hasValue());
    return *number;
}

bool ValueView::boolean() const {
    DEBUG_ENSURE(m_type == AttributeType::Bool);
    return !m_payload.empty() && m_payload[0] != 0;
}

std::uint64_t ValueView::count() const {
    std::string_view bytes = m_payload;
    return takeVarint(bytes);
}

ElementCursor ValueView::elements() const {
    return {m_type, m_payload};
}

MemberCursor ValueView::members() const {
    DEBUG_ENSURE(m_type == AttributeType::M);
    std::string_view bytes = m_payload;
    const std::uint64_t count = takeVarint(bytes);
    return {count, bytes};
}

std::optional<ValueView> ValueView::member(std::string_view name) const {
    auto cursor = members();
    while (const auto one = cursor.next()) {
        const int order = one->name.compare(name);
        if (order == 0) {
            return one->value;
        }
        if (order > 0) {
            break;
        }
    }
    return std::nullopt;
}

std::optional<ValueView> ValueView::element(std::uint64_t index) const {
    auto cursor = elements();
    std::optional<ValueView> one = cursor.next();
    for (std::uint64_t i = 0; i < index && one; ++i) {
        one = cursor.next();
    }
    return one;
}

AttributeValue ValueView::decode() const {
    switch (m_type) {
        case AttributeType::S: return AttributeValue::string(std::string(m_payload));
        case AttributeType::N: return AttributeValue::number(number());
        case AttributeType::B: return AttributeValue::binary(std::string(m_payload));
        case AttributeType::Bool: return AttributeValue::boolean(boolean());
        case AttributeType::Null: return AttributeValue::null();
        case AttributeType::SS: return AttributeValue(decodeElements<StringSet>(elements()));
        case AttributeType::NS: return AttributeValue(decodeElements<NumberSet>(elements()));
        case AttributeType::BS: return AttributeValue(decodeElements<BinarySet>(elements()));
        case AttributeType::M: return AttributeValue::map(decodeMembers(members()));
        case AttributeType::L: break;
    }
    AttributeList list;
    auto cursor = elements();
    while (const auto one = cursor.next()) {
        list.push_back(one->decode());
    }
    return AttributeValue::list(std::move(list));
}

std::size_t ValueView::sizeBytes() const {
    constexpr std::size_t containerBytes = 3;
    switch (m_type) {
        case AttributeType::S:
        case AttributeType::B: return m_payload.size();
        case AttributeType::N: return numberSizeBytes(m_payload);
        case AttributeType::Bool:
        case AttributeType::Null: return 1;
        case AttributeType::M: {
            std::size_t bytes = containerBytes;
            auto cursor = members();
            while (const auto one = cursor.next()) {
                bytes += 1 + one->name.size() + one->value.sizeBytes();
            }
            return bytes;
        }
        default: break;
    }
    const bool isList = m_type == AttributeType::L;
    std::size_t bytes = isList ? containerBytes : 0;
    auto cursor = elements();
    while (const auto one = cursor.next()) {
        bytes += one->sizeBytes() + (isList ? 1 : 0);
    }
    return bytes;
}

bool equal(ValueView left, ValueView right) {
    // Sets and maps are stored sorted and each number has one form, so equal values have equal
    // bytes.
    return left.type() == right.type() && left.payload() == right.payload();
}

std::optional<std::strong_ordering> compare(ValueView left, ValueView right) {
    const bool ordered = left.type() == AttributeType::S || left.type() == AttributeType::N ||
                         left.type() == AttributeType::B;
    if (!ordered || left.type() != right.type()) {
        return std::nullopt;
    }
    return left.payload() <=> right.payload();
}

ElementCursor::ElementCursor(AttributeType container, std::string_view payload)
    : m_container(container), m_left(takeVarint(payload)), m_rest(payload) {
}

std::optional<ValueView> ElementCursor::next() {
    if (m_left == 0) {
        return std::nullopt;
    }
    --m_left;
    if (m_container == AttributeType::L) {
        return takeValue(m_rest);
    }
    if (m_container == AttributeType::NS) {
        return ValueView(AttributeType::N, takeNumberBytes(m_rest));
    }
    return ValueView(elementType(m_container), takeSized(m_rest));
}

std::optional<Member> MemberCursor::next() {
    if (m_left == 0) {
        return std::nullopt;
    }
    --m_left;
    const auto name = takeSized(m_rest);
    return Member{name, takeValue(m_rest)};
}

ItemView::ItemView(std::string_view bytes) : m_bytes(bytes) {
    ENSURE(!bytes.empty() && bytes[0] == itemFormat);
    m_attributes = bytes.substr(1);
    m_count = takeVarint(m_attributes);
}

std::optional<ValueView> ItemView::find(std::string_view name) const {
    std::string_view rest = m_attributes;
    for (std::uint64_t i = 0; i < m_count; ++i) {
        const int order = takeSized(rest).compare(name);
        if (order > 0) {
            break;
        }
        const ValueView value = takeValue(rest);
        if (order == 0) {
            return value;
        }
    }
    return std::nullopt;
}

AttributeMap ItemView::decode() const {
    return decodeMembers(members());
}

std::size_t ItemView::sizeBytes() const {
    std::size_t bytes = 0;
    auto cursor = members();
    while (const auto one = cursor.next()) {
        bytes += one->name.size() + one->value.sizeBytes();
    }
    return bytes;
}

}  // namespace engine::values
