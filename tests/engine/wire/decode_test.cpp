// What every member of every request becomes.
#include <gtest/gtest.h>

#include "tests/engine/wire/wire_helpers.h"

namespace engine::wire {
namespace {

using testing::decoded;
using testing::json;

TEST(DecodePutItem, AllMembers) {
    const auto input = decoded<operations::PutItemInput>("PutItem", R"json({
        "TableName":"abc","Item":{"pk":{"S":"a"},"n":{"N":"1.50"}},
        "ConditionExpression":"attribute_not_exists(#p)","ExpressionAttributeNames":{"#p":"pk"},
        "ExpressionAttributeValues":{":v":{"BOOL":true}},"ReturnValues":"ALL_OLD",
        "ReturnConsumedCapacity":"INDEXES","ReturnItemCollectionMetrics":"SIZE",
        "ReturnValuesOnConditionCheckFailure":"ALL_OLD"})json");
    EXPECT_EQ(input.tableName, "abc");
    EXPECT_EQ(json(input.item), R"({"n":{"N":"1.5"},"pk":{"S":"a"}})");
    EXPECT_EQ(input.conditionExpression, "attribute_not_exists(#p)");
    EXPECT_EQ(input.attributes.names->at("#p"), "pk");
    EXPECT_EQ(input.attributes.values->at(":v"), values::AttributeValue::boolean(true));
    EXPECT_EQ(input.returnValues, operations::ReturnValues::AllOld);
    EXPECT_EQ(input.returnConsumedCapacity, operations::ReturnConsumedCapacity::Indexes);
    EXPECT_EQ(input.returnItemCollectionMetrics, operations::ReturnItemCollectionMetrics::Size);
    EXPECT_TRUE(input.returnItemOnConditionFailure);
}

TEST(DecodePutItem, MissingMembersStayMissing) {
    const auto input =
        decoded<operations::PutItemInput>("PutItem", R"({"TableName":"a","Item":{}})");
    EXPECT_FALSE(input.conditionExpression);
    EXPECT_FALSE(input.attributes.names);
    EXPECT_FALSE(input.attributes.values);
    EXPECT_EQ(input.returnValues, operations::ReturnValues::None);
    EXPECT_FALSE(input.returnItemOnConditionFailure);
}

TEST(DecodeUpdateItem, AllMembers) {
    const auto input = decoded<operations::UpdateItemInput>("UpdateItem", R"({
        "TableName":"abc","Key":{"pk":{"N":"1"}},"UpdateExpression":"SET a = :v",
        "ConditionExpression":"b = :v","ExpressionAttributeValues":{":v":{"NULL":true}},
        "ReturnValues":"UPDATED_NEW","ReturnConsumedCapacity":"TOTAL"})");
    EXPECT_EQ(json(input.key), R"({"pk":{"N":"1"}})");
    EXPECT_EQ(input.updateExpression, "SET a = :v");
    EXPECT_EQ(input.conditionExpression, "b = :v");
    EXPECT_EQ(input.returnValues, operations::ReturnValues::UpdatedNew);
    EXPECT_EQ(input.returnConsumedCapacity, operations::ReturnConsumedCapacity::Total);
}

TEST(DecodeDeleteItem, AllMembers) {
    const auto input = decoded<operations::DeleteItemInput>(
        "DeleteItem", R"({"TableName":"abc","Key":{"pk":{"B":"AAE="}},"ReturnValues":"ALL_OLD"})");
    EXPECT_EQ(input.key.at("pk"), values::AttributeValue::binary(std::string("\0\1", 2)));
    EXPECT_EQ(input.returnValues, operations::ReturnValues::AllOld);
}

TEST(DecodeGetItem, AllMembers) {
    const auto input = decoded<operations::GetItemInput>("GetItem", R"({
        "TableName":"abc","Key":{"pk":{"S":"a"},"sk":{"N":"2"}},"ConsistentRead":true,
        "ProjectionExpression":"#a, b","ExpressionAttributeNames":{"#a":"x"},
        "ReturnConsumedCapacity":"NONE"})");
    EXPECT_EQ(json(input.key), R"({"pk":{"S":"a"},"sk":{"N":"2"}})");
    EXPECT_TRUE(input.consistentRead);
    EXPECT_EQ(input.projectionExpression, "#a, b");
    EXPECT_EQ(input.attributes.names->at("#a"), "x");
}

TEST(DecodeQuery, AllMembers) {
    const auto input = decoded<operations::QueryInput>("Query", R"({
        "TableName":"abc","IndexName":"idx","KeyConditionExpression":"pk = :p",
        "FilterExpression":"a > :p","ProjectionExpression":"a",
        "ExpressionAttributeValues":{":p":{"S":"x"}},"Select":"COUNT","Limit":10,
        "ExclusiveStartKey":{"pk":{"S":"x"}},"ScanIndexForward":false,"ConsistentRead":true})");
    EXPECT_EQ(input.indexName, "idx");
    EXPECT_EQ(input.keyConditionExpression, "pk = :p");
    EXPECT_EQ(input.filterExpression, "a > :p");
    EXPECT_EQ(input.projectionExpression, "a");
    EXPECT_EQ(input.select, operations::Select::Count);
    EXPECT_EQ(input.limit, 10);
    EXPECT_EQ(json(*input.exclusiveStartKey), R"({"pk":{"S":"x"}})");
    EXPECT_FALSE(input.scanIndexForward);
    EXPECT_TRUE(input.consistentRead);
    EXPECT_TRUE(
        decoded<operations::QueryInput>("Query", R"({"TableName":"abc"})").scanIndexForward);
}

TEST(DecodeScan, AllMembers) {
    const auto input = decoded<operations::ScanInput>("Scan", R"({
        "TableName":"abc","FilterExpression":"a = :a","ExpressionAttributeValues":{":a":{"N":"1"}},
        "Segment":2,"TotalSegments":4,"Select":"ALL_ATTRIBUTES"})");
    EXPECT_EQ(input.segment, 2);
    EXPECT_EQ(input.totalSegments, 4);
    EXPECT_EQ(input.filterExpression, "a = :a");
    EXPECT_EQ(input.select, operations::Select::AllAttributes);
}

TEST(DecodeBatches, AllMembers) {
    const auto get = decoded<operations::BatchGetItemInput>("BatchGetItem", R"({"RequestItems":{
        "abc":{"Keys":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}],"ConsistentRead":true,
               "ProjectionExpression":"#a","ExpressionAttributeNames":{"#a":"x"}},
        "def":{"Keys":[{"pk":{"S":"c"}}]}},"ReturnConsumedCapacity":"TOTAL"})");
    ASSERT_EQ(get.requestItems.size(), 2U);
    EXPECT_EQ(get.requestItems.at("abc").keys.size(), 2U);
    EXPECT_TRUE(get.requestItems.at("abc").consistentRead);
    EXPECT_EQ(get.requestItems.at("abc").projectionExpression, "#a");
    EXPECT_EQ(get.requestItems.at("abc").attributes.names->at("#a"), "x");
    EXPECT_FALSE(get.requestItems.at("def").consistentRead);
    const auto write =
        decoded<operations::BatchWriteItemInput>("BatchWriteItem", R"({"RequestItems":{
        "abc":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"b"}}}}]}})");
    const auto& requests = write.requestItems.at("abc");
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_TRUE(requests[0].isPut);
    EXPECT_FALSE(requests[1].isPut);
    EXPECT_EQ(json(requests[1].itemOrKey), R"({"pk":{"S":"b"}})");
}

TEST(DecodeCreateTable, AllMembers) {
    const auto spec = decoded<operations::CreateTableInput>("CreateTable", R"({
        "TableName":"abc","BillingMode":"PROVISIONED",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                                {"AttributeName":"sk","AttributeType":"N"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
        "LocalSecondaryIndexes":[{"IndexName":"lsi",
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
            "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["a","b"]}}],
        "GlobalSecondaryIndexes":[{"IndexName":"gsi",
            "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"KEYS_ONLY"},
            "ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}}],
        "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2},
        "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},
        "SSESpecification":{"Enabled":true},"WarmThroughput":{"ReadUnitsPerSecond":12000},
        "TableClass":"STANDARD","Tags":[{"Key":"k","Value":"v"}],"DeletionProtectionEnabled":true})");
    EXPECT_EQ(spec.tableName, "abc");
    EXPECT_EQ(spec.billingMode, schema::BillingMode::Provisioned);
    ASSERT_EQ(spec.attributeDefinitions.size(), 2U);
    EXPECT_EQ(spec.attributeDefinitions[1].type, values::AttributeType::N);
    EXPECT_EQ(spec.keySchema[1].type, schema::KeyType::Range);
    EXPECT_EQ(spec.localIndexes->at(0).projection.nonKeyAttributes,
              (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(spec.globalIndexes->at(0).throughput, (schema::Throughput{3, 4}));
    EXPECT_EQ(spec.throughput, (schema::Throughput{1, 2}));
    EXPECT_EQ(spec.stream->viewType, "NEW_IMAGE");
    EXPECT_EQ(spec.tags.at(0).value, "v");
    EXPECT_EQ(spec.deletionProtection, true);
    EXPECT_EQ(spec.tableClass, "STANDARD");
}

TEST(DecodeCreateTable, TableThroughputModeIsAnotherNameOfBillingMode) {
    const std::string keySchema = R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}])";
    const auto alias = decoded<operations::CreateTableInput>(
        "CreateTable",
        R"({"TableName":"abc","TableThroughputMode":"PAY_PER_REQUEST",)" + keySchema + "}");
    EXPECT_EQ(alias.billingMode, schema::BillingMode::PayPerRequest);
    const auto both = decoded<operations::CreateTableInput>(
        "CreateTable", R"({"TableName":"abc","TableThroughputMode":"PAY_PER_REQUEST",)"
                       R"("BillingMode":"PROVISIONED",)" +
                           keySchema + "}");
    EXPECT_EQ(both.billingMode, schema::BillingMode::Provisioned);
}

TEST(DecodeTables, NamesAndPages) {
    EXPECT_EQ(decoded<operations::DescribeTableInput>("DescribeTable", R"({"TableName":"abc"})")
                  .tableName,
              "abc");
    EXPECT_EQ(
        decoded<operations::DeleteTableInput>("DeleteTable", R"({"TableName":"abc"})").tableName,
        "abc");
    const auto list = decoded<operations::ListTablesInput>(
        "ListTables", R"({"Limit":3,"ExclusiveStartTableName":"abc"})");
    EXPECT_EQ(list.limit, 3);
    EXPECT_EQ(list.exclusiveStartTableName, "abc");
    EXPECT_FALSE(decoded<operations::ListTablesInput>("ListTables", "{}").limit);
}

TEST(OperationTable, IsSortedAndFoundByItsTargets) {
    const auto table = operationTable();
    EXPECT_EQ(table.size(), std::variant_size_v<operations::Request>);
    for (std::size_t i = 0; i < table.size(); ++i) {
        EXPECT_TRUE(table[i].target.ends_with("_20120810." + std::string(table[i].name)) ||
                    table[i].target == "Tidemark_20261101." + std::string(table[i].name));
        EXPECT_EQ(findOperation(table[i].target), &table[i]);
        if (i > 0) {
            EXPECT_LT(table[i - 1].name, table[i].name);
        }
    }
    for (const char* const target :
         {"", "GetItem", "DynamoDB_20120810.", "DynamoDB_20120810.getItem",
          "DynamoDB_20111205.GetItem", "DynamoDB_20120810.GetItemX", "Tidemark_20261101.GetItem",
          "DynamoDB_20120810.DiffTable", "DynamoDBStreams_20120810.GetItem",
          "DynamoDB_20120810.GetRecords"}) {
        EXPECT_EQ(findOperation(target), nullptr) << target;
    }
}

}  // namespace
}  // namespace engine::wire
