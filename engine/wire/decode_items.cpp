#include <utility>

#include "engine/wire/decoders.h"
#include "engine/wire/legacy_reader.h"

namespace engine::wire {
namespace {

using operations::ReturnValues;

ReturnValues checkReturnValues(const EnumTexts& texts, Constraints& constraints) {
    return constraints
        .enumeration<ReturnValues>(texts.returnValues, "returnValues",
                                   "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
                                   {{"ALL_NEW", ReturnValues::AllNew},
                                    {"UPDATED_OLD", ReturnValues::UpdatedOld},
                                    {"ALL_OLD", ReturnValues::AllOld},
                                    {"NONE", ReturnValues::None},
                                    {"UPDATED_NEW", ReturnValues::UpdatedNew}})
        .value_or(ReturnValues::None);
}

template <class Input>
void checkWriteEnums(const EnumTexts& texts, Constraints& constraints, Input& input) {
    input.returnValues = checkReturnValues(texts, constraints);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    input.returnItemCollectionMetrics = checkCollectionMetrics(texts, constraints);
    input.returnItemOnConditionFailure =
        constraints
            .enumeration<bool>(texts.onConditionFailure, "returnValuesOnConditionCheckFailure",
                               "[ALL_OLD, NONE]", {{"ALL_OLD", true}, {"NONE", false}})
            .value_or(false);
}

// A request without its key or item is judged by the old framework, which lists everything
// (facts/aws-observed.md section 1).
Error incompleteRequest(const Members& members, const EnumTexts& texts, LegacyReader& legacy,
                        std::string_view missing) {
    Constraints constraints(Framework::Old);
    legacy.check(constraints);
    checkConsumedCapacity(texts, constraints);
    checkCollectionMetrics(texts, constraints);
    constraints.dataTableName(members.text("TableName"));
    checkReturnValues(texts, constraints);
    constraints.notNull(false, missing);
    return constraints.error();
}

std::optional<Error> brokenConstraints(const Constraints& constraints) {
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

// The envelope belongs to the place that finds a problem: values without a type or with several
// are found before it (facts/validation.md section 4).
std::optional<Error> writeValueError(std::initializer_list<const AttributeReader*> readers) {
    for (const auto* reader : readers) {
        if (!reader->problem()) {
            continue;
        }
        const auto& problem = *reader->problem();
        const bool bare = problem.kind == AttributeReader::Problem::Kind::Form;
        return Error::validation((bare ? "" : "1 validation error detected: ") + problem.message);
    }
    return std::nullopt;
}

bool returnsOldOrNothing(ReturnValues returnValues) {
    return returnValues == ReturnValues::None || returnValues == ReturnValues::AllOld;
}

// How the three single-item writes differ.
struct WriteShape {
    std::string_view itemOrKey;  // name of the member
    bool hasUpdates = false;
    bool listsAllEnums = false;  // the others stop at the first broken one
};

template <class Input>
DecodedRequest decodeWrite(const Members& members, const WriteShape& shape, Input input,
                           values::AttributeMap Input::*itemOrKey) {
    AttributeReader itemReader(ValueLayer::Current, members.failure());
    AttributeReader valueReader(ValueLayer::Current, members.failure());
    auto item = readAttributes(members, shape.itemOrKey, itemReader);
    auto tableName = members.text("TableName");
    input.conditionExpression = members.text("ConditionExpression");
    input.attributes.names = readNames(members);
    input.attributes.values = readExpressionValues(members, valueReader);
    const EnumTexts texts(members);
    LegacyReader legacy(members, valueReader, "Expected");
    if (shape.hasUpdates) {
        legacy.readUpdates();
    }
    if (members.failure()) {
        return members.failure().error();
    }
    if (!item) {
        return incompleteRequest(members, texts, legacy,
                                 shape.itemOrKey == "Item" ? "item" : "key");
    }
    Constraints name(Framework::Current);
    name.dataTableName(tableName);
    if (auto error = brokenConstraints(name)) {
        return *std::move(error);
    }
    const bool isDeep = itemReader.isDeep() || valueReader.isDeep();
    Constraints enums(isDeep ? Framework::Old : Framework::Current, shape.listsAllEnums);
    checkWriteEnums(texts, enums, input);
    legacy.check(enums);
    if (auto error = brokenConstraints(enums)) {
        return *std::move(error);
    }
    if (isDeep && !shape.hasUpdates && !returnsOldOrNothing(input.returnValues)) {
        return Error::validation("ReturnValues can only be ALL_OLD or NONE");
    }
    if (auto error = writeValueError({&itemReader, &valueReader})) {
        return *std::move(error);
    }
    input.legacy = legacy.take();
    input.tableName = *std::move(tableName);
    input.*itemOrKey = *std::move(item);
    return operations::Request(std::move(input));
}

}  // namespace

DecodedRequest decodePutItem(const Members& members) {
    return decodeWrite(members, {"Item", false, true}, operations::PutItemInput(),
                       &operations::PutItemInput::item);
}

DecodedRequest decodeDeleteItem(const Members& members) {
    return decodeWrite(members, {"Key"}, operations::DeleteItemInput(),
                       &operations::DeleteItemInput::key);
}

DecodedRequest decodeUpdateItem(const Members& members) {
    operations::UpdateItemInput input;
    input.updateExpression = members.text("UpdateExpression");
    return decodeWrite(members, {"Key", true}, std::move(input), &operations::UpdateItemInput::key);
}

DecodedRequest decodeGetItem(const Members& members) {
    operations::GetItemInput input;
    AttributeReader reader(ValueLayer::Current, members.failure());
    const auto tableName = members.text("TableName");
    auto key = readAttributes(members, "Key", reader);
    input.consistentRead = members.boolean("ConsistentRead").value_or(false);
    input.projectionExpression = members.text("ProjectionExpression");
    input.attributes.names = readNames(members);
    const EnumTexts texts(members);
    LegacyReader legacy(members, reader, "");
    legacy.readAttributesToGet();
    if (members.failure()) {
        return members.failure().error();
    }
    if (!key) {
        return incompleteRequest(members, texts, legacy, "key");
    }
    Constraints constraints(Framework::Current);
    constraints.dataTableName(tableName);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    legacy.check(constraints);
    if (auto error = brokenConstraints(constraints)) {
        return *std::move(error);
    }
    if (reader.problem()) {
        return Error::validation(reader.problem()->message);
    }
    input.legacy = legacy.take();
    input.tableName = *tableName;
    input.key = *std::move(key);
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
