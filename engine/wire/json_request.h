#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "engine/base/result.h"

// Reading requests: a JSON document and typed access to the members of its structures, with the
// SerializationException texts of facts/validation.md section 2.
namespace engine::wire {

using Json = simdjson::dom::element;
using JsonObject = simdjson::dom::object;

// The body must be one JSON object, valid UTF-8, nested at most limits::jsonDepthMax levels. What
// is returned lives until the next call on the same thread.
Result<JsonObject> parseObject(std::string_view body);

// The first type error of a request. Reading goes on after one, so that decoders need not check
// after every member; they must check once before they use what they read.
class SerializationFailure final {
public:
    void note(std::string message);
    explicit operator bool() const { return m_message.has_value(); }
    Error error() const { return Error::serialization(m_message.value_or("")); }

private:
    std::optional<std::string> m_message;
};

// Conversions of one JSON value, with the service's texts.
std::optional<std::string_view> toText(Json json, SerializationFailure& failure);
std::optional<bool> toBoolean(Json json, SerializationFailure& failure);
std::optional<std::string> toBytes(Json json, SerializationFailure& failure);  // base64
std::optional<simdjson::dom::array> toArray(Json json, SerializationFailure& failure);
// `typeName` as in "java.util.Map<java.lang.String, ...>".
std::optional<JsonObject> toMap(Json json, std::string_view typeName,
                                SerializationFailure& failure);
// A structure as a member of a structure, or (element) inside a list or map.
std::optional<JsonObject> toStructure(Json json, std::string_view shape,
                                      SerializationFailure& failure);
std::optional<JsonObject> toElementStructure(Json json, std::string_view shape,
                                             SerializationFailure& failure);

// Typed access to the members of one structure. Unknown members and nulls are ignored; of
// duplicate members the last one counts.
class Members final {
public:
    Members(JsonObject object, SerializationFailure& failure)
        : m_object(object), m_failure(&failure) {}

    std::optional<Json> find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::optional<std::string> text(std::string_view name) const;
    std::optional<bool> boolean(std::string_view name) const;
    std::optional<std::int64_t> integer(std::string_view name) const;  // "Integer" in texts
    std::optional<std::int64_t> longInteger(std::string_view name) const;
    // A moment: seconds since 1970, perhaps with a fraction, as milliseconds.
    std::optional<std::int64_t> milliseconds(std::string_view name) const;
    std::optional<simdjson::dom::array> array(std::string_view name) const;
    std::optional<std::vector<std::string>> texts(std::string_view name) const;
    std::optional<Members> structure(std::string_view name, std::string_view shape) const;
    std::optional<JsonObject> map(std::string_view name, std::string_view valueType) const;

    SerializationFailure& failure() const { return *m_failure; }

private:
    std::optional<std::int64_t> number(std::string_view name, std::string_view javaType) const;

    JsonObject m_object;
    SerializationFailure* m_failure;
};

}  // namespace engine::wire
