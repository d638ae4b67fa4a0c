#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"
#include "engine/wire/json_places.h"
#include "engine/wire/shortest_number.h"

namespace engine::wire {
namespace {

enum class Expected { String, Sequence, Integer, OptionalString, OptionalMap };

struct StrictMember {
    std::string_view name;
    Expected expected = Expected::String;
};

// In the order in which missing ones are told.
constexpr auto strictMembers = std::to_array<StrictMember>({
    {"TableName", Expected::String},
    {"IndexName", Expected::String},
    {"SearchVector", Expected::Sequence},
    {"TopK", Expected::Integer},
    {"SearchConditionExpression", Expected::OptionalString},
    {"ProjectionExpression", Expected::OptionalString},
    {"ReturnConsumedCapacity", Expected::OptionalString},
    {"ExpressionAttributeNames", Expected::OptionalMap},
    {"ExpressionAttributeValues", Expected::OptionalMap},
});

bool isOptional(Expected expected) {
    return expected == Expected::OptionalString || expected == Expected::OptionalMap;
}

std::string_view expectedText(Expected expected) {
    switch (expected) {
        case Expected::Sequence: return "a sequence";
        case Expected::Integer: return "i32";
        case Expected::OptionalMap: return "a map";
        default: return "a string";
    }
}

bool isGood(Json json, Expected expected) {
    switch (expected) {
        case Expected::Sequence: return json.is_array();
        case Expected::Integer: {
            std::int64_t value = 0;
            return json.get_int64().get(value) == simdjson::SUCCESS &&
                   value >= std::numeric_limits<std::int32_t>::min() &&
                   value <= std::numeric_limits<std::int32_t>::max();
        }
        case Expected::OptionalMap: return json.is_object() || json.is_null();
        case Expected::OptionalString: return json.is_string() || json.is_null();
        case Expected::String: return json.is_string();
    }
    return false;
}

// "null", "integer `5`", ...: what the service calls a value.
std::string foundText(Json json) {
    switch (json.type()) {
        case simdjson::dom::element_type::INT64:
            return "integer `" + std::to_string(json.get_int64().value_unsafe()) + "`";
        case simdjson::dom::element_type::UINT64:
            return "integer `" + std::to_string(json.get_uint64().value_unsafe()) + "`";
        case simdjson::dom::element_type::DOUBLE: {
            std::string text = "floating point `";
            appendShortest(json.get_double().value_unsafe(), text);
            return text + "`";
        }
        case simdjson::dom::element_type::BOOL:
            return json.get_bool().value_unsafe() ? "boolean `true`" : "boolean `false`";
        case simdjson::dom::element_type::STRING:
            return "string \"" + std::string(json.get_string().value_unsafe()) + "\"";
        case simdjson::dom::element_type::ARRAY: return "sequence";
        case simdjson::dom::element_type::OBJECT: return "map";
        case simdjson::dom::element_type::NULL_VALUE: break;
    }
    return "null";
}

Error wrongType(std::string_view body, std::size_t position, Json json, Expected expected) {
    const auto place = memberPlaces(body).at(position);
    const bool isOpen = json.is_array() || json.is_object();
    const bool isRange = expected == Expected::Integer && (json.is_int64() || json.is_uint64());
    std::string text = isRange ? "invalid value: " : "invalid type: ";
    text += foundText(json) + ", expected ";
    text += expectedText(expected);
    return Error::serialization(text + " at " + placeText(body, isOpen ? place.begin : place.end));
}

// Types of all members in written order, then the missing ones.
Result<void> checkStrictly(JsonObject object, std::string_view body) {
    std::array<bool, strictMembers.size()> isThere{};
    std::size_t position = 0;
    for (const auto& member : object) {
        for (std::size_t i = 0; i < strictMembers.size(); ++i) {
            if (member.key != strictMembers[i].name) {
                continue;
            }
            isThere[i] = true;
            if (!isGood(member.value, strictMembers[i].expected)) {
                return wrongType(body, position, member.value, strictMembers[i].expected);
            }
        }
        ++position;
    }
    for (std::size_t i = 0; i < strictMembers.size(); ++i) {
        if (!isThere[i] && !isOptional(strictMembers[i].expected)) {
            return Error::validation("missing field `" + std::string(strictMembers[i].name) +
                                     "` at " + placeText(body, body.rfind('}') + 1));
        }
    }
    return {};
}

// A component is {"N": text} with a number that 32 bits can hold.
std::optional<float> readComponent(Json json) {
    JsonObject object;
    if (json.get_object().get(object) != simdjson::SUCCESS || object.size() != 1) {
        return std::nullopt;
    }
    std::string_view text;
    for (const auto& member : object) {
        if (member.key != "N" || member.value.get_string().get(text) != simdjson::SUCCESS) {
            return std::nullopt;
        }
    }
    const auto number = values::Number::parse(text);
    return number ? number->toFloat() : std::nullopt;
}

Result<std::vector<float>> readSearchVector(const Members& members) {
    std::vector<float> vector;
    const auto elements = members.array("SearchVector");
    for (const Json element : *elements) {
        const auto component = readComponent(element);
        if (!component) {
            return Error::validation(
                "Search vector contains invalid values. All values in the search vector must be a "
                "32-bit floating-point number attribute");
        }
        vector.push_back(*component);
    }
    return vector;
}

void checkConstraints(const Members& members, Constraints& constraints,
                      operations::SearchVectorsInput& input) {
    constraints.dataTableName(input.tableName);
    constraints.resourceName(input.indexName, "indexName", limits::tableNameBytesMin);
    const std::size_t length = members.array("SearchVector")->size();
    constraints.lengthAtLeast(length, 1, "", "searchVector");
    constraints.lengthAtMost(length, limits::vectorDimensionsMax, "", "searchVector");
    constraints.atLeast(input.topK, 1, "topK");
    input.returnConsumedCapacity = checkConsumedCapacity(EnumTexts(members), constraints);
}

}  // namespace

DecodedRequest decodeSearchVectors(std::string_view body) {
    const auto object = parseObject(body);
    if (!object) {
        return object.error();
    }
    if (auto checked = checkStrictly(*object, body); !checked) {
        return std::move(checked).error();
    }
    SerializationFailure failure;
    const Members members(*object, failure);
    AttributeReader reader(ValueLayer::Current, failure);
    operations::SearchVectorsInput input;
    input.tableName = members.text("TableName").value_or("");
    input.indexName = members.text("IndexName").value_or("");
    input.topK = members.integer("TopK").value_or(0);
    input.searchConditionExpression = members.text("SearchConditionExpression");
    input.projectionExpression = members.text("ProjectionExpression");
    input.attributes.names = readNames(members);
    input.attributes.values = readExpressionValues(members, reader);
    Constraints constraints(Framework::Current);
    checkConstraints(members, constraints, input);
    if (failure) {
        return failure.error();
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    if (reader.problem()) {
        return Error::validation(reader.problem()->message);
    }
    if (auto checked = operations::checkTopK(input.topK); !checked) {
        return std::move(checked).error();
    }
    auto vector = readSearchVector(members);
    if (!vector) {
        return std::move(vector).error();
    }
    input.searchVector = *std::move(vector);
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
