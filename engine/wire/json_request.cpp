#include "engine/wire/json_request.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/limits.h"

namespace engine::wire {
namespace {

constexpr std::size_t keptBufferBytesMax = 1'048'576;
constexpr std::string_view unexpectedStructure =
    "Start of structure or map found where not expected";

// A parser and the padded copy of the body that it reads. Kept per thread, because its buffers are
// several times the size of the body; one that has read a big body is thrown away.
struct Reader {
    simdjson::dom::parser parser;
    std::string padded;
};

Reader& freshReader(std::size_t bodyBytes) {
    thread_local std::unique_ptr<Reader> reader;
    thread_local bool isBig = false;
    if (!reader || isBig) {
        reader = std::make_unique<Reader>();
    }
    isBig = bodyBytes > keptBufferBytesMax;
    return *reader;
}

std::string describe(Json json, std::string_view javaType) {
    switch (json.type()) {
        case simdjson::dom::element_type::INT64:
        case simdjson::dom::element_type::UINT64:
            return "NUMBER_VALUE cannot be converted to " + std::string(javaType);
        case simdjson::dom::element_type::DOUBLE:
            return "DECIMAL_VALUE cannot be converted to " + std::string(javaType);
        case simdjson::dom::element_type::BOOL:
            return std::string(json.get_bool().value_unsafe() ? "TRUE" : "FALSE") +
                   "_VALUE cannot be converted to " + std::string(javaType);
        case simdjson::dom::element_type::STRING:
            return "STRING_VALUE cannot be converted to " + std::string(javaType);
        case simdjson::dom::element_type::ARRAY:
            return "Unrecognized collection type class java.lang." + std::string(javaType);
        case simdjson::dom::element_type::OBJECT: return std::string(unexpectedStructure);
        case simdjson::dom::element_type::NULL_VALUE: break;
    }
    return "Unexpected token received from parser";
}

std::optional<bool> booleanText(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (lower == "true" || lower == "1" || lower == "yes") {
        return true;
    }
    if (lower == "false" || lower == "0" || lower == "no") {
        return false;
    }
    return std::nullopt;
}

bool isBase64Character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/';
}

std::string base64Problem(std::string_view text) {
    if (text.size() % 4 != 0) {
        return "Base64 encoded length is expected a multiple of 4 bytes but found: " +
               std::to_string(text.size());
    }
    const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
    for (const char c : text.substr(0, text.size() - padding)) {
        if (!isBase64Character(c)) {
            return std::string("Invalid Base64 character: '") + c + "'";
        }
    }
    return "Invalid last non-pad Base64 character dectected";
}

std::string_view collectionShape(std::string_view shape, std::string& buffer) {
    buffer = "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.";
    buffer += shape;
    return buffer;
}

}  // namespace

Result<JsonObject> parseObject(std::string_view body) {
    Reader& reader = freshReader(body.size());
    if (reader.parser.max_depth() != static_cast<std::size_t>(limits::jsonDepthMax) &&
        reader.parser.allocate(4096, static_cast<std::size_t>(limits::jsonDepthMax)) !=
            simdjson::SUCCESS) {
        return Error::internal("There is not enough memory to read the request");
    }
    reader.padded.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    reader.padded.assign(body);
    Json root;
    const auto outcome =
        reader.parser.parse(reader.padded.data(), reader.padded.size(), false).get(root);
    if (outcome == simdjson::MEMALLOC) {
        return Error::internal("There is not enough memory to read the request");
    }
    JsonObject object;
    if (outcome != simdjson::SUCCESS || root.get_object().get(object) != simdjson::SUCCESS) {
        return Error::serialization("");
    }
    return object;
}

void SerializationFailure::note(std::string message) {
    if (!m_message) {
        m_message = std::move(message);
    }
}

std::optional<std::string_view> toText(Json json, SerializationFailure& failure) {
    std::string_view text;
    if (json.get_string().get(text) == simdjson::SUCCESS) {
        return text;
    }
    failure.note(describe(json, "String"));
    return std::nullopt;
}

std::optional<bool> toBoolean(Json json, SerializationFailure& failure) {
    bool value = false;
    if (json.get_bool().get(value) == simdjson::SUCCESS) {
        return value;
    }
    std::string_view text;
    if (json.get_string().get(text) == simdjson::SUCCESS) {
        if (const auto parsed = booleanText(text)) {
            return parsed;
        }
        failure.note("Unexpected token received from parser");
        return std::nullopt;
    }
    failure.note(describe(json, "Boolean"));
    return std::nullopt;
}

std::optional<std::string> toBytes(Json json, SerializationFailure& failure) {
    std::string_view text;
    if (json.get_string().get(text) == simdjson::SUCCESS) {
        auto bytes = fromBase64(text);
        if (!bytes) {
            failure.note(base64Problem(text));
        }
        return bytes;
    }
    if (json.is_array()) {
        failure.note("Unrecognized collection type class java.nio.ByteBuffer");
    } else if (json.is_object()) {
        failure.note(std::string(unexpectedStructure));
    } else {
        failure.note("only base-64-encoded strings are convertible to bytes");
    }
    return std::nullopt;
}

std::optional<simdjson::dom::array> toArray(Json json, SerializationFailure& failure) {
    simdjson::dom::array array;
    if (json.get_array().get(array) == simdjson::SUCCESS) {
        return array;
    }
    failure.note(json.is_object() ? std::string(unexpectedStructure) : "Unexpected field type");
    return std::nullopt;
}

std::optional<JsonObject> toMap(Json json, std::string_view typeName,
                                SerializationFailure& failure) {
    JsonObject object;
    if (json.get_object().get(object) == simdjson::SUCCESS) {
        return object;
    }
    failure.note(json.is_array() ? "Unrecognized collection type " + std::string(typeName)
                                 : "Unexpected field type");
    return std::nullopt;
}

std::optional<JsonObject> toStructure(Json json, std::string_view shape,
                                      SerializationFailure& failure) {
    JsonObject object;
    if (json.get_object().get(object) == simdjson::SUCCESS) {
        return object;
    }
    std::string buffer;
    failure.note(json.is_array() ? std::string(collectionShape(shape, buffer))
                                 : "Unexpected field type");
    return std::nullopt;
}

std::optional<JsonObject> toElementStructure(Json json, std::string_view shape,
                                             SerializationFailure& failure) {
    JsonObject object;
    if (json.get_object().get(object) == simdjson::SUCCESS) {
        return object;
    }
    std::string buffer;
    failure.note(json.is_array() ? std::string(collectionShape(shape, buffer))
                                 : "Unexpected value type in payload");
    return std::nullopt;
}

std::optional<Json> Members::find(std::string_view name) const {
    std::optional<Json> found;
    for (const auto& member : m_object) {
        if (member.key == name) {
            found = member.value;
        }
    }
    return found && !found->is_null() ? found : std::nullopt;
}

std::optional<std::string> Members::text(std::string_view name) const {
    const auto json = find(name);
    const auto text = json ? toText(*json, *m_failure) : std::nullopt;
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

std::optional<bool> Members::boolean(std::string_view name) const {
    const auto json = find(name);
    return json ? toBoolean(*json, *m_failure) : std::nullopt;
}

std::optional<std::int64_t> Members::integer(std::string_view name) const {
    return number(name, "Integer");
}

std::optional<std::int64_t> Members::longInteger(std::string_view name) const {
    return number(name, "Long");
}

std::optional<std::int64_t> Members::number(std::string_view name,
                                            std::string_view javaType) const {
    const auto json = find(name);
    if (!json) {
        return std::nullopt;
    }
    constexpr auto biggest = std::numeric_limits<std::int64_t>::max();
    std::int64_t value = 0;
    if (json->get_int64().get(value) == simdjson::SUCCESS) {
        return value;
    }
    if (json->is_uint64()) {
        return biggest;
    }
    double fractional = 0;
    if (json->is_double() && json->get_double().get(fractional) == simdjson::SUCCESS) {
        constexpr double bound = 9.2e18;
        return static_cast<std::int64_t>(std::floor(std::min(std::max(fractional, -bound), bound)));
    }
    m_failure->note(describe(*json, javaType));
    return std::nullopt;
}

std::optional<std::int64_t> Members::milliseconds(std::string_view name) const {
    const auto json = find(name);
    if (!json) {
        return std::nullopt;
    }
    constexpr double secondsMax = 1e12;
    double seconds = 0;
    if (json->is_number() && json->get_double().get(seconds) == simdjson::SUCCESS) {
        return std::llround(std::min(std::max(seconds, -secondsMax), secondsMax) * 1000);
    }
    m_failure->note(describe(*json, "Date"));
    return std::nullopt;
}

std::optional<simdjson::dom::array> Members::array(std::string_view name) const {
    const auto json = find(name);
    return json ? toArray(*json, *m_failure) : std::nullopt;
}

std::optional<std::vector<std::string>> Members::texts(std::string_view name) const {
    const auto elements = array(name);
    if (!elements) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const Json element : *elements) {
        if (const auto text = element.is_null() ? std::nullopt : toText(element, *m_failure)) {
            texts.emplace_back(*text);
        }
    }
    return texts;
}

std::optional<Members> Members::structure(std::string_view name, std::string_view shape) const {
    const auto json = find(name);
    const auto object = json ? toStructure(*json, shape, *m_failure) : std::nullopt;
    return object ? std::optional<Members>(Members(*object, *m_failure)) : std::nullopt;
}

std::optional<JsonObject> Members::map(std::string_view name, std::string_view valueType) const {
    const auto json = find(name);
    if (!json) {
        return std::nullopt;
    }
    std::string typeName = "java.util.Map<java.lang.String, ";
    typeName += valueType;
    typeName += '>';
    return toMap(*json, typeName, *m_failure);
}

}  // namespace engine::wire
