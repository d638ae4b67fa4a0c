#include <utility>

#include <simdjson.h>

#include "engine/base/base64.h"
#include "engine/base/limits.h"
#include "engine/transfer/line_records.h"
#include "engine/transfer/value_rules.h"

namespace engine::transfer {
namespace {

using values::AttributeType;
using values::AttributeValue;
using Json = simdjson::dom::element;

Error wrongForm(std::string_view type, std::string_view wanted) {
    return Error::validation("A value of type " + std::string(type) + " must be " +
                             std::string(wanted));
}

Result<AttributeValue> readValue(Json json, int level);

Result<AttributeValue> readScalar(std::string_view type, Json json) {
    std::string_view text;
    if (json.get_string().get(text) != simdjson::SUCCESS) {
        return wrongForm(type, "a string");
    }
    if (type == "S") {
        return AttributeValue::string(std::string(text));
    }
    if (type == "N") {
        const auto number = values::Number::parse(text);
        return number ? AttributeValue::number(*number) : Result<AttributeValue>(number.error());
    }
    auto bytes = fromBase64(text);
    return bytes ? AttributeValue::binary(std::move(*bytes))
                 : Result<AttributeValue>(wrongForm(type, "base64"));
}

// The elements of an array, each read by `readElement(element)`.
template <class ReadElement>
Result<values::AttributeList> readArray(std::string_view type, Json json, ReadElement readElement) {
    simdjson::dom::array array;
    if (json.get_array().get(array) != simdjson::SUCCESS) {
        return wrongForm(type, "an array");
    }
    values::AttributeList elements;
    for (const Json element : array) {
        auto value = readElement(element);
        if (!value) {
            return value.error();
        }
        elements.push_back(std::move(*value));
    }
    return elements;
}

Result<values::AttributeMap> readMembers(simdjson::dom::object object, int level) {
    values::AttributeMap members;
    for (const auto& member : object) {
        if (member.key.empty()) {
            return emptyAttributeName();
        }
        auto value = readValue(member.value, level);
        if (!value) {
            return value.error();
        }
        members.insert_or_assign(std::string(member.key), std::move(*value));
    }
    return members;
}

Result<AttributeValue> readSet(std::string_view type, Json json) {
    const auto memberType = type == "SS"   ? AttributeType::S
                            : type == "NS" ? AttributeType::N
                                           : AttributeType::B;
    auto members = readArray(type, json, [memberType](Json element) {
        return readScalar(values::typeName(memberType), element);
    });
    return members ? makeSet(memberType, std::move(*members))
                   : Result<AttributeValue>(members.error());
}

Result<AttributeValue> readList(Json json, int level) {
    auto elements =
        readArray("L", json, [level](Json element) { return readValue(element, level + 1); });
    return elements ? AttributeValue::list(std::move(*elements))
                    : Result<AttributeValue>(elements.error());
}

Result<AttributeValue> readMap(Json json, int level) {
    simdjson::dom::object object;
    if (json.get_object().get(object) != simdjson::SUCCESS) {
        return wrongForm("M", "an object");
    }
    auto members = readMembers(object, level + 1);
    return members ? AttributeValue::map(std::move(*members))
                   : Result<AttributeValue>(members.error());
}

Result<AttributeValue> readBoolean(std::string_view type, Json json) {
    bool value = false;
    if (json.get_bool().get(value) != simdjson::SUCCESS) {
        return wrongForm(type, "true or false");
    }
    if (type == "BOOL") {
        return AttributeValue::boolean(value);
    }
    if (!value) {
        return Error::validation(
            "One or more parameter values were invalid: Null attribute value types must have the "
            "value of true");
    }
    return AttributeValue::null();
}

Result<AttributeValue> readTyped(std::string_view type, Json json, int level) {
    if (type == "S" || type == "N" || type == "B") {
        return readScalar(type, json);
    }
    if (type == "BOOL" || type == "NULL") {
        return readBoolean(type, json);
    }
    if (type == "L") {
        return readList(json, level);
    }
    return type == "M" ? readMap(json, level) : readSet(type, json);
}

bool isTypeName(std::string_view name) {
    constexpr auto last = static_cast<int>(values::AttributeType::M);
    for (int type = 0; type <= last; ++type) {
        if (values::typeName(static_cast<values::AttributeType>(type)) == name) {
            return true;
        }
    }
    return false;
}

// As PutItem reads it: members that are no type and nulls do not count.
Result<AttributeValue> readValue(Json json, int level) {
    if (level > limits::nestingDepthMax) {
        return nestedTooDeeply();
    }
    simdjson::dom::object object;
    if (json.get_object().get(object) != simdjson::SUCCESS) {
        return Error::validation("An attribute value must be an object such as {\"S\":\"text\"}");
    }
    std::string_view type;
    Json content;
    for (const auto& member : object) {
        if (member.value.is_null() || !isTypeName(member.key)) {
            continue;
        }
        if (!type.empty() && type != member.key) {
            return Error::validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one "
                "of the supported datatypes");
        }
        type = member.key;
        content = member.value;
    }
    if (type.empty()) {
        return Error::validation(
            "Supplied AttributeValue is empty, must contain exactly one of the supported "
            "datatypes");
    }
    return readTyped(type, content, level);
}

class JsonDecoder final : public LineDecoder {
public:
    Result<values::AttributeMap> decode(std::string_view line) override {
        Json root;
        simdjson::dom::object record;
        const auto outcome = m_parser.parse(line.data(), line.size(), false).get(root);
        if (outcome == simdjson::DEPTH_ERROR) {
            return nestedTooDeeply();
        }
        if (outcome != simdjson::SUCCESS) {
            return Error::validation(std::string("The line is not JSON: ") +
                                     simdjson::error_message(outcome));
        }
        simdjson::dom::object item;
        if (root.get_object().get(record) != simdjson::SUCCESS || record.size() != 1 ||
            record["Item"].get_object().get(item) != simdjson::SUCCESS) {
            return Error::validation("The line is not of the form {\"Item\":{...}}");
        }
        auto attributes = readMembers(item, 1);
        return attributes ? checkedItem(std::move(*attributes)) : attributes;
    }

private:
    simdjson::dom::parser m_parser;
};

}  // namespace

std::unique_ptr<RecordReader> makeDynamoDbJsonReader(std::unique_ptr<ByteSource> source,
                                                     RecordPosition startAt) {
    return std::make_unique<LineRecordReader>(std::move(source), startAt,
                                              std::make_unique<JsonDecoder>());
}

}  // namespace engine::transfer
