// AttributeValue checks: facts/validation.md section 5, layers of sections 4 and 5.
#include <gtest/gtest.h>

#include "tests/engine/wire/wire_helpers.h"

namespace engine::wire {
namespace {

using testing::problem;

struct Case {
    const char* name;
    const char* value;    // JSON of the attribute value
    const char* current;  // text of the current layer
    const char* old;      // text of the old layer
    bool bareInWrites = false;
};

const char* const emptyValue =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
const char* const severalTypes =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes";
const char* const nesting =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
    "beyond supported limit";

const Case cases[] = {
    {"Empty", "{}", emptyValue, emptyValue, true},
    {"UnknownTypeOnly", R"({"dog":"cat"})", emptyValue, emptyValue, true},
    {"NullType", R"({"S":null})", emptyValue, emptyValue, true},
    {"NullInList", R"({"L":[null]})", emptyValue, emptyValue, true},
    {"TwoTypes", R"({"S":"a","N":"1"})", severalTypes, severalTypes, true},
    {"NestedTwoTypes", R"({"M":{"a":{"L":[{"S":"a","N":"1"}]}}})", severalTypes, severalTypes,
     true},
    {"NotNumeric", R"({"N":"b"})", "The parameter cannot be converted to a numeric value: b",
     "The parameter cannot be converted to a numeric value: b"},
    {"EmptyNumber", R"({"N":""})", "The parameter cannot be converted to a numeric value: ",
     "The parameter cannot be converted to a numeric value"},
    {"Overflow", R"({"N":"1e126"})",
     "Number overflow. Attempting to store a number with magnitude larger than supported range",
     "Number overflow. Attempting to store a number with magnitude larger than supported range"},
    {"Underflow", R"({"N":"1e-131"})",
     "Number underflow. Attempting to store a number with magnitude smaller than supported range",
     "Number underflow. Attempting to store a number with magnitude smaller than supported range"},
    {"TooManyDigits", R"({"N":"123456789012345678901234567890123456789"})",
     "Attempting to store more than 38 significant digits in a Number",
     "Attempting to store more than 38 significant digits in a Number"},
    {"WideExponent", R"({"N":"1e99999999999"})",
     "Number overflow. Attempting to store a number with magnitude larger than supported range",
     "The parameter cannot be converted to a numeric value: 1e99999999999"},
    {"NullFalse", R"({"NULL":false})",
     "One or more parameter values were invalid: Null attribute value types must have the value of "
     "true",
     "One or more parameter values were invalid: Null attribute value types must have the value of "
     "true"},
    {"EmptyStringSet", R"({"SS":[]})",
     "One or more parameter values were invalid: An string set  may not be empty",
     "One or more parameter values were invalid: An string set  may not be empty"},
    {"EmptyNumberSet", R"({"NS":[]})",
     "One or more parameter values were invalid: An number set  may not be empty",
     "One or more parameter values were invalid: An number set  may not be empty"},
    {"EmptyBinarySet", R"({"BS":[]})",
     "One or more parameter values were invalid: Binary sets should not be empty",
     "One or more parameter values were invalid: Binary sets should not be empty"},
    {"NullInStringSet", R"({"SS":["a",null]})",
     "One or more parameter values were invalid: An string set may not have a null string as a "
     "member",
     "One or more parameter values were invalid: An string set may not have a null string as a "
     "member"},
    {"DuplicateStrings", R"({"SS":["b","a","b"]})",
     R"(One or more parameter values were invalid: Input collection ["a", "b", "b"] contains duplicates.)",
     "One or more parameter values were invalid: Input collection [b, a, b] contains duplicates."},
    {"DuplicateBinaries", R"({"BS":["/w==","AA==","AA=="]})",
     R"(One or more parameter values were invalid: Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.)",
     "One or more parameter values were invalid: Input collection [/w==, AA==, AA==]of type BS "
     "contains duplicates."},
    {"DuplicateNumbers", R"({"NS":["1","1.0"]})",
     "One or more parameter values were invalid: Input collection contains duplicates.",
     "Input collection contains duplicates"},
    {"EmptyNestedName", R"({"M":{"":{"S":"a"}}})", "Empty attribute name", "Empty attribute name"},
};

class AttributeValueTest : public ::testing::TestWithParam<Case> {};

std::string attribute(const char* name) {
    return std::string(R"({"TableName":"abc",)") + name;
}

TEST_P(AttributeValueTest, WritesOfOneItemPutTheEnvelopeAround) {
    const Case& c = GetParam();
    const std::string expected =
        std::string(c.bareInWrites ? "Validation: " : "Validation: 1 validation error detected: ") +
        c.current;
    EXPECT_EQ(problem("PutItem", attribute(R"("Item":{"a":)") + c.value + "}}"), expected);
    EXPECT_EQ(problem("DeleteItem", attribute(R"("Key":{"a":)") + c.value + "}}"), expected);
    EXPECT_EQ(problem("UpdateItem", attribute(R"("Key":{"a":)") + c.value + "}}"), expected);
    EXPECT_EQ(problem("UpdateItem",
                      attribute(R"("Key":{},"ExpressionAttributeValues":{":v":)") + c.value + "}}"),
              expected);
}

TEST_P(AttributeValueTest, ReadsAreBare) {
    const Case& c = GetParam();
    const std::string expected = std::string("Validation: ") + c.current;
    EXPECT_EQ(problem("GetItem", attribute(R"("Key":{"a":)") + c.value + "}}"), expected);
    EXPECT_EQ(problem("Query", attribute(R"("ExpressionAttributeValues":{":v":)") + c.value + "}}"),
              expected);
    EXPECT_EQ(problem("BatchGetItem",
                      std::string(R"({"RequestItems":{"abc":{"Keys":[{"a":)") + c.value + "}]}}}"),
              expected);
}

TEST_P(AttributeValueTest, TheOldLayerHasItsOwnTexts) {
    const Case& c = GetParam();
    EXPECT_EQ(problem("BatchWriteItem",
                      std::string(R"({"RequestItems":{"abc":[{"PutRequest":{"Item":{"a":)") +
                          c.value + "}}}]}}"),
              std::string("Validation: ") + c.old);
    EXPECT_EQ(problem("Scan", attribute(R"("ExpressionAttributeValues":{":v":)") + c.value + "}}"),
              std::string("Validation: ExpressionAttributeValues contains invalid value: ") +
                  c.old + " for key :v");
}

INSTANTIATE_TEST_SUITE_P(All, AttributeValueTest, ::testing::ValuesIn(cases),
                         [](const auto& one) { return one.param.name; });

std::string wrapped(int maps) {
    std::string value = R"({"S":"deep"})";
    for (int i = 0; i < maps; ++i) {
        value = R"({"M":{"m":)" + value + "}}";
    }
    return R"({"TableName":"abc","Item":{"a":)" + value + "}}";
}

TEST(NestingTest, ThirtyOneWrapsAreAcceptedAndThirtyTwoRefused) {
    EXPECT_EQ(problem("PutItem", wrapped(31)), "decoded");
    EXPECT_EQ(problem("PutItem", wrapped(32)),
              std::string("Validation: 1 validation error detected: ") + nesting);
    EXPECT_EQ(problem("PutItem", wrapped(200)),
              std::string("Validation: 1 validation error detected: ") + nesting);
}

TEST(StartKeyTest, ValueProblemsGetAPrefixExceptSetsAndNumbers) {
    const auto start = [](const char* value) {
        return problem(
            "Query", std::string(R"({"TableName":"abc","ExclusiveStartKey":{"a":)") + value + "}}");
    };
    EXPECT_EQ(start("{}"),
              std::string("Validation: The provided starting key is invalid: ") + emptyValue);
    EXPECT_EQ(start(R"({"NULL":false})"),
              "Validation: The provided starting key is invalid: One or more parameter values were "
              "invalid: Null attribute value types must have the value of true");
    EXPECT_EQ(start(R"({"N":"b"})"),
              "Validation: The parameter cannot be converted to a numeric value: b");
    EXPECT_EQ(start(R"({"SS":[]})"),
              "Validation: One or more parameter values were invalid: An string set  may not be "
              "empty");
}

TEST(AttributeOrderTest, TheFirstBadValueInDocumentOrderIsTold) {
    EXPECT_EQ(problem("GetItem", R"({"TableName":"abc","Key":{"z":{"N":"x"},"a":{"N":"y"}}})"),
              "Validation: The parameter cannot be converted to a numeric value: x");
}

TEST(WriteRequestTest, ExactlyOneOfPutAndDelete) {
    EXPECT_EQ(problem("BatchWriteItem", R"({"RequestItems":{"abc":[{}]}})"),
              std::string("Validation: ") + emptyValue);
    EXPECT_EQ(problem("BatchWriteItem", R"({"RequestItems":{"abc":[{"PutRequest":{"Item":{}},)"
                                        R"("DeleteRequest":{"Key":{}}}]}})"),
              std::string("Validation: ") + severalTypes);
}

}  // namespace
}  // namespace engine::wire
