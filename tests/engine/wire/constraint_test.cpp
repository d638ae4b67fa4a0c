// Member constraints: facts/validation.md sections 3, 11 and 12, facts/aws-observed.md section 1.
#include <gtest/gtest.h>

#include "tests/engine/wire/wire_helpers.h"

namespace engine::wire {
namespace {

using testing::problem;

constexpr const char* const one = "Validation: 1 validation error detected: ";

TEST(TableNameTest, DataOperations) {
    for (const char* const operation : {"Query", "Scan"}) {
        EXPECT_EQ(problem(operation, "{}"),
                  std::string(one) +
                      "Value null at 'tableName' failed to satisfy constraint: Member "
                      "must not be null");
    }
    EXPECT_EQ(
        problem("PutItem", R"({"Item":{}})"),
        std::string(one) +
            "Value null at 'tableName' failed to satisfy constraint: Member must not be null");
    EXPECT_EQ(problem("PutItem", R"({"TableName":"","Item":{},"ReturnValues":"INVALID"})"),
              std::string(one) +
                  "Value at 'TableName' failed to satisfy constraint: Member must "
                  "have length greater than or equal to 1");
    EXPECT_EQ(problem("Scan", R"({"TableName":""})"),
              std::string(one) +
                  "Value '' at 'tableName' failed to satisfy constraint: Member must "
                  "have length greater than or equal to 1");
    EXPECT_EQ(problem("PutItem", R"({"TableName":"bad table!@#","Item":{}})"),
              std::string(one) +
                  "Value 'bad table!@#' at 'tableName' failed to satisfy constraint: Member must "
                  "satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    const std::string name(256, 'n');
    EXPECT_EQ(problem("PutItem", R"({"TableName":")" + name + R"(","Item":{}})"),
              one + ("Value '" + name +
                     "' at 'tableName' failed to satisfy constraint: Member must "
                     "have length less than or equal to 255"));
    EXPECT_EQ(problem("PutItem", R"({"TableName":"ab","Item":{}})"), "decoded");
    EXPECT_EQ(
        problem("PutItem",
                R"({"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/x","Item":{}})"),
        "decoded");
}

TEST(TableNameTest, ControlOperations) {
    for (const char* const operation : {"CreateTable", "DescribeTable", "DeleteTable"}) {
        EXPECT_EQ(problem(operation, "{}"),
                  "Validation: The parameter 'TableName' is required but was not present in the "
                  "request")
            << operation;
    }
    EXPECT_EQ(problem("CreateTable",
                      R"({"TableName":"ab","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})"),
              std::string(one) +
                  "Value 'ab' at 'tableName' failed to satisfy constraint: Member "
                  "must have length greater than or equal to 3");
}

TEST(EnumTest, ReturnValuesOfTheCurrentFramework) {
    EXPECT_EQ(
        problem("UpdateItem",
                R"({"TableName":"abc","Key":{},"ReturnValues":"X","ReturnConsumedCapacity":"Y"})"),
        std::string(one) +
            "Failed to satisfy constraint: Member must satisfy enum value set: "
            "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]");
}

TEST(EnumTest, PutItemListsAllOfThem) {
    EXPECT_EQ(
        problem("PutItem", R"({"TableName":"abc","Item":{},"ReturnConsumedCapacity":"Y",)"
                           R"("ReturnItemCollectionMetrics":"Z"})"),
        "Validation: 2 validation errors detected: Value 'Y' at 'returnConsumedCapacity' failed "
        "to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; "
        "Value 'Z' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must "
        "satisfy enum value set: [SIZE, NONE]");
}

TEST(EnumTest, ARequestWithoutItsKeyIsJudgedByTheOldFramework) {
    EXPECT_EQ(
        problem("UpdateItem",
                R"({"TableName":"","ReturnValues":"INVALID","ReturnConsumedCapacity":"INVALID"})"),
        "Validation: 4 validation errors detected: Value 'INVALID' at 'returnConsumedCapacity' "
        "failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, "
        "NONE]; Value '' at 'tableName' failed to satisfy constraint: Member must have length "
        "greater than or equal to 1; Value 'INVALID' at 'returnValues' failed to satisfy "
        "constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, "
        "UPDATED_NEW]; Value null at 'key' failed to satisfy constraint: Member must not be "
        "null");
    EXPECT_EQ(problem("PutItem", R"({"TableName":"abc"})"),
              std::string(one) +
                  "Value null at 'item' failed to satisfy constraint: Member must not be null");
}

TEST(EnumTest, Select) {
    EXPECT_EQ(problem("Query", R"({"TableName":"abc","Select":"INVALID_VALUE"})"),
              std::string(one) +
                  "Value 'INVALID_VALUE' at 'select' failed to satisfy constraint: Member must "
                  "satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, "
                  "ALL_PROJECTED_ATTRIBUTES]");
}

TEST(RangeTest, LimitsAndSegments) {
    EXPECT_EQ(problem("Query", R"({"TableName":"abc","Limit":0})"),
              std::string(one) +
                  "Value at 'Limit' failed to satisfy constraint: Member must have "
                  "value greater than or equal to 1");
    EXPECT_EQ(problem("Scan", R"({"TableName":"abc","Limit":0})"),
              std::string(one) +
                  "Value '0' at 'limit' failed to satisfy constraint: Member must "
                  "have value greater than or equal to 1");
    EXPECT_EQ(problem("Scan", R"({"TableName":"abc","Segment":-1,"TotalSegments":1000001})"),
              "Validation: 2 validation errors detected: Value '-1' at 'segment' failed to satisfy "
              "constraint: Member must have value greater than or equal to 0; Value '1000001' at "
              "'totalSegments' failed to satisfy constraint: Member must have value less than or "
              "equal to 1000000");
    EXPECT_EQ(problem("ListTables", R"({"Limit":101})"),
              std::string(one) +
                  "Value '101' at 'limit' failed to satisfy constraint: Member must "
                  "have value less than or equal to 100");
}

TEST(LegacyTest, EnumsAreChecked) {
    const std::string operators =
        "Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, "
        "NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]";
    EXPECT_EQ(problem("Scan", R"({"TableName":"abc","ConditionalOperator":"XOR",
                                  "ScanFilter":{"a":{},"b":{"ComparisonOperator":"X"}}})"),
              "Validation: 3 validation errors detected: Value 'XOR' at 'conditionalOperator' "
              "failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]; "
              "Value null at 'scanFilter.a.member.comparisonOperator' failed to satisfy "
              "constraint: Member must not be null; "
              "Value 'X' at 'scanFilter.b.member.comparisonOperator' failed to satisfy "
              "constraint: " +
                  operators);
    EXPECT_EQ(problem("UpdateItem", R"({"TableName":"abc","ConditionalOperator":"XOR"})"),
              "Validation: 2 validation errors detected: Value 'XOR' at 'conditionalOperator' "
              "failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]; "
              "Value null at 'key' failed to satisfy constraint: Member must not be null");
}

constexpr const char* const mapKeys =
    "Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member "
    "must have length greater than or equal to 3, Member must satisfy regular expression pattern: "
    "[a-zA-Z0-9_.-]+]";

TEST(BatchGetTest, Constraints) {
    EXPECT_EQ(problem("BatchGetItem", R"({"RequestItems":{}})"),
              std::string(one) +
                  "Value at 'RequestItems' failed to satisfy constraint: Member must "
                  "have length greater than or equal to 1");
    EXPECT_EQ(problem("BatchGetItem", R"({"RequestItems":{"abc":{"Keys":[]}}})"),
              std::string(one) +
                  "Value at 'RequestItems.abc.member.Keys' failed to satisfy "
                  "constraint: Member must have length greater than or equal to 1");
    EXPECT_EQ(
        problem("BatchGetItem", R"({"RequestItems":{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}})"),
        std::string(one) +
            R"(Value '{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}' at 'requestItems' failed to )" +
            "satisfy constraint: " + mapKeys);
    std::string keys = R"({"a":{"S":"a"}})";
    for (int i = 0; i < 100; ++i) {
        keys += R"(,{"a":{"S":"a"}})";
    }
    EXPECT_EQ(problem("BatchGetItem", R"({"RequestItems":{"abc":{"Keys":[)" + keys + "]}}}"),
              std::string(one) +
                  "Value at 'RequestItems.abc.member.Keys' failed to satisfy "
                  "constraint: Member must have length less than or equal to 100");
}

TEST(BatchWriteTest, Constraints) {
    EXPECT_EQ(problem("BatchWriteItem", R"({"RequestItems":{}})"),
              "Validation: The requestItems parameter is required for BatchWriteItem");
    EXPECT_EQ(problem("BatchWriteItem", R"({"RequestItems":{"abc":[]}})"),
              std::string(one) +
                  "Value '{abc=[]}' at 'requestItems' failed to satisfy constraint: Map value must "
                  "satisfy constraint: [Member must have length less than or equal to 25, Member "
                  "must have length greater than or equal to 1]");
    EXPECT_EQ(
        problem("BatchWriteItem", R"({"RequestItems":{"abc":[]},"ReturnConsumedCapacity":"X"})"),
        std::string(one) +
            "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must "
            "satisfy enum value set: [INDEXES, TOTAL, NONE]");
    EXPECT_EQ(problem("BatchWriteItem", R"({"RequestItems":{"abc":[{"PutRequest":{}}]}})"),
              std::string(one) +
                  "Value null at 'requestItems.abc.member.1.member.putRequest.item' failed to "
                  "satisfy constraint: Member must not be null");
}

TEST(CreateTableTest, Constraints) {
    EXPECT_EQ(
        problem("CreateTable",
                R"({"TableName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"INVALID"}]})"),
        std::string(one) +
            "Value 'INVALID' at 'keySchema.1.member.keyType' failed to satisfy "
            "constraint: Member must satisfy enum value set: [HASH, RANGE]");
    EXPECT_EQ(problem("CreateTable",
                      R"({"TableName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],)"
                      R"("AttributeDefinitions":[{"AttributeName":"a","AttributeType":"X"}]})"),
              std::string(one) +
                  "Value 'X' at 'attributeDefinitions.1.member.attributeType' failed "
                  "to satisfy constraint: Member must satisfy enum value set: [B, N, "
                  "S]");
    EXPECT_EQ(
        problem("CreateTable",
                R"({"TableName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"},)"
                R"({"AttributeName":"b","KeyType":"RANGE"},{"AttributeName":"c"}]})"),
        "Validation: 2 validation errors detected: Value null at 'keySchema.3.member.keyType' "
        "failed to satisfy constraint: Member must not be null; Value "
        "'[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, "
        "keyType=RANGE), KeySchemaElement(attributeName=c, keyType=null)]' at 'keySchema' failed "
        "to satisfy constraint: Member must have length less than or equal to 2");
}

TEST(CreateTableTest, GlobalIndexesAreListedBeforeLocalOnes) {
    const std::string index =
        R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"})";
    EXPECT_EQ(
        problem("CreateTable",
                R"({"TableName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],)"
                R"("LocalSecondaryIndexes":[{"IndexName":"l1",)" +
                    index + R"(}],"GlobalSecondaryIndexes":[{"IndexName":"g1",)" + index + "}]}"),
        "Validation: 2 validation errors detected: Value 'g1' at "
        "'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must "
        "have length greater than or equal to 3; Value 'l1' at "
        "'localSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must "
        "have length greater than or equal to 3");
}

TEST(CreateTableTest, WhatIsNotKeptIsRefused) {
    for (const char* const name : {"GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"}) {
        EXPECT_EQ(
            problem("CreateTable", std::string(R"({"TableName":"abc",")") + name + R"(":"x"})"),
            std::string("Validation: The parameter ") + name +
                " is not supported yet by this endpoint");
    }
}

}  // namespace
}  // namespace engine::wire
