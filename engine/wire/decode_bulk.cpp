#include <algorithm>
#include <array>
#include <utility>

#include "engine/wire/decoders.h"
#include "engine/wire/s3_members.h"

// Bulk operations (facts/new-operations.md section 2).
namespace engine::wire {
namespace {

constexpr std::int64_t writeUnitsMin = 1024;
constexpr std::int64_t pageMax = 100;

std::optional<Error> problemOf(const Members& members, const Constraints& constraints) {
    if (members.failure()) {
        return members.failure().error();
    }
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

// A member that is one of a few texts; kept as a parameter under `name`.
void readChoice(const Members& members, std::string_view member, const std::string& name,
                const std::string& path, std::initializer_list<std::string_view> choices,
                Constraints& constraints, operations::StartBulkPutItemsInput& input) {
    const auto text = members.text(member);
    if (!text) {
        return;
    }
    std::string printed;
    for (const auto choice : choices) {
        printed += (printed.empty() ? "" : ", ") + std::string(choice);
    }
    if (std::find(choices.begin(), choices.end(), *text) == choices.end()) {
        constraints.add(oldEntry(singleQuoted(*text), path,
                                 "Member must satisfy enum value set: [" + printed + "]"));
    }
    input.parameters[name] = *text;
}

void keep(const std::optional<std::string>& text, const char* name,
          operations::StartBulkPutItemsInput& input) {
    if (text) {
        input.parameters[name] = *text;
    }
}

void readInput(const Members& members, Constraints& constraints,
               operations::StartBulkPutItemsInput& input) {
    const auto source = members.structure("InputS3Configuration", "InputS3Configuration");
    constraints.notNull(source.has_value() || members.failure(), "inputS3Configuration");
    if (!source) {
        return;
    }
    const std::string path = "inputS3Configuration.";
    input.inputBucket = readBucket(*source, constraints, path + "s3Bucket");
    input.parameters["S3Bucket"] = input.inputBucket;
    keep(readOwner(*source, constraints, path + "s3BucketOwner"), "S3BucketOwner", input);
    const auto prefix = readPrefix(*source, constraints, "S3KeyPrefix", path + "s3KeyPrefix");
    input.inputPrefix = prefix.value_or("");
    keep(prefix, "S3KeyPrefix", input);
    constraints.notNull(source->has("InputFormat"), path + "inputFormat");
    readChoice(*source, "InputFormat", "InputFormat", path + "inputFormat",
               {"DYNAMODB_JSON", "ION"}, constraints, input);
    readChoice(*source, "InputCompressionType", "InputCompressionType",
               path + "inputCompressionType", {"GZIP", "ZSTD", "NONE"}, constraints, input);
    input.parameters.emplace("InputCompressionType", "NONE");
}

// The list, joined by commas.
void readOutputTypes(const Members& output, const std::string& path, Constraints& constraints,
                     operations::StartBulkPutItemsInput& input) {
    const auto types = output.texts("OutputType");
    constraints.notNull(types.has_value(), path + "outputType");
    std::string joined;
    for (const auto& type : types.value_or(std::vector<std::string>())) {
        if (type != "ERROR" && type != "CONDITION_CHECK_FAILURE") {
            constraints.add(
                oldEntry(singleQuoted(type), path + "outputType",
                         "Member must satisfy enum value set: [ERROR, CONDITION_CHECK_FAILURE]"));
        }
        joined += (joined.empty() ? "" : ",") + type;
    }
    input.parameters["OutputType"] = joined;
}

void readOutput(const Members& members, Constraints& constraints,
                operations::StartBulkPutItemsInput& input) {
    const auto output = members.structure("OutputS3Configuration", "OutputS3Configuration");
    constraints.notNull(output.has_value() || members.failure(), "outputS3Configuration");
    if (!output) {
        return;
    }
    const std::string path = "outputS3Configuration.";
    if (output->has("S3Bucket")) {
        input.outputBucket = readBucket(*output, constraints, path + "s3Bucket");
        input.parameters["OutputS3Bucket"] = input.outputBucket;
    }
    keep(readOwner(*output, constraints, path + "s3BucketOwner"), "OutputS3BucketOwner", input);
    const auto prefix = readPrefix(*output, constraints, "S3KeyPrefix", path + "s3KeyPrefix");
    input.outputPrefix = prefix.value_or("");
    keep(prefix, "OutputS3KeyPrefix", input);
    readChoice(*output, "S3SseAlgorithm", "S3SseAlgorithm", path + "s3SseAlgorithm",
               {"AES256", "KMS"}, constraints, input);
    keep(output->text("S3SseKmsKeyId"), "S3SseKmsKeyId", input);
    readOutputTypes(*output, path, constraints, input);
}

template <class Input>
DecodedRequest decodeArn(const Members& members) {
    Constraints constraints(Framework::Old);
    const auto arn = members.text("BulkOperationArn");
    constraints.notNull(arn.has_value(), "bulkOperationArn");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(Input{*arn});
}

}  // namespace

DecodedRequest decodeStartBulkPutItems(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::StartBulkPutItemsInput input;
    input.clientToken = readToken(members, constraints);
    keep(input.clientToken, "ClientToken", input);
    readInput(members, constraints, input);
    const auto units = members.longInteger("MaxWriteRequestUnits");
    constraints.atLeast(units, writeUnitsMin, "maxWriteRequestUnits");
    if (units) {
        input.parameters["MaxWriteRequestUnits"] = std::to_string(*units);
    }
    readOutput(members, constraints, input);
    readChoice(members, "PerformanceTier", "PerformanceTier", "performanceTier",
               {"STANDARD", "ACCELERATED"}, constraints, input);
    input.parameters.emplace("PerformanceTier", "STANDARD");
    const auto table = members.text("TableName");
    constraints.notNull(table.has_value(), "tableName");
    constraints.resourceName(table, "tableName", 1);
    input.tableName = table.value_or("");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeBulkOperation(const Members& members) {
    return decodeArn<operations::DescribeBulkOperationInput>(members);
}

DecodedRequest decodeCancelBulkOperation(const Members& members) {
    return decodeArn<operations::CancelBulkOperationInput>(members);
}

DecodedRequest decodeListBulkOperations(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ListBulkOperationsInput input;
    const auto most = members.integer("MaxResults");
    constraints.atLeast(most, 1, "maxResults");
    constraints.atMost(most, pageMax, "maxResults");
    input.nextToken = members.text("NextToken");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    if (most) {
        input.maxResults = static_cast<std::int32_t>(*most);
    }
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
