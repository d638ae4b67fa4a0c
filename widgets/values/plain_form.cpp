#include "widgets/values/plain_form.h"

#include <algorithm>

#include "engine/base/base64.h"

namespace tidemark::text {
namespace {

using namespace engine::values;
using Kind = JsonNode::Kind;
using Sources = std::vector<const AttributeValue*>;

bool isText(const JsonNode& node, const std::string& text) {
    return node.kind == Kind::String && toUtf8(node.text) == text;
}

bool isNumber(const JsonNode& node, const Number& number) {
    if (node.kind != Kind::Number) {
        return false;
    }
    const auto parsed = Number::parse(toUtf8(node.text));
    return parsed && *parsed == number;
}

bool isBinary(const JsonNode& node, const Binary& binary) {
    return isText(node, engine::toBase64(binary.bytes));
}

template <class Members, class Matches>
bool isArrayOf(const JsonNode& node, const Members& members, Matches matches) {
    return node.kind == Kind::Array &&
           std::equal(node.members.begin(), node.members.end(), members.begin(), members.end(),
                      [&](const auto& element, const auto& member) {
                          return matches(element.second, member);
                      });
}

bool isObjectOf(const JsonNode& node, const AttributeMap& map) {
    return node.kind == Kind::Object &&
           static_cast<std::size_t>(node.members.size()) == map.size() &&
           std::all_of(node.members.begin(), node.members.end(), [&map](const auto& member) {
               const auto found = map.find(toUtf8(member.first));
               return found != map.end() && showsValue(member.second, found->second);
           });
}

}  // namespace

bool showsValue(const JsonNode& node, const AttributeValue& value) {
    switch (value.type()) {
        case AttributeType::S: return isText(node, *value.getIf<std::string>());
        case AttributeType::N: return isNumber(node, *value.getIf<Number>());
        case AttributeType::B: return isBinary(node, *value.getIf<Binary>());
        case AttributeType::Bool:
            return node.kind == Kind::Bool && node.boolean == *value.getIf<bool>();
        case AttributeType::Null: return node.kind == Kind::Null;
        case AttributeType::SS: return isArrayOf(node, value.getIf<StringSet>()->members, isText);
        case AttributeType::NS: return isArrayOf(node, value.getIf<NumberSet>()->members, isNumber);
        case AttributeType::BS: return isArrayOf(node, value.getIf<BinarySet>()->members, isBinary);
        case AttributeType::L: return isArrayOf(node, *value.getIf<AttributeList>(), showsValue);
        case AttributeType::M: return isObjectOf(node, *value.getIf<AttributeMap>());
    }
    return false;
}

Sources sourcesOfMembers(const JsonNode& object, const AttributeMap& before) {
    std::vector<std::string> names;
    for (const auto& member : object.members) {
        names.push_back(toUtf8(member.first));
    }
    Sources gone;
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [name, value] : before) {
        if (!std::binary_search(sorted.begin(), sorted.end(), name)) {
            gone.push_back(&value);
        }
    }
    Sources sources;
    for (qsizetype i = 0; i < object.members.size(); ++i) {
        const auto same = before.find(names[static_cast<std::size_t>(i)]);
        if (same != before.end()) {
            sources.push_back(&same->second);
            continue;
        }
        const auto renamed = std::find_if(gone.begin(), gone.end(), [&](const auto* value) {
            return showsValue(object.members[i].second, *value);
        });
        sources.push_back(renamed == gone.end() ? nullptr : *renamed);
    }
    return sources;
}

Sources sourcesOfElements(const JsonNode& array, const AttributeList& before) {
    const auto count = static_cast<std::size_t>(array.members.size());
    const auto node = [&](std::size_t i) -> const JsonNode& {
        return array.members[static_cast<qsizetype>(i)].second;
    };
    const std::size_t both = std::min(count, before.size());
    Sources sources(count, nullptr);
    std::size_t head = 0;
    while (head < both && showsValue(node(head), before[head])) {
        sources[head] = &before[head];
        ++head;
    }
    std::size_t tail = 0;
    while (head + tail < both &&
           showsValue(node(count - 1 - tail), before[before.size() - 1 - tail])) {
        sources[count - 1 - tail] = &before[before.size() - 1 - tail];
        ++tail;
    }
    // Between the two, whatever moved. Lists are short there: people change few elements at once.
    constexpr std::size_t searchedMax = 200;
    const std::size_t searchedEnd = std::min(before.size() - tail, head + searchedMax);
    for (std::size_t i = head; i < count - tail; ++i) {
        for (std::size_t j = head; j < searchedEnd && sources[i] == nullptr; ++j) {
            sources[i] = showsValue(node(i), before[j]) ? &before[j] : nullptr;
        }
        if (sources[i] == nullptr && i < before.size() - tail) {
            sources[i] = &before[i];
        }
    }
    return sources;
}

}  // namespace tidemark::text
