// SerializationException texts: facts/validation.md section 2.
#include <gtest/gtest.h>

#include "tests/engine/wire/wire_helpers.h"

namespace engine::wire {
namespace {

using testing::problem;

struct Case {
    const char* operation;
    const char* body;
    const char* text;
};

const Case cases[] = {
    // String
    {"GetItem", R"({"TableName":23})", "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", R"({"TableName":2.5})", "DECIMAL_VALUE cannot be converted to String"},
    {"GetItem", R"({"TableName":true})", "TRUE_VALUE cannot be converted to String"},
    {"GetItem", R"({"TableName":false})", "FALSE_VALUE cannot be converted to String"},
    {"GetItem", R"({"TableName":["a"]})", "Unrecognized collection type class java.lang.String"},
    {"GetItem", R"({"TableName":{"a":1}})", "Start of structure or map found where not expected"},
    {"GetItem", R"({"TableName":"abc","Key":{"a":{"N":1}}})",
     "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", R"({"TableName":"abc","Key":{"a":{"SS":[1]}}})",
     "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", R"({"ExpressionAttributeNames":{"#a":1}})",
     "NUMBER_VALUE cannot be converted to String"},
    // Integer, Long
    {"Scan", R"({"Limit":"1"})", "STRING_VALUE cannot be converted to Integer"},
    {"Scan", R"({"Limit":true})", "TRUE_VALUE cannot be converted to Integer"},
    {"Scan", R"({"Limit":[1]})", "Unrecognized collection type class java.lang.Integer"},
    {"Scan", R"({"Limit":{"a":1}})", "Start of structure or map found where not expected"},
    {"CreateTable", R"({"ProvisionedThroughput":{"ReadCapacityUnits":"1"}})",
     "STRING_VALUE cannot be converted to Long"},
    {"CreateTable", R"({"ProvisionedThroughput":{"ReadCapacityUnits":false}})",
     "FALSE_VALUE cannot be converted to Long"},
    // Boolean
    {"GetItem", R"({"ConsistentRead":1})", "NUMBER_VALUE cannot be converted to Boolean"},
    {"GetItem", R"({"ConsistentRead":1.5})", "DECIMAL_VALUE cannot be converted to Boolean"},
    {"GetItem", R"({"ConsistentRead":"maybe"})", "Unexpected token received from parser"},
    {"GetItem", R"({"ConsistentRead":[true]})",
     "Unrecognized collection type class java.lang.Boolean"},
    {"GetItem", R"({"ConsistentRead":{}})", "Start of structure or map found where not expected"},
    {"PutItem", R"({"TableName":"abc","Item":{"a":{"NULL":"no way"}}})",
     "Unexpected token received from parser"},
    // Blob
    {"GetItem", R"({"Key":{"a":{"B":1}}})",
     "only base-64-encoded strings are convertible to bytes"},
    {"GetItem", R"({"Key":{"a":{"B":true}}})",
     "only base-64-encoded strings are convertible to bytes"},
    {"GetItem", R"({"Key":{"a":{"B":"abc"}}})",
     "Base64 encoded length is expected a multiple of 4 bytes but found: 3"},
    {"GetItem", R"({"Key":{"a":{"B":"ab=="}}})", "Invalid last non-pad Base64 character dectected"},
    {"GetItem", R"({"Key":{"a":{"B":["AA=="]}}})",
     "Unrecognized collection type class java.nio.ByteBuffer"},
    {"GetItem", R"({"Key":{"a":{"BS":["AA"]}}})",
     "Base64 encoded length is expected a multiple of 4 bytes but found: 2"},
    // List
    {"GetItem", R"({"Key":{"a":{"L":"x"}}})", "Unexpected field type"},
    {"GetItem", R"({"Key":{"a":{"SS":"x"}}})", "Unexpected field type"},
    {"GetItem", R"({"Key":{"a":{"L":{}}}})", "Start of structure or map found where not expected"},
    {"CreateTable", R"({"KeySchema":"x"})", "Unexpected field type"},
    // Map
    {"GetItem", R"({"Key":"x"})", "Unexpected field type"},
    {"GetItem", R"({"Key":["x"]})",
     "Unrecognized collection type java.util.Map<java.lang.String, "
     "com.amazonaws.dynamodb.v20120810.AttributeValue>"},
    {"GetItem", R"({"ExpressionAttributeNames":[]})",
     "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>"},
    {"BatchWriteItem", R"({"RequestItems":[]})",
     "Unrecognized collection type java.util.Map<java.lang.String, "
     "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>"},
    {"BatchGetItem", R"({"RequestItems":[]})",
     "Unrecognized collection type java.util.Map<java.lang.String, "
     "com.amazonaws.dynamodb.v20120810.KeysAndAttributes>"},
    // Structures
    {"GetItem", R"({"Key":{"a":"x"}})", "Unexpected value type in payload"},
    {"GetItem", R"({"Key":{"a":["x"]}})",
     "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"},
    {"CreateTable", R"({"KeySchema":["x"]})", "Unexpected value type in payload"},
    {"CreateTable", R"({"ProvisionedThroughput":1})", "Unexpected field type"},
    {"CreateTable", R"({"ProvisionedThroughput":[]})",
     "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.ProvisionedThroughput"},
    {"BatchWriteItem", R"({"RequestItems":{"abc":["x"]}})", "Unexpected value type in payload"},
    {"BatchWriteItem", R"({"RequestItems":{"abc":{}}})",
     "Start of structure or map found where not expected"},
};

TEST(SerializationTest, TypeErrorsHaveTheServicesTexts) {
    for (const Case& c : cases) {
        EXPECT_EQ(problem(c.operation, c.body), std::string("Serialization: ") + c.text)
            << c.operation << " " << c.body;
    }
}

TEST(SerializationTest, TypesAreCheckedBeforeEverythingElse) {
    EXPECT_EQ(problem("PutItem", R"({"TableName":"","Item":{"a":{"S":"a","N":"b"}},"Expected":{},)"
                                 R"("ReturnValues":1})"),
              "Serialization: NUMBER_VALUE cannot be converted to String");
}

TEST(SerializationTest, BodiesThatAreNoObjectHaveNoText) {
    for (const char* const body : {"", " ", "{", "[]", "\"a\"", "1", "null", "{\"a\":}", "{'a':1}",
                                   "{\"TableName\":\"\xff\"}", "{\"a\":1}x", "{\"a\":01}"}) {
        EXPECT_EQ(problem("GetItem", body), "Serialization: ") << body;
    }
}

TEST(SerializationTest, BooleansAreAcceptedAsWords) {
    for (const char* const word : {"true", "TRUE", "1", "yes"}) {
        const auto input = testing::decoded<operations::GetItemInput>(
            "GetItem",
            std::string(R"({"TableName":"abc","Key":{},"ConsistentRead":")") + word + "\"}");
        EXPECT_TRUE(input.consistentRead) << word;
    }
}

TEST(SerializationTest, FractionsOfIntegersAreFloored) {
    EXPECT_EQ(
        testing::decoded<operations::ScanInput>("Scan", R"({"TableName":"abc","Limit":7.9})").limit,
        7);
}

TEST(SerializationTest, NullsAndUnknownMembersAreIgnoredAndTheLastDuplicateCounts) {
    const auto input = testing::decoded<operations::GetItemInput>(
        "GetItem", R"({"Nonsense":[{"a":1}],"ConsistentRead":null,"TableName":"abc","Key":{},)"
                   R"("TableName":"xyz"})");
    EXPECT_EQ(input.tableName, "xyz");
    EXPECT_FALSE(input.consistentRead);
}

}  // namespace
}  // namespace engine::wire
