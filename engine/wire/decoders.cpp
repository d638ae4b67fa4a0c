#include "engine/wire/decoders.h"

#include <utility>

namespace engine::wire {
namespace {

constexpr std::string_view attributeValueType = "com.amazonaws.dynamodb.v20120810.AttributeValue";

}  // namespace

std::optional<values::AttributeMap> readAttributes(const Members& members, std::string_view name,
                                                   AttributeReader& reader) {
    const auto object = members.map(name, attributeValueType);
    return object ? std::optional(reader.readMap(*object)) : std::nullopt;
}

std::optional<expressions::NameMap> readNames(const Members& members) {
    const auto object = members.map("ExpressionAttributeNames", "java.lang.String");
    if (!object) {
        return std::nullopt;
    }
    expressions::NameMap names;
    for (const auto& member : *object) {
        if (member.value.is_null()) {
            continue;
        }
        if (const auto text = toText(member.value, members.failure())) {
            names.insert_or_assign(std::string(member.key), std::string(*text));
        }
    }
    return names;
}

std::optional<expressions::ValueMap> readExpressionValues(const Members& members,
                                                          AttributeReader& reader) {
    return readAttributes(members, "ExpressionAttributeValues", reader);
}

EnumTexts::EnumTexts(const Members& members)
    : consumedCapacity(members.text("ReturnConsumedCapacity")),
      collectionMetrics(members.text("ReturnItemCollectionMetrics")),
      returnValues(members.text("ReturnValues")),
      onConditionFailure(members.text("ReturnValuesOnConditionCheckFailure")) {
}

operations::ReturnConsumedCapacity checkConsumedCapacity(const EnumTexts& texts,
                                                         Constraints& constraints) {
    using operations::ReturnConsumedCapacity;
    return constraints
        .enumeration<ReturnConsumedCapacity>(texts.consumedCapacity, "returnConsumedCapacity",
                                             "[INDEXES, TOTAL, NONE]",
                                             {{"INDEXES", ReturnConsumedCapacity::Indexes},
                                              {"TOTAL", ReturnConsumedCapacity::Total},
                                              {"NONE", ReturnConsumedCapacity::None}})
        .value_or(ReturnConsumedCapacity::None);
}

operations::ReturnItemCollectionMetrics checkCollectionMetrics(const EnumTexts& texts,
                                                               Constraints& constraints) {
    using operations::ReturnItemCollectionMetrics;
    return constraints
        .enumeration<ReturnItemCollectionMetrics>(texts.collectionMetrics,
                                                  "returnItemCollectionMetrics", "[SIZE, NONE]",
                                                  {{"SIZE", ReturnItemCollectionMetrics::Size},
                                                   {"NONE", ReturnItemCollectionMetrics::None}})
        .value_or(ReturnItemCollectionMetrics::None);
}

}  // namespace engine::wire
