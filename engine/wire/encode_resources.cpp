#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/table_parts.h"

// Tags, policies, limits, contributor insights, Kinesis destinations and global tables.
namespace engine::wire {
namespace {

enum class InsightsForm { Update, Describe, Summary };

void appendInsights(const operations::ContributorInsightsDescription& description,
                    InsightsForm form, std::string& out) {
    ObjectWriter object(out);
    object.text("TableName", description.tableName);
    if (description.indexName) {
        object.text("IndexName", *description.indexName);
    }
    if (form == InsightsForm::Describe && !description.rules.empty()) {
        std::string& list = object.member("ContributorInsightsRuleList");
        appendArray(description.rules, list,
                    [&](const std::string& rule) { values::appendJsonString(rule, list); });
    }
    object.text("ContributorInsightsStatus", description.status);
    if (form == InsightsForm::Describe && description.updatedAt) {
        appendTime(description.updatedAt->milliseconds, object.member("LastUpdateDateTime"));
    }
    if (description.mode) {
        object.text("ContributorInsightsMode", *description.mode);
    }
    object.close();
}

void encodeDestination(const operations::KinesisDestinationChange& change,
                       std::string_view configurationName, std::string& out) {
    ObjectWriter object(out);
    object.text("TableName", change.tableName);
    object.text("StreamArn", change.streamArn);
    object.text("DestinationStatus", change.status);
    ObjectWriter configuration(object.member(configurationName));
    if (change.precision) {
        configuration.text("ApproximateCreationDateTimePrecision", *change.precision);
    }
    configuration.close();
    object.close();
}

void encodeRevision(const std::string& revisionId, std::string& out) {
    ObjectWriter object(out);
    if (!revisionId.empty()) {
        object.text("RevisionId", revisionId);
    }
    object.close();
}

}  // namespace

// The answers to changes of tags have no body at all (facts/aws-observed.md section 19).
void encodeAnswer(const operations::TagResourceOutput&, std::string&) {
}

void encodeAnswer(const operations::UntagResourceOutput&, std::string&) {
}

void encodeAnswer(const operations::ListTagsOfResourceOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("Tags");
    appendArray(output.tags, list, [&](const schema::Tag& tag) {
        ObjectWriter element(list);
        element.text("Key", tag.key);
        element.text("Value", tag.value);
        element.close();
    });
    object.close();
}

void encodeAnswer(const operations::PutResourcePolicyOutput& output, std::string& out) {
    encodeRevision(output.revisionId, out);
}

void encodeAnswer(const operations::GetResourcePolicyOutput& output, std::string& out) {
    ObjectWriter object(out);
    object.text("Policy", output.policy);
    object.text("RevisionId", output.revisionId);
    object.close();
}

void encodeAnswer(const operations::DeleteResourcePolicyOutput& output, std::string& out) {
    encodeRevision(output.revisionId, out);
}

void encodeAnswer(const operations::DescribeLimitsOutput& output, std::string& out) {
    ObjectWriter object(out);
    object.integer("AccountMaxReadCapacityUnits", output.accountMaxReadCapacityUnits);
    object.integer("AccountMaxWriteCapacityUnits", output.accountMaxWriteCapacityUnits);
    object.integer("TableMaxReadCapacityUnits", output.tableMaxReadCapacityUnits);
    object.integer("TableMaxWriteCapacityUnits", output.tableMaxWriteCapacityUnits);
    object.close();
}

void encodeAnswer(const operations::DescribeEndpointsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("Endpoints");
    list += '[';
    ObjectWriter endpoint(list);
    endpoint.text("Address", output.address);
    endpoint.integer("CachePeriodInMinutes", output.cachePeriodInMinutes);
    endpoint.close();
    list += ']';
    object.close();
}

void encodeAnswer(const operations::UpdateContributorInsightsOutput& output, std::string& out) {
    appendInsights(output.description, InsightsForm::Update, out);
}

void encodeAnswer(const operations::DescribeContributorInsightsOutput& output, std::string& out) {
    appendInsights(output.description, InsightsForm::Describe, out);
}

void encodeAnswer(const operations::ListContributorInsightsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("ContributorInsightsSummaries");
    appendArray(output.summaries, list,
                [&](const operations::ContributorInsightsDescription& description) {
                    appendInsights(description, InsightsForm::Summary, list);
                });
    if (output.nextToken) {
        object.text("NextToken", *output.nextToken);
    }
    object.close();
}

void encodeAnswer(const operations::EnableKinesisStreamingDestinationOutput& output,
                  std::string& out) {
    encodeDestination(output.change, "EnableKinesisStreamingConfiguration", out);
}

void encodeAnswer(const operations::DisableKinesisStreamingDestinationOutput& output,
                  std::string& out) {
    encodeDestination(output.change, "EnableKinesisStreamingConfiguration", out);
}

void encodeAnswer(const operations::UpdateKinesisStreamingDestinationOutput& output,
                  std::string& out) {
    encodeDestination(output.change, "UpdateKinesisStreamingConfiguration", out);
}

void encodeAnswer(const operations::DescribeKinesisStreamingDestinationOutput& output,
                  std::string& out) {
    ObjectWriter object(out);
    object.text("TableName", output.tableName);
    std::string& list = object.member("KinesisDataStreamDestinations");
    appendArray(output.destinations, list, [&](const operations::KinesisDestination& destination) {
        ObjectWriter element(list);
        element.text("StreamArn", destination.streamArn);
        element.text("DestinationStatus", destination.active ? "ACTIVE" : "DISABLED");
        if (!destination.precision.empty()) {
            element.text("ApproximateCreationDateTimePrecision", destination.precision);
        }
        element.close();
    });
    object.close();
}

void encodeAnswer(const operations::ListGlobalTablesOutput&, std::string& out) {
    out += R"({"GlobalTables":[]})";
}

}  // namespace engine::wire
