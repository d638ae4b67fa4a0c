#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/values/number.h"

namespace engine::values {

// The ten types of an attribute value, in the order of the stored type byte.
enum class AttributeType : std::uint8_t { S, N, B, Bool, Null, SS, NS, BS, L, M };

// "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M".
std::string_view typeName(AttributeType type);

struct Binary {
    std::string bytes;
    friend auto operator<=>(const Binary&, const Binary&) = default;
};

// Sets are kept sorted (strings and binaries by unsigned bytes, numbers by value) and unique.
struct StringSet {
    std::vector<std::string> members;
    friend bool operator==(const StringSet&, const StringSet&) = default;
};
struct NumberSet {
    std::vector<Number> members;
    friend bool operator==(const NumberSet&, const NumberSet&) = default;
};
struct BinarySet {
    std::vector<Binary> members;
    friend bool operator==(const BinarySet&, const BinarySet&) = default;
};
struct Null {
    friend bool operator==(const Null&, const Null&) = default;
};

class AttributeValue;
using AttributeList = std::vector<AttributeValue>;
// Attribute names in UTF-8 byte order. An item is an AttributeMap.
using AttributeMap = std::map<std::string, AttributeValue, std::less<>>;

// One attribute value as an owning tree. Used where values are built or changed (requests,
// updates, editors); the read path works on ValueView instead.
class AttributeValue final {
public:
    using Storage = std::variant<std::string, Number, Binary, bool, Null, StringSet, NumberSet,
                                 BinarySet, AttributeList, AttributeMap>;

    AttributeValue() : m_storage(Null{}) {}
    AttributeValue(Storage storage) : m_storage(std::move(storage)) {}

    static AttributeValue string(std::string text) { return Storage(std::move(text)); }
    static AttributeValue number(Number value) { return Storage(value); }
    static AttributeValue binary(std::string bytes) { return Storage(Binary{std::move(bytes)}); }
    static AttributeValue boolean(bool value) { return Storage(value); }
    static AttributeValue null() { return Storage(Null{}); }
    static AttributeValue list(AttributeList elements);
    static AttributeValue map(AttributeMap members);
    // Sort and drop equal members; callers that must refuse duplicates check before.
    static AttributeValue stringSet(std::vector<std::string> members);
    static AttributeValue numberSet(std::vector<Number> members);
    static AttributeValue binarySet(std::vector<Binary> members);

    AttributeType type() const { return static_cast<AttributeType>(m_storage.index()); }
    template <class T>
    const T* getIf() const {
        return std::get_if<T>(&m_storage);
    }
    template <class T>
    T* getIf() {
        return std::get_if<T>(&m_storage);
    }
    const Storage& storage() const { return m_storage; }

    // Deep, order-independent for sets and maps, numeric for numbers.
    friend bool operator==(const AttributeValue&, const AttributeValue&);

private:
    Storage m_storage;
};

// DynamoDB's size rules (facts/sizes-and-capacity.md section 1).
std::size_t valueSizeBytes(const AttributeValue& value);
std::size_t itemSizeBytes(const AttributeMap& item);

}  // namespace engine::values
