// Answers, byte by byte. Shapes: facts/operations.md sections 3, 5 and 8, facts/aws-observed.md
// section 17.
#include <gtest/gtest.h>

#include "tests/engine/wire/wire_helpers.h"

namespace engine::wire {
namespace {

using values::EncodedItem;

std::string encoded(const operations::Response& response) {
    std::string out;
    encodeResponse(response, out);
    return out;
}

EncodedItem item(std::string_view json) {
    const auto map = decodeItem(json);
    EXPECT_TRUE(map.hasValue());
    return EncodedItem(*map);
}

void expectRoundTrip(const std::string& json) {
    const auto map = decodeItem(json);
    ASSERT_TRUE(map.hasValue()) << json << ": " << map.error().message;
    EXPECT_EQ(testing::json(*map), json);
}

TEST(RoundTrip, AllTenTypes) {
    expectRoundTrip(R"({"b":{"B":"AAH/"},"bool":{"BOOL":false},"bs":{"BS":["","AA=="]},)"
                    R"("l":{"L":[{"S":"x"},{"L":[]},{"M":{}}]},"m":{"M":{"k":{"N":"1"}}},)"
                    R"("n":{"N":"-0.5"},"ns":{"NS":["-1","2","10"]},"null":{"NULL":true},)"
                    R"("s":{"S":""},"ss":{"SS":["","a","b"]}})");
}

TEST(RoundTrip, NumbersAreExact) {
    for (const char* const number :
         {"0", "12345678901234567890123456789012345678", "-12345678901234567890123456789012345678",
          "0.12345678901234567890123456789012345678", "99999999999999999999999999999999999999",
          "0.1", "9007199254740993"}) {
        expectRoundTrip(std::string(R"({"n":{"N":")") + number + R"("}})");
    }
    EXPECT_EQ(testing::json(*decodeItem(R"({"n":{"N":"1e3"},"z":{"N":"-0"},"t":{"N":"1.10"}})")),
              R"({"n":{"N":"1000"},"t":{"N":"1.1"},"z":{"N":"0"}})");
}

TEST(RoundTrip, UnicodeAndEscapes) {
    expectRoundTrip("{\"\xc3\xa4\":{\"S\":\"\xe4\xb8\xad \xf0\x9f\x98\x80\"}}");
    EXPECT_EQ(testing::json(*decodeItem(R"({"a":{"S":"\ud83d\ude00\u00e4\/"}})")),
              "{\"a\":{\"S\":\"\xf0\x9f\x98\x80\xc3\xa4/\"}}");
    expectRoundTrip(R"({"\"\\":{"S":"\" \\ \n \r \t \b \f \u0000 \u001f"}})");
}

TEST(RoundTrip, SetsAreSorted) {
    EXPECT_EQ(testing::json(*decodeItem(R"({"a":{"SS":["b","a",""]},"n":{"NS":["10","9","-1"]}})")),
              R"({"a":{"SS":["","a","b"]},"n":{"NS":["-1","9","10"]}})");
}

TEST(JsonString, PlainTextIsCopied) {
    std::string out = "x";
    appendJsonString("abc", out);
    EXPECT_EQ(out, "x\"abc\"");
}

// Texts are scanned in words: an escape must be found at every place of one.
TEST(JsonString, EscapesAreFoundEverywhere) {
    const std::pair<char, std::string> escapes[] = {
        {'"', "\\\""}, {'\\', "\\\\"}, {'\0', "\\u0000"}, {'\x1f', "\\u001f"}, {'\n', "\\n"}};
    for (const auto& [byte, escaped] : escapes) {
        for (std::size_t size = 1; size <= 20; ++size) {
            for (std::size_t at = 0; at < size; ++at) {
                std::string text(size, '\xc3');
                text[at] = byte;
                std::string expected = std::string(size, '\xc3');
                expected.replace(at, 1, escaped);
                std::string out;
                appendJsonString(text, out);
                ASSERT_EQ(out, "\"" + expected + "\"") << size << " " << at;
            }
        }
    }
    for (int byte = 0x20; byte < 0x100; ++byte) {
        const std::string text(9, static_cast<char>(byte));
        std::string out;
        appendJsonString(text, out);
        EXPECT_EQ(out.size(), byte == '"' || byte == '\\' ? 20U : 11U) << byte;
    }
}

TEST(EncodeItems, GetItem) {
    EXPECT_EQ(encoded(operations::GetItemOutput{}), "{}");
    operations::GetItemOutput output;
    output.item = EncodedItem();
    EXPECT_EQ(encoded(output), R"({"Item":{}})");
    output.item = item(R"({"pk":{"S":"a"}})");
    output.consumedCapacity = operations::ConsumedCapacity{"abc", {}, 0.5, {}, {}, {}, {}};
    EXPECT_EQ(encoded(output), R"({"Item":{"pk":{"S":"a"}},"ConsumedCapacity":{"TableName":"abc",)"
                               R"("CapacityUnits":0.5}})");
}

TEST(EncodeItems, Writes) {
    operations::PutItemOutput put;
    EXPECT_EQ(encoded(put), "{}");
    put.attributes = item(R"({"pk":{"S":"a"}})");
    put.consumedCapacity =
        operations::ConsumedCapacity{"abc", {}, 3, 1.0, {{"g\"1", 1}}, {{"l1", 1}}, {}};
    put.itemCollectionMetrics =
        operations::ItemCollectionMetrics{"pk", values::AttributeValue::string("a"), 0, 1};
    EXPECT_EQ(encoded(put),
              R"({"Attributes":{"pk":{"S":"a"}},"ConsumedCapacity":{"TableName":"abc",)"
              R"("CapacityUnits":3.0,"Table":{"CapacityUnits":1.0},)"
              R"("LocalSecondaryIndexes":{"l1":{"CapacityUnits":1.0}},)"
              R"("GlobalSecondaryIndexes":{"g\"1":{"CapacityUnits":1.0}}},)"
              R"("ItemCollectionMetrics":{"ItemCollectionKey":{"pk":{"S":"a"}},)"
              R"("SizeEstimateRangeGB":[0.0,1.0]}})");
    EXPECT_EQ(encoded(operations::DeleteItemOutput{}), "{}");
    operations::UpdateItemOutput update;
    update.attributes = item(R"({"a":{"N":"1"}})");
    EXPECT_EQ(encoded(update), R"({"Attributes":{"a":{"N":"1"}}})");
}

TEST(EncodeItems, Pages) {
    operations::QueryOutput output;
    EXPECT_EQ(encoded(output), R"({"Items":[],"Count":0,"ScannedCount":0})");
    output.items = {item(R"({"pk":{"S":"a"}})"), item(R"({"pk":{"S":"b"}})")};
    output.count = 2;
    output.scannedCount = 7;
    output.lastEvaluatedKey = *decodeItem(R"({"pk":{"S":"b"}})");
    EXPECT_EQ(encoded(output), R"({"Items":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}],"Count":2,)"
                               R"("ScannedCount":7,"LastEvaluatedKey":{"pk":{"S":"b"}}})");
    output.countOnly = true;
    output.items.clear();
    output.lastEvaluatedKey.reset();
    EXPECT_EQ(encoded(output), R"({"Count":2,"ScannedCount":7})");
}

TEST(EncodeBatches, EmptyAndFull) {
    operations::BatchGetItemOutput get;
    EXPECT_EQ(encoded(get), R"({"Responses":{},"UnprocessedKeys":{}})");
    get.responses["abc"].push_back(item(R"({"pk":{"S":"a"}})"));
    operations::KeysAndAttributes rest;
    rest.keys.push_back(*decodeItem(R"({"pk":{"S":"b"}})"));
    rest.consistentRead = true;
    rest.projectionExpression = "#a";
    rest.attributes.names = expressions::NameMap{{"#a", "x"}};
    get.unprocessedKeys["abc"] = rest;
    get.consumedCapacity.push_back({"abc", {}, 1, {}, {}, {}, {}});
    EXPECT_EQ(encoded(get),
              R"({"Responses":{"abc":[{"pk":{"S":"a"}}]},"UnprocessedKeys":{"abc":{"Keys":)"
              R"([{"pk":{"S":"b"}}],"ConsistentRead":true,"ProjectionExpression":"#a",)"
              R"("ExpressionAttributeNames":{"#a":"x"}}},"ConsumedCapacity":[{"TableName":"abc",)"
              R"("CapacityUnits":1.0}]})");
    operations::BatchWriteItemOutput write;
    EXPECT_EQ(encoded(write), R"({"UnprocessedItems":{}})");
    write.unprocessedItems["abc"] = {{true, *decodeItem(R"({"pk":{"S":"a"}})")},
                                     {false, *decodeItem(R"({"pk":{"S":"b"}})")}};
    EXPECT_EQ(encoded(write),
              R"({"UnprocessedItems":{"abc":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}},)"
              R"({"DeleteRequest":{"Key":{"pk":{"S":"b"}}}}]}})");
}

operations::TableDescription description() {
    auto table = std::make_shared<schema::Table>();
    table->id = "8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1";
    table->name = "abc";
    table->attributeDefinitions = {{"pk", values::AttributeType::S},
                                   {"a", values::AttributeType::N}};
    table->partitionKey = {"pk", values::AttributeType::S};
    table->sortKey = schema::KeyAttribute{"a", values::AttributeType::N};
    table->billingMode = schema::BillingMode::PayPerRequest;
    table->createdAt = {1700000000005};
    schema::Index index;
    index.name = "gsi";
    index.partitionKey = {{"a", values::AttributeType::N}};
    index.projection = schema::ProjectionType::Include;
    index.nonKeyAttributes = {"x"};
    table->indexes.push_back(index);
    operations::TableDescription described;
    described.table = table;
    described.itemCount = 3;
    described.sizeBytes = 42;
    described.indexes = {{"gsi", 2, 20}};
    described.tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/abc";
    return described;
}

TEST(EncodeTables, DescribeTable) {
    EXPECT_EQ(encoded(operations::DescribeTableOutput{description()}),
              R"({"Table":{"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"N"},)"
              R"({"AttributeName":"pk","AttributeType":"S"}],)"
              R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},)"
              R"({"AttributeName":"a","KeyType":"RANGE"}],"CreationDateTime":1700000000.005,)"
              R"("TableName":"abc","TableStatus":"ACTIVE","TableSizeBytes":42,"ItemCount":3,)"
              R"("TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/abc",)"
              R"("TableId":"8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1",)"
              R"("GlobalSecondaryIndexes":[{"IndexName":"gsi",)"
              R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],)"
              R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x"]},)"
              R"("IndexStatus":"ACTIVE","ProvisionedThroughput":{"NumberOfDecreasesToday":0,)"
              R"("ReadCapacityUnits":0,"WriteCapacityUnits":0},"WarmThroughput":)"
              R"({"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":4000,"Status":"ACTIVE"},)"
              R"("IndexSizeBytes":20,"ItemCount":2,)"
              R"("IndexArn":"arn:aws:dynamodb:us-east-1:000000000000:table/abc/index/gsi"}],)"
              R"("ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,)"
              R"("WriteCapacityUnits":0},"BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST",)"
              R"("LastUpdateToPayPerRequestDateTime":1700000000.005},)"
              R"("TableThroughputModeSummary":{"TableThroughputMode":"PAY_PER_REQUEST",)"
              R"("LastUpdateToPayPerRequestDateTime":1700000000.005},)"
              R"("WarmThroughput":{"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":4000,)"
              R"("Status":"ACTIVE"},"DeletionProtectionEnabled":false}})");
}

TEST(EncodeTables, CreateTableHasNoWarmThroughputAndDeleteTableNoKeys) {
    const auto created = encoded(operations::CreateTableOutput{description()});
    EXPECT_TRUE(created.starts_with(R"({"TableDescription":{"AttributeDefinitions":)")) << created;
    EXPECT_EQ(created.find("WarmThroughput"), std::string::npos);
    auto deleted = description();
    deleted.status = schema::TableStatus::Deleting;
    const auto text = encoded(operations::DeleteTableOutput{deleted});
    EXPECT_TRUE(
        text.starts_with(R"({"TableDescription":{"TableName":"abc","TableStatus":"DELETING")"))
        << text;
    EXPECT_EQ(text.find("CreationDateTime"), std::string::npos);
    EXPECT_EQ(text.find("AttributeDefinitions"), std::string::npos);
}

TEST(EncodeTables, AProvisionedTableHasNoBillingModeSummary) {
    auto described = description();
    auto table = std::make_shared<schema::Table>(*described.table);
    table->billingMode = schema::BillingMode::Provisioned;
    table->throughput = {5, 6};
    table->streams = {{"2026-11-21T00:00:00.000", "NEW_IMAGE", 1, {}, {}, {}}};
    described.table = table;
    const auto text = encoded(operations::DescribeTableOutput{described});
    EXPECT_EQ(text.find("BillingModeSummary"), std::string::npos);
    EXPECT_NE(text.find(R"("ReadCapacityUnits":5,"WriteCapacityUnits":6)"), std::string::npos);
    EXPECT_NE(
        text.find(R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"})"),
        std::string::npos);
}

TEST(EncodeTables, ListTables) {
    EXPECT_EQ(encoded(operations::ListTablesOutput{}), R"({"TableNames":[]})");
    EXPECT_EQ(encoded(operations::ListTablesOutput{{"abc", "def"}, "def"}),
              R"({"TableNames":["abc","def"],"LastEvaluatedTableName":"def"})");
}

}  // namespace
}  // namespace engine::wire
