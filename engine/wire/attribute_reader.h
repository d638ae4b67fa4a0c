#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/values/attribute_value.h"
#include "engine/wire/json_request.h"

namespace engine::wire {

// Generation of the service's value checks; which operation uses which: facts/validation.md
// sections 4 and 5.
enum class ValueLayer { Current, Old };

// Decodes attribute values. Type errors go to the SerializationFailure; the first value that
// breaks a rule of facts/validation.md section 5 is remembered and reported by the decoder when its
// turn comes.
class AttributeReader final {
public:
    struct Problem {
        enum class Kind { Form, Set, Number, Null, Nesting, Name };
        Kind kind = Kind::Form;  // Form: no type or several types
        std::string message;
        std::string attribute;  // top-level name that holds the value
    };

    AttributeReader(ValueLayer layer, SerializationFailure& failure)
        : m_layer(layer), m_failure(&failure) {}

    values::AttributeMap readMap(JsonObject object);
    // A value that does not stand in a map; `attribute` as Problem::attribute.
    values::AttributeValue readOne(Json json, std::string_view attribute);
    values::AttributeList readValues(simdjson::dom::array array);
    const std::optional<Problem>& problem() const { return m_problem; }
    // Whether a value is nested so deep that the service reads the request through its old layer
    // (facts/validation.md section 15).
    bool isDeep() const { return m_isDeep; }

private:
    values::AttributeValue readValue(Json json, int level);
    values::AttributeValue readTyped(std::string_view type, Json json, int level);
    values::AttributeValue readNumber(Json json);
    values::AttributeValue readNull(Json json);
    values::AttributeValue readList(Json json, int level);
    values::AttributeValue readMembers(Json json, int level);
    values::AttributeValue readStringSet(Json json);
    values::AttributeValue readNumberSet(Json json);
    values::AttributeValue readBinarySet(Json json);
    std::optional<values::Number> parseNumber(std::string_view text);
    void note(Problem::Kind kind, std::string message);

    ValueLayer m_layer;
    SerializationFailure* m_failure;
    std::optional<Problem> m_problem;
    std::string_view m_attribute;
    bool m_isDeep = false;
};

}  // namespace engine::wire
