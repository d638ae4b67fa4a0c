#include "engine/transfer/export_folder.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "engine/base/iso_time.h"
#include "engine/transfer/compression.h"
#include "tests/engine/transfer/support.h"
#include "tests/engine/values/sample_items.h"

namespace engine::transfer {
namespace {

TEST(ExportFolder, KeysOfAFullExport) {
    const auto keys = exportKeys("2020-Nov", "01693685827463-2d8752fd", false);
    EXPECT_EQ(keys.started, "2020-Nov/AWSDynamoDB/01693685827463-2d8752fd/_started");
    EXPECT_EQ(keys.manifestSummary,
              "2020-Nov/AWSDynamoDB/01693685827463-2d8752fd/manifest-summary.json");
    EXPECT_EQ(keys.manifestSummaryChecksum,
              "2020-Nov/AWSDynamoDB/01693685827463-2d8752fd/manifest-summary.checksum");
    EXPECT_EQ(keys.manifestFiles,
              "2020-Nov/AWSDynamoDB/01693685827463-2d8752fd/manifest-files.json");
    EXPECT_EQ(keys.manifestFilesChecksum,
              "2020-Nov/AWSDynamoDB/01693685827463-2d8752fd/manifest-files.checksum");
    EXPECT_EQ(keys.dataFolder, "2020-Nov/AWSDynamoDB/01693685827463-2d8752fd/data/");
}

TEST(ExportFolder, KeysWithoutAPrefixAndOfIncrementalExports) {
    EXPECT_EQ(exportKeys("", "1-a", false).started, "AWSDynamoDB/1-a/_started");
    EXPECT_EQ(exportKeys("a/b/", "1-a", false).started, "a/b/AWSDynamoDB/1-a/_started");
    const auto keys = exportKeys("p", "1-a", true);
    EXPECT_EQ(keys.manifestFiles, "p/AWSDynamoDB/1-a/manifest-files.json");
    EXPECT_EQ(keys.dataFolder, "p/AWSDynamoDB/data/");
}

TEST(ExportFolder, DataFileNamesAre26Base32Characters) {
    SeededRandom random(1);
    std::set<std::string> names;
    std::set<char> characters;
    for (int i = 0; i < 1000; ++i) {
        const auto name = makeDataFileName(ExportFormat::DynamoDbJson, random);
        ASSERT_TRUE(std::regex_match(name, std::regex("[a-z2-7]{26}\\.json\\.gz"))) << name;
        names.insert(name);
        characters.insert(name.begin(), name.begin() + 26);
    }
    EXPECT_EQ(names.size(), 1000U);
    EXPECT_EQ(characters.size(), 32U);
    EXPECT_TRUE(makeDataFileName(ExportFormat::Ion, random).ends_with(".ion.gz"));
    SeededRandom again(1);
    EXPECT_TRUE(names.count(makeDataFileName(ExportFormat::DynamoDbJson, again)) == 1);
}

TEST(ExportFolder, ManifestOfTheFiles) {
    const std::vector<DataFile> files = {
        {8, "sQMSpEILNgoQmarvDFonGQ==", "af83d6f217c19b8b0fff8023d8ca4716-1",
         "AWSDynamoDB/01693685827463-2d8752fd/data/asdl123dasas.json.gz"},
        {0, "x", "y", "z"}};
    EXPECT_EQ(manifestFilesText(files),
              R"({"itemCount":8,"md5Checksum":"sQMSpEILNgoQmarvDFonGQ==",)"
              R"("etag":"af83d6f217c19b8b0fff8023d8ca4716-1",)"
              R"("dataFileS3Key":"AWSDynamoDB/01693685827463-2d8752fd/data/asdl123dasas.json.gz"})"
              "\n"
              R"({"itemCount":0,"md5Checksum":"x","etag":"y","dataFileS3Key":"z"})"
              "\n");
    EXPECT_EQ(manifestFilesText({}), "");
}

ExportSummary sampleSummary() {
    ExportSummary summary;
    summary.exportArn =
        "arn:aws:dynamodb:us-east-1:123456789012:table/ProductCatalog/export/"
        "01234567890123-a1b2c3d4";
    summary.startTime = {1'604'474'914'028};
    summary.endTime = {1'604'475'223'897};
    summary.tableArn = "arn:aws:dynamodb:us-east-1:123456789012:table/ProductCatalog";
    summary.tableId = "12345a12-abcd-123a-ab12-1234abc12345";
    summary.exportTime = {1'604'474'914'028};
    summary.s3Bucket = "ddb-productcatalog-export";
    summary.s3Prefix = "2020-Nov";
    summary.manifestFilesKey = "AWSDynamoDB/01693685827463-2d8752fd/manifest-files.json";
    summary.itemCount = 8;
    return summary;
}

TEST(ExportFolder, SummaryOfAFullExport) {
    EXPECT_EQ(
        manifestSummaryText(sampleSummary()),
        R"({"version":"2020-06-30",)"
        R"("exportArn":"arn:aws:dynamodb:us-east-1:123456789012:table/ProductCatalog/export/01234567890123-a1b2c3d4",)"
        R"("startTime":"2020-11-04T07:28:34.028Z","endTime":"2020-11-04T07:33:43.897Z",)"
        R"("tableArn":"arn:aws:dynamodb:us-east-1:123456789012:table/ProductCatalog",)"
        R"("tableId":"12345a12-abcd-123a-ab12-1234abc12345",)"
        R"("exportTime":"2020-11-04T07:28:34.028Z","s3Bucket":"ddb-productcatalog-export",)"
        R"("s3Prefix":"2020-Nov","s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,)"
        R"("manifestFilesS3Key":"AWSDynamoDB/01693685827463-2d8752fd/manifest-files.json",)"
        R"("billedSizeBytes":0,"itemCount":8,"outputFormat":"DYNAMODB_JSON"})");
}

TEST(ExportFolder, SummaryOfAnIncrementalExport) {
    auto summary = sampleSummary();
    summary.incremental = IncrementalWindow{{1'604'474'914'000}, {1'604'478'514'000}, true};
    summary.format = ExportFormat::Ion;
    summary.s3Prefix = "";
    summary.s3SseAlgorithm = "KMS";
    summary.s3SseKmsKeyId = "key";
    const auto text = manifestSummaryText(summary);
    EXPECT_TRUE(text.starts_with(R"({"version":"2023-08-01",)"));
    EXPECT_NE(
        text.find(
            R"("exportFromTime":"2020-11-04T07:28:34.000Z","exportToTime":"2020-11-04T08:28:34.000Z",)"
            R"("outputView":"NEW_AND_OLD_IMAGES","exportType":"INCREMENTAL_EXPORT",)"),
        std::string::npos);
    EXPECT_NE(text.find(R"("s3Prefix":null,"s3SseAlgorithm":"KMS","s3SseKmsKeyId":"key")"),
              std::string::npos);
    EXPECT_TRUE(text.ends_with(R"("outputFormat":"ION"})"));
    summary.incremental->withOldImages = false;
    EXPECT_NE(manifestSummaryText(summary).find(R"("outputView":"NEW_IMAGE")"), std::string::npos);
}

TEST(ExportFolder, ChecksumsAndTimes) {
    EXPECT_EQ(checksumText("abc"), "kAFQmDzST7DWlj99KOF/cg==");
    EXPECT_EQ(isoTime({0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(isoTime({1'709'164'799'999}), "2024-02-28T23:59:59.999Z");
    EXPECT_EQ(isoTime({1'709'164'800'000}), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(isoTime({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(ExportFolder, ADataFileIsReadBackAndItsDigestIsTheFiles) {
    const testing::Folder folder;
    const auto item = values::testing::everyType();
    std::string line;
    appendItemRecord(ExportFormat::Ion, values::EncodedItem(item).view(), line);
    auto writer = DataFileWriter::create(folder.path("x.ion.gz"), "p/x.ion.gz");
    ASSERT_TRUE(writer.hasValue());
    for (int i = 0; i < 1000; ++i) {
        ASSERT_TRUE(writer->add(line).hasValue());
    }
    EXPECT_EQ(writer->itemCount(), 1000U);
    EXPECT_FALSE(std::filesystem::exists(folder.path("x.ion.gz")));
    const auto file = writer->finish();
    ASSERT_TRUE(file.hasValue());
    EXPECT_EQ(file->itemCount, 1000U);
    EXPECT_EQ(file->key, "p/x.ion.gz");
    const std::string bytes = testing::fileBytes(folder.path("x.ion.gz"));
    EXPECT_EQ(file->md5Base64, digestOf(bytes).md5Base64());
    EXPECT_EQ(file->etag, digestOf(bytes).etag());
    InflateBudget budget(100'000'000);
    const auto reader =
        makeIonReader(decompress(Compression::Gzip, testing::memory(bytes), budget));
    const auto records = testing::readRecords(*reader);
    ASSERT_EQ(records.size(), 1000U);
    EXPECT_EQ(*records[999].item, item);
}

}  // namespace
}  // namespace engine::transfer
