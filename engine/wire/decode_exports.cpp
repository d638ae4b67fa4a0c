#include <algorithm>
#include <utility>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"
#include "engine/wire/s3_members.h"
#include "engine/wire/table_parts.h"

// Exports and imports.
namespace engine::wire {
namespace {

constexpr std::size_t arnBytesMin = 37;
constexpr std::size_t arnBytesMax = 1024;
constexpr std::size_t headerNamesMax = 255;
constexpr std::int64_t pageMax = 25;

std::optional<Timestamp> readTime(const Members& members, std::string_view name) {
    const auto milliseconds = members.milliseconds(name);
    return milliseconds ? std::optional(Timestamp{*milliseconds}) : std::nullopt;
}

std::string readArn(const Members& members, Constraints& constraints, std::string_view name,
                    std::string_view member) {
    const auto arn = members.text(name);
    constraints.notNull(arn.has_value(), member);
    if (arn) {
        constraints.lengthAtLeast(arn->size(), arnBytesMin, *arn, member);
        constraints.lengthAtMost(arn->size(), arnBytesMax, *arn, member);
    }
    return arn.value_or("");
}

template <class Enum>
void checkEnum(Constraints& constraints, const std::optional<std::string>& text,
               std::string_view member, std::string_view printed, EnumNames<Enum> names) {
    static_cast<void>(constraints.enumeration<Enum>(text, member, printed, names));
}

std::optional<Error> problemOf(const Members& members, const Constraints& constraints) {
    if (members.failure()) {
        return members.failure().error();
    }
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

void readWindow(const Members& members, Constraints& constraints,
                operations::ExportTableToPointInTimeInput& input) {
    const auto window =
        members.structure("IncrementalExportSpecification", "IncrementalExportSpecification");
    if (!window) {
        return;
    }
    input.hasWindow = true;
    input.exportFromTime = readTime(*window, "ExportFromTime");
    input.exportToTime = readTime(*window, "ExportToTime");
    const auto view = window->text("ExportViewType");
    checkEnum<int>(constraints, view, "incrementalExportSpecification.exportViewType",
                   "[NEW_IMAGE, NEW_AND_OLD_IMAGES]",
                   {{"NEW_IMAGE", 0}, {"NEW_AND_OLD_IMAGES", 1}});
    input.exportViewType = view.value_or(input.exportViewType);
}

void readFilter(const Members& members, AttributeReader& reader,
                operations::ExportTableToPointInTimeInput& input) {
    const auto filter = members.structure("FilterSpecification", "FilterSpecification");
    if (!filter) {
        return;
    }
    auto& specification = input.filter.emplace();
    specification.filterExpression = filter->text("FilterExpression");
    specification.projectionExpression = filter->text("ProjectionExpression");
    specification.keyConditionExpression = filter->text("KeyConditionExpression");
    specification.attributes.names = readNames(*filter);
    specification.attributes.values = readExpressionValues(*filter, reader);
}

operations::JobPageRequest readPage(const Members& members, Constraints& constraints,
                                    std::string_view sizeName, std::string_view sizeMember) {
    operations::JobPageRequest page;
    page.tableArn = members.text("TableArn");
    constraints.resourceName(page.tableArn, "tableArn", 1);
    const auto size = members.integer(sizeName);
    constraints.atLeast(size, 1, sizeMember);
    constraints.atMost(size, pageMax, sizeMember);
    if (size) {
        page.limit = static_cast<std::int32_t>(*size);
    }
    page.nextToken = members.text("NextToken");
    return page;
}

void readCsv(const Members& members, Constraints& constraints,
             operations::ImportTableInput& input) {
    const auto options = members.structure("InputFormatOptions", "InputFormatOptions");
    const auto csv = options ? options->structure("Csv", "CsvOptions") : std::nullopt;
    if (!csv) {
        return;
    }
    input.csvDelimiter = csv->text("Delimiter");
    if (input.csvDelimiter) {
        const auto& delimiter = *input.csvDelimiter;
        const std::string_view member = "inputFormatOptions.csv.delimiter";
        constraints.lengthAtLeast(delimiter.size(), 1, delimiter, member);
        constraints.lengthAtMost(delimiter.size(), 1, delimiter, member);
        checkPattern(constraints, delimiter.find_first_not_of(",;:|\t ") == std::string::npos,
                     delimiter, member, R"([,;:|\t ])");
    }
    input.csvHeader = csv->texts("HeaderList");
    if (input.csvHeader) {
        constraints.lengthAtLeast(input.csvHeader->size(), 1, "[]",
                                  "inputFormatOptions.csv.headerList");
        constraints.lengthAtMost(input.csvHeader->size(), headerNamesMax, "[...]",
                                 "inputFormatOptions.csv.headerList");
        for (const auto& name : *input.csvHeader) {
            const bool isPlain = std::all_of(name.begin(), name.end(), [](char c) {
                return c >= 0x20 && c <= 0x7e && c != '"' && c != ',';
            });
            checkPattern(constraints, isPlain && !name.empty(), name,
                         "inputFormatOptions.csv.headerList", R"([\x20-\x21\x23-\x2B\x2D-\x7E]*)");
        }
    }
}

}  // namespace

DecodedRequest decodeExportTableToPointInTime(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ExportTableToPointInTimeInput input;
    input.clientToken = readToken(members, constraints);
    const auto format = members.text("ExportFormat");
    checkEnum<int>(constraints, format, "exportFormat", "[DYNAMODB_JSON, ION]",
                   {{"DYNAMODB_JSON", 0}, {"ION", 1}});
    input.exportFormat = format.value_or(input.exportFormat);
    input.exportTime = readTime(members, "ExportTime");
    input.incremental =
        constraints
            .enumeration<bool>(members.text("ExportType"), "exportType",
                               "[FULL_EXPORT, INCREMENTAL_EXPORT]",
                               {{"FULL_EXPORT", false}, {"INCREMENTAL_EXPORT", true}})
            .value_or(false);
    AttributeReader valueReader(ValueLayer::Old, members.failure());
    readFilter(members, valueReader, input);
    readWindow(members, constraints, input);
    input.s3Bucket = readBucket(members, constraints, "s3Bucket");
    input.s3BucketOwner = readOwner(members, constraints, "s3BucketOwner");
    input.s3Prefix = readPrefix(members, constraints, "S3Prefix", "s3Prefix");
    input.s3SseAlgorithm = members.text("S3SseAlgorithm");
    checkEnum<int>(constraints, input.s3SseAlgorithm, "s3SseAlgorithm", "[AES256, KMS]",
                   {{"AES256", 0}, {"KMS", 1}});
    input.s3SseKmsKeyId = members.text("S3SseKmsKeyId");
    const auto table = members.text("TableArn");
    constraints.notNull(table.has_value(), "tableArn");
    constraints.resourceName(table, "tableArn", 1);
    input.tableArn = table.value_or("");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    if (const auto& problem = valueReader.problem()) {
        return Error::validation("ExpressionAttributeValues contains invalid value: " +
                                 problem->message + " for key " + problem->attribute);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeExport(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::DescribeExportInput input{readArn(members, constraints, "ExportArn", "exportArn")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeListExports(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ListExportsInput input{readPage(members, constraints, "MaxResults", "maxResults")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeImportTable(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ImportTableInput input;
    input.clientToken = readToken(members, constraints);
    const auto compression = members.text("InputCompressionType");
    checkEnum<int>(constraints, compression, "inputCompressionType", "[GZIP, ZSTD, NONE]",
                   {{"GZIP", 0}, {"ZSTD", 1}, {"NONE", 2}});
    input.inputCompressionType = compression.value_or(input.inputCompressionType);
    const auto format = members.text("InputFormat");
    constraints.notNull(format.has_value(), "inputFormat");
    checkEnum<int>(constraints, format, "inputFormat", "[DYNAMODB_JSON, ION, CSV]",
                   {{"DYNAMODB_JSON", 0}, {"ION", 1}, {"CSV", 2}});
    input.inputFormat = format.value_or("");
    readCsv(members, constraints, input);
    const auto source = members.structure("S3BucketSource", "S3BucketSource");
    constraints.notNull(source.has_value() || members.failure(), "s3BucketSource");
    if (source) {
        input.s3Bucket = readBucket(*source, constraints, "s3BucketSource.s3Bucket");
        input.s3BucketOwner = readOwner(*source, constraints, "s3BucketSource.s3BucketOwner");
        input.s3KeyPrefix =
            readPrefix(*source, constraints, "S3KeyPrefix", "s3BucketSource.s3KeyPrefix");
    }
    const auto table = members.structure("TableCreationParameters", "TableCreationParameters");
    constraints.notNull(table.has_value() || members.failure(), "tableCreationParameters");
    if (table) {
        constraints.enter("tableCreationParameters.");
        constraints.notNull(table->has("TableName"), "tableName");
        input.table = readTableSpec(*table, constraints);
        constraints.enter("");
    }
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    // Not members of TableCreationParameters.
    input.table.localIndexes.reset();
    input.table.stream.reset();
    input.table.deletionProtection.reset();
    input.table.tableClass.reset();
    input.table.tags.clear();
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeImport(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::DescribeImportInput input{readArn(members, constraints, "ImportArn", "importArn")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeListImports(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ListImportsInput input{readPage(members, constraints, "PageSize", "pageSize")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
