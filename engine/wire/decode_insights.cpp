#include <utility>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"

// Contributor insights, Kinesis destinations and global tables.
namespace engine::wire {
namespace {

constexpr std::size_t streamArnBytesMin = 37;
constexpr std::size_t streamArnBytesMax = 1024;
constexpr std::int64_t insightsPageMax = 100;

std::optional<Error> problemOf(const Members& members, const Constraints& constraints) {
    if (members.failure()) {
        return members.failure().error();
    }
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

std::optional<Error> nameLengthProblem(const std::optional<std::string>& name,
                                       std::string_view member) {
    if (name &&
        (name->size() < limits::tableNameBytesMin || name->size() > limits::tableNameBytesMax)) {
        return Error::validation(std::string(member) +
                                 " must be at least 3 characters long and at most 255 characters "
                                 "long");
    }
    return std::nullopt;
}

// TableName of an operation that needs it; the request's first problem, if it has one.
std::optional<Error> finish(const Members& members, Constraints& constraints,
                            std::string& tableName) {
    const auto name = members.text("TableName");
    constraints.notNull(name.has_value(), "tableName");
    constraints.resourceName(name, "tableName", 1);
    tableName = name.value_or("");
    return problemOf(members, constraints);
}

template <class Input>
DecodedRequest decodeTableAndIndex(const Members& members, Constraints& constraints, Input input) {
    input.indexName = members.text("IndexName");
    if (auto problem = finish(members, constraints, input.tableName)) {
        return *std::move(problem);
    }
    if (auto problem = nameLengthProblem(input.indexName, "IndexName")) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

template <class Input>
DecodedRequest decodeDestination(const Members& members, std::string_view configurationName) {
    Constraints constraints(Framework::Old);
    Input input;
    std::string path(configurationName);
    path.front() = path.front() == 'E' ? 'e' : 'u';
    if (const auto configuration = members.structure(configurationName, configurationName)) {
        input.precision = configuration->text("ApproximateCreationDateTimePrecision");
        static_cast<void>(constraints.enumeration<int>(
            input.precision, path + ".approximateCreationDateTimePrecision",
            "[MILLISECOND, MICROSECOND]", {{"MILLISECOND", 0}, {"MICROSECOND", 1}}));
    }
    const auto arn = members.text("StreamArn");
    constraints.notNull(arn.has_value(), "streamArn");
    if (arn) {
        constraints.lengthAtLeast(arn->size(), streamArnBytesMin, *arn, "streamArn");
        constraints.lengthAtMost(arn->size(), streamArnBytesMax, *arn, "streamArn");
    }
    input.streamArn = arn.value_or("");
    if (auto problem = finish(members, constraints, input.tableName)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

std::optional<Error> globalNameProblem(const Members& members, std::string& name) {
    const auto given = members.text("GlobalTableName");
    if (members.failure()) {
        return members.failure().error();
    }
    if (!given) {
        return Error::validation(
            "The parameter 'GlobalTableName' is required but was not present in the request");
    }
    if (auto problem = nameLengthProblem(given, "TableName")) {
        return problem;
    }
    Constraints constraints(Framework::Old);
    constraints.resourceName(given, "globalTableName", limits::tableNameBytesMin);
    name = *given;
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

template <class Input>
DecodedRequest decodeGlobalName(const Members& members, Input input = {}) {
    if (auto problem = globalNameProblem(members, input.globalTableName)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

template <class Input>
DecodedRequest decodeTableName(const Members& members) {
    Constraints constraints(Framework::Old);
    Input input;
    if (auto problem = finish(members, constraints, input.tableName)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

}  // namespace

DecodedRequest decodeUpdateContributorInsights(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::UpdateContributorInsightsInput input;
    const auto action = members.text("ContributorInsightsAction");
    constraints.notNull(action.has_value(), "contributorInsightsAction");
    input.enable = constraints
                       .enumeration<bool>(action, "contributorInsightsAction", "[ENABLE, DISABLE]",
                                          {{"ENABLE", true}, {"DISABLE", false}})
                       .value_or(false);
    input.throttledKeysOnly =
        constraints
            .enumeration<bool>(members.text("ContributorInsightsMode"), "contributorInsightsMode",
                               "[ACCESSED_AND_THROTTLED_KEYS, THROTTLED_KEYS]",
                               {{"ACCESSED_AND_THROTTLED_KEYS", false}, {"THROTTLED_KEYS", true}})
            .value_or(false);
    return decodeTableAndIndex(members, constraints, std::move(input));
}

DecodedRequest decodeDescribeContributorInsights(const Members& members) {
    Constraints constraints(Framework::Old);
    return decodeTableAndIndex(members, constraints,
                               operations::DescribeContributorInsightsInput{});
}

DecodedRequest decodeListContributorInsights(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ListContributorInsightsInput input;
    input.tableName = members.text("TableName");
    input.nextToken = members.text("NextToken");
    const auto most = members.integer("MaxResults");
    constraints.resourceName(input.tableName, "tableName", 1);
    constraints.atMost(most, insightsPageMax, "maxResults");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    if (most && *most > 0) {
        input.maxResults = static_cast<std::int32_t>(*most);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeEnableKinesisStreamingDestination(const Members& members) {
    return decodeDestination<operations::EnableKinesisStreamingDestinationInput>(
        members, "EnableKinesisStreamingConfiguration");
}

DecodedRequest decodeDisableKinesisStreamingDestination(const Members& members) {
    return decodeDestination<operations::DisableKinesisStreamingDestinationInput>(
        members, "EnableKinesisStreamingConfiguration");
}

DecodedRequest decodeUpdateKinesisStreamingDestination(const Members& members) {
    return decodeDestination<operations::UpdateKinesisStreamingDestinationInput>(
        members, "UpdateKinesisStreamingConfiguration");
}

DecodedRequest decodeDescribeKinesisStreamingDestination(const Members& members) {
    return decodeTableName<operations::DescribeKinesisStreamingDestinationInput>(members);
}

DecodedRequest decodeCreateGlobalTable(const Members& members) {
    const auto group = members.array("ReplicationGroup");
    if (!members.failure() && members.has("GlobalTableName") && !group) {
        return Error::validation(
            "The parameter 'ReplicationGroup' is required but was not present in the request");
    }
    return decodeGlobalName<operations::CreateGlobalTableInput>(members);
}

DecodedRequest decodeDescribeGlobalTable(const Members& members) {
    return decodeGlobalName<operations::DescribeGlobalTableInput>(members);
}

DecodedRequest decodeDescribeGlobalTableSettings(const Members& members) {
    return decodeGlobalName<operations::DescribeGlobalTableSettingsInput>(members);
}

DecodedRequest decodeListGlobalTables(const Members& members) {
    Constraints constraints(Framework::Old);
    constraints.resourceName(members.text("ExclusiveStartGlobalTableName"),
                             "exclusiveStartGlobalTableName", limits::tableNameBytesMin);
    constraints.atLeast(members.integer("Limit"), 1, "limit");
    static_cast<void>(members.text("RegionName"));
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(operations::ListGlobalTablesInput{});
}

DecodedRequest decodeUpdateGlobalTable(const Members& members) {
    operations::UpdateGlobalTableInput input;
    const auto updates = members.array("ReplicaUpdates");
    if (updates) {
        for (const Json element : *updates) {
            const auto update = toElementStructure(element, "ReplicaUpdate", members.failure());
            if (!update) {
                continue;
            }
            const Members action(*update, members.failure());
            const bool creates = action.has("Create");
            input.hasUpdates = input.hasUpdates || creates || action.has("Delete");
            input.creates = input.creates || creates;
        }
    }
    return decodeGlobalName(members, std::move(input));
}

DecodedRequest decodeUpdateGlobalTableSettings(const Members& members) {
    return decodeGlobalName<operations::UpdateGlobalTableSettingsInput>(members);
}

DecodedRequest decodeDescribeTableReplicaAutoScaling(const Members& members) {
    return decodeTableName<operations::DescribeTableReplicaAutoScalingInput>(members);
}

DecodedRequest decodeUpdateTableReplicaAutoScaling(const Members& members) {
    return decodeTableName<operations::UpdateTableReplicaAutoScalingInput>(members);
}

}  // namespace engine::wire
