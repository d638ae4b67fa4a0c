#include "engine/values/item_view.h"

#include "engine/base/ensure.h"
#include "engine/values/item_bytes.h"

namespace engine::values {
namespace {

// Reads a varint of bytes that are known to be good.
std::uint64_t takeVarint(std::string_view& bytes) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    std::size_t at = 0;
    for (; at < bytes.size(); ++at, shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0) {
            bytes.remove_prefix(at + 1);
            return value;
        }
    }
    ENSURE(!"a varint of an item ends");
    return 0;
}

std::string_view takeSized(std::string_view& bytes) {
    const std::uint64_t size = takeVarint(bytes);
    ENSURE(size <= bytes.size());
    const auto taken = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return taken;
}

// Length of the number at the front: up to its closing byte.
std::string_view takeNumberBytes(std::string_view& bytes) {
    std::string_view rest = bytes;
    const auto number = Number::takeKeyBytes(rest);
    ENSURE(number.hasValue());
    const auto taken = bytes.substr(0, bytes.size() - rest.size());
    bytes = rest;
    return taken;
}

AttributeType elementType(AttributeType container) {
    switch (container) {
        case AttributeType::SS: return AttributeType::S;
        case AttributeType::NS: return AttributeType::N;
        default: return AttributeType::B;
    }
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
        case AttributeType::M: {
            AttributeMap map;
            auto cursor = members();
            while (const auto one = cursor.next()) {
                map.emplace_hint(map.end(), std::string(one->name), one->value.decode());
            }
            return AttributeValue::map(std::move(map));
        }
        default: break;
    }
    auto cursor = elements();
    AttributeList list;
    StringSet strings;
    NumberSet numbers;
    BinarySet binaries;
    while (const auto one = cursor.next()) {
        switch (m_type) {
            case AttributeType::SS: strings.members.emplace_back(one->payload()); break;
            case AttributeType::NS: numbers.members.push_back(one->number()); break;
            case AttributeType::BS:
                binaries.members.push_back({std::string(one->payload())});
                break;
            default: list.push_back(one->decode()); break;
        }
    }
    switch (m_type) {
        case AttributeType::SS: return AttributeValue(std::move(strings));
        case AttributeType::NS: return AttributeValue(std::move(numbers));
        case AttributeType::BS: return AttributeValue(std::move(binaries));
        default: return AttributeValue::list(std::move(list));
    }
}

std::size_t ValueView::sizeBytes() const {
    constexpr std::size_t containerBytes = 3;
    switch (m_type) {
        case AttributeType::S:
        case AttributeType::B: return m_payload.size();
        case AttributeType::N: return number().sizeBytes();
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
    AttributeMap map;
    auto cursor = members();
    while (const auto one = cursor.next()) {
        map.emplace_hint(map.end(), std::string(one->name), one->value.decode());
    }
    return map;
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
