#include "engine/base/limits.h"
#include "engine/history/stream_records.h"
#include "engine/wire/decoders.h"

// The operations of the streams API (facts/operations.md section 4).
namespace engine::wire {
namespace {

constexpr std::size_t arnBytesMin = 37;
constexpr std::size_t arnBytesMax = 1024;
constexpr std::size_t shardIdBytesMin = 28;
constexpr std::size_t shardIdBytesMax = 65;
constexpr std::size_t sequenceBytesMin = 21;
constexpr std::size_t sequenceBytesMax = 40;
constexpr std::size_t iteratorBytesMax = 2048;

void checkLength(const std::optional<std::string>& text, std::size_t least, std::size_t most,
                 std::string_view member, Constraints& constraints) {
    if (text) {
        constraints.lengthAtLeast(text->size(), least, *text, member);
        constraints.lengthAtMost(text->size(), most, *text, member);
    }
}

std::string requiredText(const Members& members, std::string_view name, std::string_view member,
                         std::size_t least, std::size_t most, Constraints& constraints) {
    const auto text = members.text(name);
    constraints.notNull(text.has_value(), member);
    checkLength(text, least, most, member, constraints);
    return text.value_or("");
}

std::optional<std::int32_t> readLimit(const Members& members, std::int64_t most,
                                      Constraints& constraints) {
    const auto limit = members.integer("Limit");
    constraints.atLeast(limit, 1, "limit");
    constraints.atMost(limit, most, "limit");
    return limit ? std::optional(static_cast<std::int32_t>(*limit)) : std::nullopt;
}

template <class Input>
DecodedRequest finish(const Members& members, const Constraints& constraints, Input input) {
    if (members.failure()) {
        return members.failure().error();
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    return operations::Request(std::move(input));
}

std::optional<std::string> readShardFilter(const Members& members, Constraints& constraints) {
    const auto filter = members.structure("ShardFilter", "ShardFilter");
    if (!filter) {
        return std::nullopt;
    }
    const auto type = filter->text("Type");
    constraints.notNull(type.has_value(), "shardFilter.type");
    constraints.enumeration<int>(type, "shardFilter.type", "[CHILD_SHARDS]", {{"CHILD_SHARDS", 0}});
    return filter->text("ShardId").value_or("");
}

// These two are the operation's own checks, with its own spelling.
std::optional<Error> shardFilterProblem(const std::optional<std::string>& shardId) {
    if (!shardId) {
        return std::nullopt;
    }
    if (shardId->empty()) {
        return Error::validation(
            "One or more parameter values were invalid: ShardFilter.ShardId must be specified "
            "when ShardFilter.Type is CHILD_SHARDS");
    }
    if (!shardId->starts_with("shardId-") || shardId->size() < shardIdBytesMin ||
        shardId->size() > shardIdBytesMax) {
        return Error::validation(
            "One or more parameter values were invalid: ShardFilter.ShardId is not valid: " +
            *shardId);
    }
    return std::nullopt;
}

}  // namespace

DecodedRequest decodeListStreams(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ListStreamsInput input;
    input.exclusiveStartStreamArn = members.text("ExclusiveStartStreamArn");
    checkLength(input.exclusiveStartStreamArn, arnBytesMin, arnBytesMax, "exclusiveStartStreamArn",
                constraints);
    input.limit = readLimit(members, limits::streamPageMax, constraints);
    input.tableName = members.text("TableName");
    constraints.resourceName(input.tableName, "tableName", limits::tableNameBytesMin);
    return finish(members, constraints, std::move(input));
}

DecodedRequest decodeDescribeStream(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::DescribeStreamInput input;
    input.exclusiveStartShardId = members.text("ExclusiveStartShardId");
    checkLength(input.exclusiveStartShardId, shardIdBytesMin, shardIdBytesMax,
                "exclusiveStartShardId", constraints);
    input.limit = readLimit(members, limits::streamPageMax, constraints);
    input.childrenOf = readShardFilter(members, constraints);
    input.streamArn =
        requiredText(members, "StreamArn", "streamArn", arnBytesMin, arnBytesMax, constraints);
    if (!members.failure() && !constraints.broken()) {
        if (auto problem = shardFilterProblem(input.childrenOf)) {
            return *std::move(problem);
        }
    }
    return finish(members, constraints, std::move(input));
}

DecodedRequest decodeGetShardIterator(const Members& members) {
    using operations::ShardIteratorType;
    Constraints constraints(Framework::Old);
    operations::GetShardIteratorInput input;
    input.sequenceNumber = members.text("SequenceNumber");
    checkLength(input.sequenceNumber, sequenceBytesMin, sequenceBytesMax, "sequenceNumber",
                constraints);
    input.shardId =
        requiredText(members, "ShardId", "shardId", shardIdBytesMin, shardIdBytesMax, constraints);
    const auto type = members.text("ShardIteratorType");
    constraints.notNull(type.has_value(), "shardIteratorType");
    const auto read = constraints.enumeration<ShardIteratorType>(
        type, "shardIteratorType",
        "[AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
        {{"TRIM_HORIZON", ShardIteratorType::TrimHorizon},
         {"LATEST", ShardIteratorType::Latest},
         {"AT_SEQUENCE_NUMBER", ShardIteratorType::AtSequenceNumber},
         {"AFTER_SEQUENCE_NUMBER", ShardIteratorType::AfterSequenceNumber}});
    input.type = read.value_or(ShardIteratorType::TrimHorizon);
    input.streamArn =
        requiredText(members, "StreamArn", "streamArn", arnBytesMin, arnBytesMax, constraints);
    return finish(members, constraints, std::move(input));
}

DecodedRequest decodeGetRecords(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::GetRecordsInput input;
    input.limit =
        readLimit(members, static_cast<std::int64_t>(history::streamPageRecordsMax), constraints);
    input.shardIterator =
        requiredText(members, "ShardIterator", "shardIterator", 1, iteratorBytesMax, constraints);
    return finish(members, constraints, std::move(input));
}

}  // namespace engine::wire
