#include <cstdint>
#include <utility>

#include "engine/base/iso_time.h"
#include "engine/base/limits.h"
#include "engine/wire/decoders.h"

// The operations of Tidemark's own target prefix on the history (packaging/tidemark-api.7).
namespace engine::wire {
namespace {

// Seconds since 1970 as all moments of the API, or ISO 8601.
std::optional<Timestamp> readMoment(const Members& members, std::string_view name) {
    const auto json = members.find(name);
    if (json && json->is_string()) {
        const auto time = parseIsoTime(json->get_string().value_unsafe());
        if (!time) {
            members.failure().note(std::string(name) +
                                   " is neither a number of seconds since 1970 nor an ISO 8601 "
                                   "time with a zone");
        }
        return time;
    }
    const auto milliseconds = members.milliseconds(name);
    return milliseconds ? std::optional(Timestamp{*milliseconds}) : std::nullopt;
}

// Digits in a string, as the streams API writes sequence numbers.
std::optional<std::uint64_t> readSequence(const Members& members, std::string_view name) {
    const auto text = members.text(name);
    if (!text) {
        return std::nullopt;
    }
    constexpr std::size_t digitsMax = 40;
    constexpr std::uint64_t high = UINT64_MAX / 10 - 1;
    std::uint64_t value = 0;
    bool isGood = !text->empty() && text->size() <= digitsMax;
    for (const char c : *text) {
        isGood = isGood && c >= '0' && c <= '9' && value <= high;
        value = isGood ? value * 10 + static_cast<std::uint64_t>(c - '0') : value;
    }
    if (!isGood) {
        members.failure().note(std::string(name) + " is not a sequence number");
    }
    return value;
}

std::optional<std::int32_t> checkLimit(const Members& members, int most, Constraints& constraints) {
    const auto limit = members.integer("Limit");
    constraints.atLeast(limit, 1, "limit");
    constraints.atMost(limit, most, "limit");
    if (!limit || *limit < 1 || *limit > most) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(*limit);
}

// Type errors first, then constraints, then attribute values.
std::optional<Error> problemOf(const Members& members, const Constraints& constraints,
                               const AttributeReader* reader = nullptr) {
    if (members.failure()) {
        return members.failure().error();
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    if (reader != nullptr && reader->problem()) {
        return Error::validation(reader->problem()->message);
    }
    return std::nullopt;
}

std::optional<std::vector<values::AttributeMap>> readKeys(const Members& members,
                                                          AttributeReader& reader) {
    const auto array = members.array("Keys");
    if (!array) {
        return std::nullopt;
    }
    std::vector<values::AttributeMap> keys;
    for (const auto element : *array) {
        const auto object =
            toMap(element, "java.util.Map<java.lang.String, AttributeValue>", members.failure());
        if (object) {
            keys.push_back(reader.readMap(*object));
        }
    }
    return keys;
}

}  // namespace

DecodedRequest decodeListItemVersions(const Members& members) {
    operations::ListItemVersionsInput input;
    AttributeReader reader(ValueLayer::Current, members.failure());
    Constraints constraints(Framework::Old);
    const auto tableName = members.text("TableName");
    auto key = readAttributes(members, "Key", reader);
    input.exclusiveStartSequence = readSequence(members, "ExclusiveStartSequenceNumber");
    constraints.dataTableName(tableName);
    constraints.notNull(key.has_value(), "key");
    input.limit = checkLimit(members, limits::historyPageMax, constraints);
    if (auto error = problemOf(members, constraints, &reader)) {
        return *std::move(error);
    }
    input.tableName = *tableName;
    input.key = *std::move(key);
    return operations::Request(std::move(input));
}

DecodedRequest decodeDiffTable(const Members& members) {
    operations::DiffTableInput input;
    AttributeReader reader(ValueLayer::Current, members.failure());
    Constraints constraints(Framework::Old);
    const auto tableName = members.text("TableName");
    const auto from = readMoment(members, "FromDateTime");
    input.to = readMoment(members, "ToDateTime");
    input.exclusiveStartKey = readAttributes(members, "ExclusiveStartKey", reader);
    constraints.dataTableName(tableName);
    constraints.notNull(from.has_value(), "fromDateTime");
    input.limit = checkLimit(members, limits::historyPageMax, constraints);
    if (auto error = problemOf(members, constraints, &reader)) {
        return *std::move(error);
    }
    input.tableName = *tableName;
    input.from = *from;
    return operations::Request(std::move(input));
}

DecodedRequest decodeRestoreItems(const Members& members) {
    operations::RestoreItemsInput input;
    AttributeReader reader(ValueLayer::Current, members.failure());
    Constraints constraints(Framework::Old);
    const auto tableName = members.text("TableName");
    const auto to = readMoment(members, "RestoreDateTime");
    input.keys = readKeys(members, reader);
    input.filterExpression = members.text("FilterExpression");
    input.attributes.names = readNames(members);
    input.attributes.values = readExpressionValues(members, reader);
    input.includeAdded = members.boolean("IncludeAdded").value_or(false);
    input.dryRun = members.boolean("DryRun").value_or(false);
    input.unchangedSince = readSequence(members, "UnchangedSince");
    input.exclusiveStartKey = readAttributes(members, "ExclusiveStartKey", reader);
    constraints.dataTableName(tableName);
    constraints.notNull(to.has_value(), "restoreDateTime");
    input.limit = checkLimit(members, limits::restoredItemsMax, constraints);
    if (auto error = problemOf(members, constraints, &reader)) {
        return *std::move(error);
    }
    input.tableName = *tableName;
    input.to = *to;
    return operations::Request(std::move(input));
}

DecodedRequest decodeCreateBookmark(const Members& members) {
    Constraints constraints(Framework::Old);
    auto name = members.text("BookmarkName");
    constraints.notNull(name.has_value(), "bookmarkName");
    if (name) {
        constraints.lengthAtLeast(name->size(), 1, *name, "bookmarkName");
        constraints.lengthAtMost(name->size(), history::bookmarkNameBytesMax, *name,
                                 "bookmarkName");
    }
    if (auto error = problemOf(members, constraints)) {
        return *std::move(error);
    }
    return operations::Request(operations::CreateBookmarkInput{*std::move(name)});
}

DecodedRequest decodeListBookmarks(const Members& members) {
    operations::ListBookmarksInput input;
    Constraints constraints(Framework::Old);
    input.exclusiveStartBookmarkId = members.text("ExclusiveStartBookmarkId");
    input.limit = checkLimit(members, limits::historyPageMax, constraints);
    if (const auto& id = input.exclusiveStartBookmarkId) {
        constexpr std::size_t idBytesMax = 64;
        constraints.lengthAtMost(id->size(), idBytesMax, *id, "exclusiveStartBookmarkId");
    }
    if (auto error = problemOf(members, constraints)) {
        return *std::move(error);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeHistory(const Members& /*members*/) {
    return operations::Request(operations::DescribeHistoryInput());
}

DecodedRequest decodeVerify(const Members& /*members*/) {
    return operations::Request(operations::VerifyInput());
}

}  // namespace engine::wire
