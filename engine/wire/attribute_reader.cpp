#include "engine/wire/attribute_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/base64.h"
#include "engine/base/limits.h"

namespace engine::wire {
namespace {

using values::AttributeValue;
using Kind = AttributeReader::Problem::Kind;

constexpr std::string_view invalidParameters = "One or more parameter values were invalid: ";
constexpr std::string_view notNumeric = "The parameter cannot be converted to a numeric value";
constexpr std::string_view shape = "AttributeValue";
constexpr std::string_view mapType =
    "java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>";
constexpr std::string_view emptyValue =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
constexpr std::string_view severalTypes =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes";
constexpr std::array<std::string_view, 10> typeNames = {"S",  "N",  "B",  "BOOL", "NULL",
                                                        "SS", "NS", "BS", "L",    "M"};

bool isTypeName(std::string_view name) {
    return std::find(typeNames.begin(), typeNames.end(), name) != typeNames.end();
}

std::string parameterError(std::string_view text) {
    return std::string(invalidParameters) + std::string(text);
}

// The members of a set as the current layer prints them: sorted up to the first repeat, then the
// repeat and the rest as they were sent. nullopt: no member repeats.
std::optional<std::vector<std::string>> duplicateEcho(const std::vector<std::string>& members) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (seen.insert(members[i]).second) {
            continue;
        }
        std::vector<std::string> echo(seen.begin(), seen.end());
        echo.insert(echo.end(), members.begin() + static_cast<std::ptrdiff_t>(i), members.end());
        return echo;
    }
    return std::nullopt;
}

std::string join(const std::vector<std::string>& parts, std::string_view quote,
                 std::string_view separator) {
    std::string joined;
    for (const auto& part : parts) {
        joined += joined.empty() ? "" : separator;
        joined += quote;
        joined += part;
        joined += quote;
    }
    return joined;
}

// The old layer reads the exponent as a 32-bit integer.
bool exponentIsWide(std::string_view text) {
    const auto mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) {
        return false;
    }
    auto digits = text.substr(mark + 1);
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    int exponent = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    return parsed.ec == std::errc::result_out_of_range;
}

// Its order of magnitude is a 32-bit integer, too: the largest exponents come out as the smallest.
bool magnitudeWraps(std::string_view text) {
    const auto mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) {
        return false;
    }
    auto digits = text.substr(mark + 1);
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    std::int64_t exponent = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    auto whole = text.substr(0, std::min(mark, text.find('.')));
    whole.remove_prefix(std::min(whole.find_first_not_of("+-0"), whole.size()));
    return exponent + static_cast<std::int64_t>(whole.size()) >
           std::numeric_limits<std::int32_t>::max();
}

// Levels of a request from which on the old layer reads it.
constexpr int deepLevels = 62;

// Whether values are nested more than `levels` below this one; each level is two containers.
bool nestsBelow(Json json, int levels) {
    if (levels < 0) {
        return true;
    }
    simdjson::dom::object typed;
    if (json.get_object().get(typed) != simdjson::SUCCESS) {
        return false;
    }
    for (const auto& type : typed) {
        simdjson::dom::object members;
        simdjson::dom::array elements;
        if (type.value.get_object().get(members) == simdjson::SUCCESS) {
            for (const auto& member : members) {
                if (nestsBelow(member.value, levels - 1)) {
                    return true;
                }
            }
        } else if (type.value.get_array().get(elements) == simdjson::SUCCESS) {
            for (const Json element : elements) {
                if (nestsBelow(element, levels - 1)) {
                    return true;
                }
            }
        }
    }
    return false;
}

}  // namespace

void AttributeReader::note(Kind kind, std::string message) {
    if (!m_problem) {
        m_problem = Problem{kind, std::move(message), std::string(m_attribute)};
    }
}

values::AttributeMap AttributeReader::readMap(JsonObject object) {
    values::AttributeMap map;
    for (const auto& member : object) {
        m_attribute = member.key;
        if (member.key.empty()) {
            note(Kind::Name, "Empty attribute name");
        }
        map.insert_or_assign(std::string(member.key), readValue(member.value, 1));
    }
    return map;
}

AttributeValue AttributeReader::readOne(Json json, std::string_view attribute) {
    m_attribute = attribute;
    return readValue(json, 1);
}

values::AttributeList AttributeReader::readValues(simdjson::dom::array array) {
    values::AttributeList elements;
    for (const Json element : array) {
        elements.push_back(readValue(element, 1));
    }
    return elements;
}

AttributeValue AttributeReader::readValue(Json json, int level) {
    if (level > limits::nestingDepthMax) {
        m_isDeep = m_isDeep || nestsBelow(json, deepLevels - level);
        note(Kind::Nesting,
             "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
             "levels beyond supported limit");
        return AttributeValue::null();
    }
    if (json.is_null()) {
        note(Kind::Form, std::string(emptyValue));
        return AttributeValue::null();
    }
    const auto object = toElementStructure(json, shape, *m_failure);
    if (!object) {
        return AttributeValue::null();
    }
    std::string_view type;
    Json content;
    for (const auto& member : *object) {
        if (!isTypeName(member.key) || member.value.is_null()) {
            continue;
        }
        if (!type.empty() && type != member.key) {
            note(Kind::Form, std::string(severalTypes));
        }
        type = member.key;
        content = member.value;
    }
    if (type.empty()) {
        note(Kind::Form, std::string(emptyValue));
        return AttributeValue::null();
    }
    return readTyped(type, content, level);
}

AttributeValue AttributeReader::readTyped(std::string_view type, Json json, int level) {
    if (type == "S") {
        return AttributeValue::string(std::string(toText(json, *m_failure).value_or("")));
    }
    if (type == "N") {
        return readNumber(json);
    }
    if (type == "M") {
        return readMembers(json, level);
    }
    if (type == "L") {
        return readList(json, level);
    }
    if (type == "BOOL") {
        return AttributeValue::boolean(toBoolean(json, *m_failure).value_or(false));
    }
    if (type == "NULL") {
        return readNull(json);
    }
    if (type == "B") {
        return AttributeValue::binary(toBytes(json, *m_failure).value_or(""));
    }
    if (type == "SS") {
        return readStringSet(json);
    }
    return type == "NS" ? readNumberSet(json) : readBinarySet(json);
}

std::optional<values::Number> AttributeReader::parseNumber(std::string_view text) {
    if (m_layer == ValueLayer::Old && text.empty()) {
        note(Kind::Number, std::string(notNumeric));
        return std::nullopt;
    }
    if (m_layer == ValueLayer::Old && exponentIsWide(text)) {
        note(Kind::Number, std::string(notNumeric) + ": " + std::string(text));
        return std::nullopt;
    }
    auto number = values::Number::parse(text);
    if (!number && m_layer == ValueLayer::Old && magnitudeWraps(text)) {
        note(Kind::Number,
             "Number underflow. Attempting to store a number with magnitude smaller than supported "
             "range");
        return std::nullopt;
    }
    if (!number) {
        note(Kind::Number, number.error().message);
        return std::nullopt;
    }
    return *number;
}

AttributeValue AttributeReader::readNumber(Json json) {
    const auto text = toText(json, *m_failure);
    const auto number = text ? parseNumber(*text) : std::nullopt;
    return AttributeValue::number(number.value_or(values::Number()));
}

AttributeValue AttributeReader::readNull(Json json) {
    const auto value = toBoolean(json, *m_failure);
    if (value && !*value) {
        note(Kind::Null, parameterError("Null attribute value types must have the value of true"));
    }
    return AttributeValue::null();
}

AttributeValue AttributeReader::readList(Json json, int level) {
    const auto array = toArray(json, *m_failure);
    if (!array) {
        return AttributeValue::null();
    }
    values::AttributeList elements;
    elements.reserve(array->size());
    for (const Json element : *array) {
        elements.push_back(readValue(element, level + 1));
    }
    return AttributeValue::list(std::move(elements));
}

AttributeValue AttributeReader::readMembers(Json json, int level) {
    values::AttributeMap members;
    const auto object = toMap(json, mapType, *m_failure);
    if (!object) {
        return AttributeValue::null();
    }
    for (const auto& member : *object) {
        if (member.key.empty()) {
            note(Kind::Name, "Empty attribute name");
        }
        members.insert_or_assign(std::string(member.key), readValue(member.value, level + 1));
    }
    return AttributeValue::map(std::move(members));
}

AttributeValue AttributeReader::readStringSet(Json json) {
    std::vector<std::string> members;
    const auto array = toArray(json, *m_failure);
    if (!array) {
        return AttributeValue::null();
    }
    if (array->size() == 0) {
        note(Kind::Set, parameterError("An string set  may not be empty"));
    }
    for (const Json element : *array) {
        if (element.is_null()) {
            note(Kind::Set, parameterError("An string set may not have a null string as a member"));
            continue;
        }
        if (const auto text = toText(element, *m_failure)) {
            members.emplace_back(*text);
        }
    }
    if (const auto echo = duplicateEcho(members)) {
        const bool old = m_layer == ValueLayer::Old;
        note(Kind::Set, parameterError("Input collection [" +
                                       (old ? join(members, "", ", ") : join(*echo, "\"", ", ")) +
                                       "] contains duplicates."));
    }
    return AttributeValue::stringSet(std::move(members));
}

AttributeValue AttributeReader::readNumberSet(Json json) {
    std::vector<values::Number> members;
    const auto array = toArray(json, *m_failure);
    if (!array) {
        return AttributeValue::null();
    }
    if (array->size() == 0) {
        note(Kind::Set, parameterError("An number set  may not be empty"));
    }
    for (const Json element : *array) {
        if (element.is_null()) {
            note(Kind::Set, parameterError("An number set may not have a null string as a member"));
            continue;
        }
        const auto text = toText(element, *m_failure);
        if (const auto number = text ? parseNumber(*text) : std::nullopt) {
            members.push_back(*number);
        }
    }
    auto sorted = members;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
        note(Kind::Set, m_layer == ValueLayer::Old
                            ? std::string("Input collection contains duplicates")
                            : parameterError("Input collection contains duplicates."));
    }
    return AttributeValue::numberSet(std::move(members));
}

AttributeValue AttributeReader::readBinarySet(Json json) {
    std::vector<std::string> members;
    const auto array = toArray(json, *m_failure);
    if (!array) {
        return AttributeValue::null();
    }
    if (array->size() == 0) {
        note(Kind::Set, parameterError("Binary sets should not be empty"));
    }
    for (const Json element : *array) {
        if (element.is_null()) {
            note(Kind::Set, parameterError("Binary sets may not contain null values"));
            continue;
        }
        if (auto bytes = toBytes(element, *m_failure)) {
            members.push_back(std::move(*bytes));
        }
    }
    if (auto echo = duplicateEcho(members)) {
        const bool old = m_layer == ValueLayer::Old;
        std::vector<std::string> shown = old ? members : std::move(*echo);
        std::transform(shown.begin(), shown.end(), shown.begin(),
                       [](const std::string& bytes) { return toBase64(bytes); });
        note(Kind::Set, parameterError("Input collection [" +
                                       (old ? join(shown, "", ", ") : join(shown, "\"", ",")) +
                                       "]of type BS contains duplicates."));
    }
    std::vector<values::Binary> binaries;
    binaries.reserve(members.size());
    for (auto& bytes : members) {
        binaries.push_back({std::move(bytes)});
    }
    return AttributeValue::binarySet(std::move(binaries));
}

}  // namespace engine::wire
