#include <algorithm>
#include <limits>
#include <utility>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"
#include "engine/wire/legacy_reader.h"

namespace engine::wire {
namespace {

using Kind = AttributeReader::Problem::Kind;

std::optional<std::int32_t> narrow(std::optional<std::int64_t> value) {
    if (!value) {
        return std::nullopt;
    }
    constexpr std::int64_t low = std::numeric_limits<std::int32_t>::min();
    constexpr std::int64_t high = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp(*value, low, high));
}

std::optional<operations::Select> checkSelect(const std::optional<std::string>& text,
                                              Constraints& constraints) {
    using operations::Select;
    return constraints.enumeration<Select>(
        text, "select", "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        {{"SPECIFIC_ATTRIBUTES", Select::SpecificAttributes},
         {"COUNT", Select::Count},
         {"ALL_ATTRIBUTES", Select::AllAttributes},
         {"ALL_PROJECTED_ATTRIBUTES", Select::AllProjectedAttributes}});
}

// The members that Query and Scan have in common.
template <class Input>
void readPageMembers(const Members& members, Input& input) {
    input.indexName = members.text("IndexName");
    input.filterExpression = members.text("FilterExpression");
    input.projectionExpression = members.text("ProjectionExpression");
    input.attributes.names = readNames(members);
    input.limit = narrow(members.integer("Limit"));
    input.consistentRead = members.boolean("ConsistentRead").value_or(false);
}

template <class Input>
void checkPageMembers(const Members& members, const EnumTexts& texts, Constraints& constraints,
                      Input& input) {
    const auto tableName = members.text("TableName");
    constraints.dataTableName(tableName);
    input.tableName = tableName.value_or("");
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    input.select = checkSelect(members.text("Select"), constraints);
    constraints.resourceName(input.indexName, "indexName", limits::tableNameBytesMin);
    constraints.atLeast(input.limit, 1, "limit");
}

// An unknown ConditionalOperator of Query is told alone, without the envelope; only the name of the
// table is looked at before it (facts/aws-observed.md sections 6 and 7).
std::optional<Error> conditionalOperatorError(const Members& members, const LegacyReader& legacy) {
    Constraints name(Framework::Current);
    name.dataTableName(members.text("TableName"));
    return name.broken() ? std::nullopt : legacy.conditionalOperatorProblem();
}

// Set and number problems of a start key are told as they are, the rest with a prefix
// (facts/validation.md section 9).
std::optional<Error> startKeyError(const AttributeReader& reader) {
    const auto& problem = reader.problem();
    if (!problem) {
        return std::nullopt;
    }
    const bool plain = problem->kind == Kind::Set || problem->kind == Kind::Number;
    return Error::validation((plain ? "" : "The provided starting key is invalid: ") +
                             problem->message);
}

}  // namespace

DecodedRequest decodeQuery(const Members& members) {
    operations::QueryInput input;
    AttributeReader keyReader(ValueLayer::Current, members.failure());
    AttributeReader valueReader(ValueLayer::Current, members.failure());
    readPageMembers(members, input);
    input.keyConditionExpression = members.text("KeyConditionExpression");
    input.scanIndexForward = members.boolean("ScanIndexForward").value_or(true);
    input.exclusiveStartKey = readAttributes(members, "ExclusiveStartKey", keyReader);
    input.attributes.values = readExpressionValues(members, valueReader);
    const EnumTexts texts(members);
    Constraints constraints(Framework::Current);
    checkPageMembers(members, texts, constraints, input);
    LegacyReader legacy(members, valueReader, "QueryFilter");
    legacy.readKeyConditions();
    legacy.readAttributesToGet();
    if (members.failure()) {
        return members.failure().error();
    }
    if (auto error = conditionalOperatorError(members, legacy)) {
        return *std::move(error);
    }
    legacy.check(constraints);
    if (constraints.broken()) {
        return constraints.error();
    }
    if (valueReader.problem()) {
        return Error::validation(valueReader.problem()->message);
    }
    if (auto error = startKeyError(keyReader)) {
        return *std::move(error);
    }
    input.legacy = legacy.take();
    return operations::Request(std::move(input));
}

DecodedRequest decodeScan(const Members& members) {
    operations::ScanInput input;
    AttributeReader keyReader(ValueLayer::Old, members.failure());
    AttributeReader valueReader(ValueLayer::Old, members.failure());
    readPageMembers(members, input);
    input.segment = narrow(members.integer("Segment"));
    input.totalSegments = narrow(members.integer("TotalSegments"));
    input.exclusiveStartKey = readAttributes(members, "ExclusiveStartKey", keyReader);
    input.attributes.values = readExpressionValues(members, valueReader);
    const EnumTexts texts(members);
    Constraints constraints(Framework::Old);
    checkPageMembers(members, texts, constraints, input);
    constraints.atLeast(input.segment, 0, "segment");
    constraints.atMost(input.segment, limits::totalSegmentsMax - 1, "segment");
    constraints.atLeast(input.totalSegments, 1, "totalSegments");
    constraints.atMost(input.totalSegments, limits::totalSegmentsMax, "totalSegments");
    AttributeReader filterReader(ValueLayer::Old, members.failure());
    LegacyReader legacy(members, filterReader, "ScanFilter");
    legacy.readAttributesToGet();
    legacy.check(constraints);
    if (members.failure()) {
        return members.failure().error();
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    if (const auto& problem = valueReader.problem()) {
        return Error::validation("ExpressionAttributeValues contains invalid value: " +
                                 problem->message + " for key " + problem->attribute);
    }
    if (const auto& problem = filterReader.problem()) {
        return Error::validation(problem->message);
    }
    if (auto error = startKeyError(keyReader)) {
        return *std::move(error);
    }
    input.legacy = legacy.take();
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
