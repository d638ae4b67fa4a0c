#include "engine/operations/job_store.h"
#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

using operations::ExportDescription;
using operations::ImportDescription;
using operations::JobRecord;
using operations::JobStatus;
using operations::parameter;

// Members of the request under the same names.
void appendParameters(const JobRecord& job, std::initializer_list<std::string_view> names,
                      ObjectWriter& object) {
    for (const auto name : names) {
        if (job.parameters.contains(std::string(name))) {
            object.text(name, parameter(job, name));
        }
    }
}

void appendTimeMember(std::string_view name, const std::optional<Timestamp>& time,
                      ObjectWriter& object) {
    if (time) {
        appendTime(time->milliseconds, object.member(name));
    }
}

std::string_view exportStatus(const JobRecord& job) {
    switch (job.status) {
        case JobStatus::Waiting:
        case JobStatus::Running: return "IN_PROGRESS";
        case JobStatus::Completed: return "COMPLETED";
        case JobStatus::Failed:
        case JobStatus::Cancelled: return "FAILED";
    }
    return "FAILED";
}

std::string_view importStatus(const JobRecord& job) {
    return job.status == JobStatus::Cancelled ? "CANCELLED" : exportStatus(job);
}

void appendFailure(const JobRecord& job, ObjectWriter& object) {
    if (!job.failureCode.empty()) {
        object.text("FailureCode", job.failureCode);
        object.text("FailureMessage", job.failureMessage);
    }
}

void appendFilter(const operations::FilterSpecification& filter, std::string& out) {
    ObjectWriter object(out);
    const auto add = [&](std::string_view name, const std::optional<std::string>& text) {
        if (text) {
            object.text(name, *text);
        }
    };
    add("FilterExpression", filter.filterExpression);
    add("ProjectionExpression", filter.projectionExpression);
    add("KeyConditionExpression", filter.keyConditionExpression);
    if (filter.attributes.names) {
        ObjectWriter names(object.member("ExpressionAttributeNames"));
        for (const auto& [token, name] : *filter.attributes.names) {
            appendJsonString(name, names.anyMember(token));
        }
        names.close();
    }
    if (filter.attributes.values) {
        const values::EncodedItem values(*filter.attributes.values);
        appendJsonMembers(values.view().members(), object.member("ExpressionAttributeValues"));
    }
    object.close();
}

void appendExport(const ExportDescription& description, std::string& out) {
    const JobRecord& job = description.job;
    ObjectWriter object(out);
    object.text("ExportArn", job.arn);
    object.text("ExportStatus", exportStatus(job));
    appendTimeMember("StartTime", job.createdAt, object);
    appendTimeMember("EndTime", job.endedAt, object);
    object.text("ExportManifest", description.manifestKey);
    object.text("TableArn", description.tableArn);
    if (!description.tableId.empty()) {
        object.text("TableId", description.tableId);
    }
    appendParameters(job,
                     {"ClientToken", "S3Bucket", "S3BucketOwner", "S3Prefix", "S3SseAlgorithm",
                      "S3SseKmsKeyId", "ExportFormat", "ExportType"},
                     object);
    if (job.from) {
        ObjectWriter window(object.member("IncrementalExportSpecification"));
        appendTimeMember("ExportFromTime", job.from, window);
        appendTimeMember("ExportToTime", job.to, window);
        appendParameters(job, {"ExportViewType"}, window);
        window.close();
    } else {
        appendTimeMember("ExportTime", job.to, object);
    }
    if (description.filter) {
        appendFilter(*description.filter, object.member("FilterSpecification"));
    }
    appendFailure(job, object);
    if (job.status == JobStatus::Completed) {
        object.integer("BilledSizeBytes", job.bytes);
        object.integer("ItemCount", job.items);
    }
    object.close();
}

void encodeExport(const ExportDescription& description, std::string& out) {
    ObjectWriter object(out);
    appendExport(description, object.member("ExportDescription"));
    object.close();
}

void appendSource(const JobRecord& job, std::string& out) {
    ObjectWriter object(out);
    appendParameters(job, {"S3BucketOwner", "S3Bucket", "S3KeyPrefix"}, object);
    object.close();
}

void appendThroughput(const schema::Throughput& throughput, std::string& out) {
    ObjectWriter object(out);
    object.integer("ReadCapacityUnits", static_cast<std::uint64_t>(throughput.readUnits));
    object.integer("WriteCapacityUnits", static_cast<std::uint64_t>(throughput.writeUnits));
    object.close();
}

void appendIndex(const schema::Index& index, std::string& out) {
    ObjectWriter object(out);
    object.text("IndexName", index.name);
    appendKeySchema(index.partitionKey, index.sortKey, object.member("KeySchema"));
    appendProjection(index, object.member("Projection"));
    if (index.throughput) {
        appendThroughput(*index.throughput, object.member("ProvisionedThroughput"));
    }
    object.close();
}

void appendCreation(const schema::Table& table, std::string& out) {
    const bool onDemand = table.billingMode == schema::BillingMode::PayPerRequest;
    ObjectWriter object(out);
    object.text("TableName", table.name);
    appendDefinitions(table.attributeDefinitions, object.member("AttributeDefinitions"));
    appendTableKeySchema(table, object.member("KeySchema"));
    object.text("BillingMode", onDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
    if (!onDemand) {
        appendThroughput(table.throughput, object.member("ProvisionedThroughput"));
    }
    if (!table.indexes.empty()) {
        std::string& list = object.member("GlobalSecondaryIndexes");
        appendArray(table.indexes, list,
                    [&](const schema::Index& index) { appendIndex(index, list); });
    }
    appendVectorIndexes(table, object);
    if (!table.encryptionKeyArn.empty()) {
        ObjectWriter encryption(object.member("SSESpecification"));
        encryption.boolean("Enabled", true);
        encryption.text("SSEType", "KMS");
        encryption.text("KMSMasterKeyId", table.encryptionKeyArn);
        encryption.close();
    }
    object.close();
}

void appendCsv(const ImportDescription& description, ObjectWriter& object) {
    const JobRecord& job = description.job;
    if (!job.parameters.contains("CsvDelimiter") && description.csvHeader.empty()) {
        return;
    }
    ObjectWriter options(object.member("InputFormatOptions"));
    ObjectWriter csv(options.member("Csv"));
    if (job.parameters.contains("CsvDelimiter")) {
        csv.text("Delimiter", parameter(job, "CsvDelimiter"));
    }
    if (!description.csvHeader.empty()) {
        std::string& list = csv.member("HeaderList");
        appendArray(description.csvHeader, list,
                    [&](const std::string& name) { appendJsonString(name, list); });
    }
    csv.close();
    options.close();
}

void appendImport(const ImportDescription& description, std::string& out) {
    const JobRecord& job = description.job;
    ObjectWriter object(out);
    object.text("ImportArn", job.arn);
    object.text("ImportStatus", importStatus(job));
    object.text("TableArn", description.tableArn);
    if (description.table) {
        object.text("TableId", description.table->id);
    }
    appendParameters(job, {"ClientToken"}, object);
    appendSource(job, object.member("S3BucketSource"));
    object.integer("ErrorCount", job.errors);
    appendParameters(job, {"InputFormat"}, object);
    appendCsv(description, object);
    appendParameters(job, {"InputCompressionType"}, object);
    if (description.table) {
        appendCreation(*description.table, object.member("TableCreationParameters"));
    }
    appendTimeMember("StartTime", job.createdAt, object);
    appendTimeMember("EndTime", job.endedAt, object);
    object.integer("ProcessedSizeBytes", job.bytes);
    object.integer("ProcessedItemCount", job.items + job.errors);
    object.integer("ImportedItemCount", job.items);
    appendFailure(job, object);
    object.close();
}

void encodeImport(const ImportDescription& description, std::string& out) {
    ObjectWriter object(out);
    appendImport(description, object.member("ImportTableDescription"));
    object.close();
}

void appendImportSummary(const JobRecord& job, std::string& out) {
    ObjectWriter object(out);
    object.text("ImportArn", job.arn);
    object.text("ImportStatus", importStatus(job));
    object.text("TableArn", job.arn.substr(0, job.arn.rfind("/import/")));
    appendSource(job, object.member("S3BucketSource"));
    appendParameters(job, {"InputFormat"}, object);
    appendTimeMember("StartTime", job.createdAt, object);
    appendTimeMember("EndTime", job.endedAt, object);
    object.close();
}

void appendExportSummary(const JobRecord& job, std::string& out) {
    ObjectWriter object(out);
    object.text("ExportArn", job.arn);
    object.text("ExportStatus", exportStatus(job));
    appendParameters(job, {"ExportType"}, object);
    object.close();
}

}  // namespace

void encodeAnswer(const operations::ExportTableToPointInTimeOutput& output, std::string& out) {
    encodeExport(output.description, out);
}

void encodeAnswer(const operations::DescribeExportOutput& output, std::string& out) {
    encodeExport(output.description, out);
}

void encodeAnswer(const operations::ListExportsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("ExportSummaries");
    appendArray(output.page.jobs, list,
                [&](const JobRecord& job) { appendExportSummary(job, list); });
    if (output.page.nextToken) {
        object.text("NextToken", *output.page.nextToken);
    }
    object.close();
}

void encodeAnswer(const operations::ImportTableOutput& output, std::string& out) {
    encodeImport(output.description, out);
}

void encodeAnswer(const operations::DescribeImportOutput& output, std::string& out) {
    encodeImport(output.description, out);
}

void encodeAnswer(const operations::ListImportsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("ImportSummaryList");
    appendArray(output.page.jobs, list,
                [&](const JobRecord& job) { appendImportSummary(job, list); });
    if (output.page.nextToken) {
        object.text("NextToken", *output.page.nextToken);
    }
    object.close();
}

}  // namespace engine::wire
