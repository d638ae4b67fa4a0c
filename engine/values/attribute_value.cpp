#include "engine/values/attribute_value.h"

#include <algorithm>

namespace engine::values {
namespace {

// Strings and binaries are ordered as unsigned bytes, which is what std::string compares.
template <class T>
std::vector<T> sortedUnique(std::vector<T> members) {
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

constexpr std::size_t containerBytes = 3;

struct SizeOf {
    std::size_t operator()(const std::string& text) const { return text.size(); }
    std::size_t operator()(const Number& number) const { return number.sizeBytes(); }
    std::size_t operator()(const Binary& binary) const { return binary.bytes.size(); }
    std::size_t operator()(bool) const { return 1; }
    std::size_t operator()(const Null&) const { return 1; }
    std::size_t operator()(const StringSet& set) const { return sum(set.members); }
    std::size_t operator()(const NumberSet& set) const { return sum(set.members); }
    std::size_t operator()(const BinarySet& set) const { return sum(set.members); }
    std::size_t operator()(const AttributeList& list) const {
        std::size_t bytes = containerBytes;
        for (const auto& element : list) {
            bytes += 1 + valueSizeBytes(element);
        }
        return bytes;
    }
    std::size_t operator()(const AttributeMap& map) const {
        return containerBytes + map.size() + itemSizeBytes(map);
    }

private:
    template <class T>
    std::size_t sum(const std::vector<T>& members) const {
        std::size_t bytes = 0;
        for (const auto& member : members) {
            bytes += (*this)(member);
        }
        return bytes;
    }
};

}  // namespace

std::string_view typeName(AttributeType type) {
    switch (type) {
        case AttributeType::S: return "S";
        case AttributeType::N: return "N";
        case AttributeType::B: return "B";
        case AttributeType::Bool: return "BOOL";
        case AttributeType::Null: return "NULL";
        case AttributeType::SS: return "SS";
        case AttributeType::NS: return "NS";
        case AttributeType::BS: return "BS";
        case AttributeType::L: return "L";
        case AttributeType::M: return "M";
    }
    return "?";
}

AttributeValue AttributeValue::list(AttributeList elements) {
    return Storage(std::move(elements));
}

AttributeValue AttributeValue::map(AttributeMap members) {
    return Storage(std::move(members));
}

AttributeValue AttributeValue::stringSet(std::vector<std::string> members) {
    return Storage(StringSet{sortedUnique(std::move(members))});
}

AttributeValue AttributeValue::numberSet(std::vector<Number> members) {
    return Storage(NumberSet{sortedUnique(std::move(members))});
}

AttributeValue AttributeValue::binarySet(std::vector<Binary> members) {
    return Storage(BinarySet{sortedUnique(std::move(members))});
}

bool operator==(const AttributeValue& left, const AttributeValue& right) {
    return left.m_storage == right.m_storage;
}

std::size_t valueSizeBytes(const AttributeValue& value) {
    return std::visit(SizeOf{}, value.storage());
}

std::size_t itemSizeBytes(const AttributeMap& item) {
    std::size_t bytes = 0;
    for (const auto& [name, value] : item) {
        bytes += name.size() + valueSizeBytes(value);
    }
    return bytes;
}

}  // namespace engine::values
