#include <array>
#include <charconv>

#include "engine/operations/job_store.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

using operations::BulkOperationDescription;
using operations::JobRecord;
using operations::parameter;

struct Named {
    std::string_view member;
    std::string_view parameter;
};

void appendTexts(const JobRecord& job, std::initializer_list<Named> names, ObjectWriter& object) {
    for (const auto& name : names) {
        if (job.parameters.contains(std::string(name.parameter))) {
            object.text(name.member, parameter(job, name.parameter));
        }
    }
}

std::uint64_t numberOf(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void appendOutput(const JobRecord& job, std::string& out) {
    ObjectWriter object(out);
    appendTexts(job,
                {{"S3Bucket", "OutputS3Bucket"},
                 {"S3BucketOwner", "OutputS3BucketOwner"},
                 {"S3KeyPrefix", "OutputS3KeyPrefix"},
                 {"S3SseAlgorithm", "S3SseAlgorithm"},
                 {"S3SseKmsKeyId", "S3SseKmsKeyId"}},
                object);
    std::string& list = object.member("OutputType");
    list += '[';
    std::string_view rest = parameter(job, "OutputType");
    bool first = true;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        list += first ? "" : ",";
        first = false;
        values::appendJsonString(rest.substr(0, comma), list);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    list += ']';
    object.close();
}

void appendPlaces(const JobRecord& job, ObjectWriter& object) {
    ObjectWriter input(object.member("InputS3Configuration"));
    appendTexts(job,
                {{"S3Bucket", "S3Bucket"},
                 {"S3BucketOwner", "S3BucketOwner"},
                 {"S3KeyPrefix", "S3KeyPrefix"},
                 {"InputFormat", "InputFormat"},
                 {"InputCompressionType", "InputCompressionType"}},
                input);
    input.close();
    appendOutput(job, object.member("OutputS3Configuration"));
}

void appendTableDetails(const JobRecord& job, std::string& out) {
    out += '[';
    ObjectWriter table(out);
    appendTexts(job, {{"TableName", "TableName"}, {"TableId", "TableId"}}, table);
    table.close();
    out += ']';
}

void appendUsage(const JobRecord& job, std::string& out) {
    const auto bytes = numberOf(parameter(job, "BulkPutBytes"));
    out += '[';
    ObjectWriter usage(out);
    appendTexts(job, {{"TableName", "TableName"}}, usage);
    usage.integer("BulkPutBytes", bytes);
    ObjectWriter table(usage.member("Table"));
    table.integer("BulkPutBytes", bytes);
    table.close();
    usage.close();
    out += ']';
}

void appendProgress(const JobRecord& job, ObjectWriter& object) {
    object.integer("ProcessedItemCount", job.items + job.errors);
    object.integer("FailedItemCount", job.errors);
    object.integer("ProcessedInputBytes", job.bytes);
    // What is read is counted as it was before it was compressed, which is not known ahead.
    if (job.bytesTotal > 0 && parameter(job, "InputCompressionType") == "NONE") {
        object.integer("TotalInputBytes", job.bytesTotal);
    }
    appendUsage(job, object.member("BulkOperationUsage"));
    appendTexts(job, {{"PerformanceTier", "PerformanceTier"}}, object);
    if (job.parameters.contains("MaxWriteRequestUnits")) {
        object.integer("MaxWriteRequestUnits", numberOf(parameter(job, "MaxWriteRequestUnits")));
    }
}

void encodeBulk(const BulkOperationDescription& description, std::string& out) {
    const JobRecord& job = description.job;
    ObjectWriter answer(out);
    ObjectWriter object(answer.member("BulkOperationDescription"));
    object.text("BulkOperationArn", job.arn);
    object.text("BulkOperationStatus", description.status);
    appendTableDetails(job, object.member("TableDetails"));
    appendTexts(job, {{"ClientToken", "ClientToken"}}, object);
    appendPlaces(job, object);
    appendTime(job.createdAt.milliseconds, object.member("StartTime"));
    if (job.endedAt) {
        appendTime(job.endedAt->milliseconds, object.member("EndTime"));
    }
    appendProgress(job, object);
    if (!job.failureCode.empty()) {
        object.text("FailureCode", job.failureCode);
        object.text("FailureMessage", job.failureMessage);
    }
    object.close();
    answer.close();
}

}  // namespace

void encodeAnswer(const operations::StartBulkPutItemsOutput& output, std::string& out) {
    encodeBulk(output.description, out);
}

void encodeAnswer(const operations::DescribeBulkOperationOutput& output, std::string& out) {
    encodeBulk(output.description, out);
}

void encodeAnswer(const operations::ListBulkOperationsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("BulkOperationsSummaryList");
    appendArray(output.operations, list, [&](const BulkOperationDescription& description) {
        ObjectWriter summary(list);
        summary.text("BulkOperationArn", description.job.arn);
        summary.text("BulkOperationStatus", description.status);
        appendTime(description.job.createdAt.milliseconds, summary.member("StartTime"));
        if (description.job.endedAt) {
            appendTime(description.job.endedAt->milliseconds, summary.member("EndTime"));
        }
        summary.close();
    });
    if (output.nextToken) {
        object.text("NextToken", *output.nextToken);
    }
    object.close();
}

void encodeAnswer(const operations::CancelBulkOperationOutput& output, std::string& out) {
    ObjectWriter object(out);
    object.text("BulkOperationArn", output.bulkOperationArn);
    object.text("BulkOperationStatus", output.status);
    object.close();
}

}  // namespace engine::wire
