#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/result.h"
#include "engine/values/attribute_value.h"

namespace engine::values {

// The binary form of items, made to be read in place: filters, projections and JSON encoding walk
// it without decoding or allocating. Layout (also in engine/storage/FORMAT.md):
//   item  = format byte 0x01, varint attribute count, attributes sorted by name bytes
//   attribute = varint name length, name, value
//   value = type byte (AttributeType), varint payload length, payload
//   payload of S, B: the bytes; N: Number key bytes; BOOL: one byte 0 or 1; NULL: empty;
//     SS, BS: varint count, then (varint length, bytes)...; NS: varint count, then key bytes...;
//     L: varint count, then values; M: varint count, then attributes sorted by name.
// Views borrow the bytes and must not outlive them.

class ElementCursor;
class MemberCursor;

class ValueView final {
public:
    ValueView() = default;
    ValueView(AttributeType type, std::string_view payload) : m_type(type), m_payload(payload) {}

    AttributeType type() const { return m_type; }
    // S: the UTF-8 text; B: the bytes; N: the Number key bytes (memcmp order = numeric order).
    std::string_view payload() const { return m_payload; }
    Number number() const;           // N only
    bool boolean() const;            // BOOL only
    std::uint64_t count() const;     // members of SS, NS, BS, L, M
    ElementCursor elements() const;  // SS, NS, BS (as S, N, B values) and L
    MemberCursor members() const;    // M
    std::optional<ValueView> member(std::string_view name) const;  // M
    std::optional<ValueView> element(std::uint64_t index) const;   // L

    AttributeValue decode() const;
    std::size_t sizeBytes() const;

private:
    AttributeType m_type = AttributeType::Null;
    std::string_view m_payload;
};

// Equality as the service defines it: numbers by value, sets and maps without order.
bool equal(ValueView left, ValueView right);
// Order inside one type: only S, N, B have one; nullopt otherwise or when the types differ.
std::optional<std::strong_ordering> compare(ValueView left, ValueView right);

class ElementCursor final {
public:
    ElementCursor() = default;
    ElementCursor(AttributeType container, std::string_view payload);
    std::optional<ValueView> next();

private:
    AttributeType m_container = AttributeType::L;
    std::uint64_t m_left = 0;
    std::string_view m_rest;
};

struct Member {
    std::string_view name;
    ValueView value;
};

class MemberCursor final {
public:
    MemberCursor() = default;
    MemberCursor(std::uint64_t count, std::string_view attributes)
        : m_left(count), m_rest(attributes) {}
    std::optional<Member> next();

private:
    std::uint64_t m_left = 0;
    std::string_view m_rest;
};

class ItemView final {
public:
    ItemView() = default;  // an item without attributes
    // `bytes` must be the binary form of an item that storage has checked or encodeItem made.
    explicit ItemView(std::string_view bytes);

    std::optional<ValueView> find(std::string_view name) const;
    MemberCursor members() const { return {m_count, m_attributes}; }
    std::uint64_t count() const { return m_count; }
    std::string_view bytes() const { return m_bytes; }
    AttributeMap decode() const;
    std::size_t sizeBytes() const;  // as DynamoDB counts it

private:
    std::string_view m_bytes;
    std::uint64_t m_count = 0;
    std::string_view m_attributes;
};

// Owns the binary form of one item.
class EncodedItem final {
public:
    EncodedItem();  // an item without attributes
    explicit EncodedItem(std::string bytes) : m_bytes(std::move(bytes)) {}
    explicit EncodedItem(const AttributeMap& item);
    ItemView view() const { return ItemView(m_bytes); }
    const std::string& bytes() const { return m_bytes; }
    std::string takeBytes() && { return std::move(m_bytes); }
    friend bool operator==(const EncodedItem&, const EncodedItem&) = default;

private:
    std::string m_bytes;
};

void appendItem(const AttributeMap& item, std::string& out);
// Type byte, length, payload.
void appendValue(const AttributeValue& value, std::string& out);
// Copies a value view in its full form (type byte, length, payload).
void appendValue(ValueView value, std::string& out);
// Takes one full-form value off the front; for bytes that are known to be good.
ValueView takeValue(std::string_view& bytes);

// Walks untrusted bytes completely (lengths, order, UTF-8 not checked); Corrupt if malformed.
Result<void> checkItemBytes(std::string_view bytes);

}  // namespace engine::values
