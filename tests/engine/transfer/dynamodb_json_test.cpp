#include <gtest/gtest.h>

#include "engine/transfer/export_records.h"
#include "tests/engine/transfer/support.h"
#include "tests/engine/values/sample_items.h"

namespace engine::transfer {
namespace {

using testing::jsonRecords;
using values::AttributeMap;
using values::AttributeValue;

// The item of the only record, or the message of its error.
std::string problem(const std::string& line) {
    const auto records = jsonRecords(line);
    if (records.size() != 1) {
        return std::to_string(records.size()) + " records";
    }
    return records[0].item ? "item" : records[0].item.error().message;
}

std::string attributeProblem(const std::string& value) {
    return problem(R"({"Item":{"a":)" + value + "}}");
}

TEST(DynamoDbJson, WritesTheLineOfAnExport) {
    const AttributeMap item = {{"Id", AttributeValue::number(values::testing::number("1.0"))},
                               {"Tags", AttributeValue::stringSet({"b", "a"})},
                               {"t\"x", AttributeValue::string("l\n\xc3\xa9")}};
    std::string out;
    appendItemRecord(ExportFormat::DynamoDbJson, values::EncodedItem(item).view(), out);
    EXPECT_EQ(out,
              "{\"Item\":{\"Id\":{\"N\":\"1\"},\"Tags\":{\"SS\":[\"a\",\"b\"]},"
              "\"t\\\"x\":{\"S\":\"l\\n\xc3\xa9\"}}}\n");
}

TEST(DynamoDbJson, WritesTheLinesOfAnIncrementalExport) {
    const values::EncodedItem keys(AttributeMap{{"pk", AttributeValue::string("CUST#100")}});
    const values::EncodedItem image(AttributeMap{{"pk", AttributeValue::string("CUST#100")},
                                                 {"v", AttributeValue::boolean(true)}});
    std::string out;
    appendChangeRecord(ExportFormat::DynamoDbJson,
                       {1'680'109'764'000'000, keys.view(), image.view(), image.view()}, out);
    appendChangeRecord(ExportFormat::DynamoDbJson, {5, keys.view(), {}, {}}, out);
    EXPECT_EQ(out,
              R"({"Metadata":{"WriteTimestampMicros":{"N":"1680109764000000"}},)"
              R"("Keys":{"pk":{"S":"CUST#100"}},)"
              R"("OldImage":{"pk":{"S":"CUST#100"},"v":{"BOOL":true}},)"
              R"("NewImage":{"pk":{"S":"CUST#100"},"v":{"BOOL":true}}})"
              "\n"
              R"({"Metadata":{"WriteTimestampMicros":{"N":"5"}},"Keys":{"pk":{"S":"CUST#100"}}})"
              "\n");
}

TEST(DynamoDbJson, ReadsEveryType) {
    std::string out;
    const auto item = values::testing::everyType();
    appendItemRecord(ExportFormat::DynamoDbJson, values::EncodedItem(item).view(), out);
    const auto records = jsonRecords(out);
    ASSERT_EQ(records.size(), 1U);
    ASSERT_TRUE(records[0].item.hasValue());
    EXPECT_EQ(*records[0].item, item);
}

TEST(DynamoDbJson, LinesMayEndAsTheyLikeAndBlankOnesAreNoRecords) {
    const auto records = jsonRecords(
        "\xEF\xBB\xBF{\"Item\":{}}\r\n\n  \t\r\n {\"Item\" : {} } \n"
        "{\"Item\":{\"a\":{\"N\":\"1\"}}}");
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0].position, (RecordPosition{1, 3}));
    EXPECT_EQ(records[1].position, (RecordPosition{4, 22}));
    EXPECT_EQ(records[2].position, (RecordPosition{5, 39}));
    EXPECT_TRUE(records[2].item.hasValue());
}

TEST(DynamoDbJson, NumbersKeepEveryDigit) {
    const auto records =
        jsonRecords(R"({"Item":{"a":{"N":"1.2345678901234567890123456789012345678"}}})");
    ASSERT_TRUE(records.at(0).item.hasValue());
    EXPECT_EQ(records[0].item->at("a").getIf<values::Number>()->toString(),
              "1.2345678901234567890123456789012345678");
}

TEST(DynamoDbJson, ABadRecordDoesNotEndTheStream) {
    const auto records =
        jsonRecords("{\"Item\":{}}\nrubbish\n{\"Item\":{\"a\":{}}}\n{\"Item\":{}}");
    ASSERT_EQ(records.size(), 4U);
    EXPECT_TRUE(records[0].item.hasValue());
    EXPECT_TRUE(describeBadRecord(records[1]).starts_with("line 2, byte 12: The line is not JSON"))
        << describeBadRecord(records[1]);
    EXPECT_EQ(describeBadRecord(records[2]),
              "line 3, byte 20: Supplied AttributeValue is empty, must contain exactly one of the "
              "supported datatypes");
    EXPECT_TRUE(records[3].item.hasValue());
}

TEST(DynamoDbJson, RefusesOtherForms) {
    const std::string form = "The line is not of the form {\"Item\":{...}}";
    for (const char* const line :
         {"[]", "1", "null", "\"Item\"", "{}", R"({"item":{}})", R"({"Item":[]})",
          R"({"Item":null})", R"({"Item":{},"Item":{}})", R"({"Item":{},"x":1})",
          R"({"Keys":{"pk":{"S":"a"}},"Metadata":{"WriteTimestampMicros":{"N":"1"}}})"}) {
        EXPECT_EQ(problem(line), form) << line;
    }
    for (const char* const line :
         {"{", "{\"Item\":{}", "{\"Item\":{}}}", "{\"Item\":{}} {\"Item\":{}}", "{'Item':{}}",
          "{\"Item\":{\"a\":{\"S\":\"\\ud800\"}}}"}) {
        EXPECT_TRUE(problem(line).starts_with("The line is not JSON: ")) << line;
    }
}

TEST(DynamoDbJson, ValuesKeepTheRulesOfPutItem) {
    const std::string invalid = "One or more parameter values were invalid: ";
    EXPECT_EQ(attributeProblem("{}"),
              "Supplied AttributeValue is empty, must contain exactly one of the supported "
              "datatypes");
    EXPECT_EQ(attributeProblem(R"({"S":null,"X":1})"), attributeProblem("{}"));
    EXPECT_EQ(attributeProblem(R"({"S":"a","N":"1"})"),
              "Supplied AttributeValue has more than one datatypes set, must contain exactly one "
              "of the supported datatypes");
    EXPECT_EQ(attributeProblem(R"({"S":"a","N":null,"X":1})"), "item");
    EXPECT_EQ(attributeProblem(R"({"NULL":false})"),
              invalid + "Null attribute value types must have the value of true");
    EXPECT_EQ(attributeProblem(R"({"SS":[]})"), invalid + "An string set  may not be empty");
    EXPECT_EQ(attributeProblem(R"({"NS":[]})"), invalid + "An number set  may not be empty");
    EXPECT_EQ(attributeProblem(R"({"BS":[]})"), invalid + "Binary sets should not be empty");
    for (const char* const twice :
         {R"({"SS":["a","b","a"]})", R"({"NS":["1","1.0"]})", R"({"BS":["AA==","AA=="]})"}) {
        EXPECT_EQ(attributeProblem(twice), invalid + "Input collection contains duplicates.");
    }
    EXPECT_EQ(attributeProblem(R"({"N":"x"})"),
              "The parameter cannot be converted to a numeric value: x");
    EXPECT_EQ(attributeProblem(R"({"N":"1e126"})"),
              "Number overflow. Attempting to store a number with magnitude larger than supported "
              "range");
    EXPECT_EQ(attributeProblem(R"({"N":"123456789012345678901234567890123456789"})"),
              "Attempting to store more than 38 significant digits in a Number");
    EXPECT_EQ(attributeProblem(R"({"N":1})"), "A value of type N must be a string");
    EXPECT_EQ(attributeProblem(R"({"B":"A"})"), "A value of type B must be base64");
    EXPECT_EQ(attributeProblem(R"({"BS":["A"]})"), "A value of type B must be base64");
    EXPECT_EQ(attributeProblem(R"({"L":{}})"), "A value of type L must be an array");
    EXPECT_EQ(attributeProblem(R"({"M":[]})"), "A value of type M must be an object");
    EXPECT_EQ(attributeProblem(R"({"BOOL":"true"})"), "A value of type BOOL must be true or false");
    EXPECT_EQ(attributeProblem(R"({"M":{"":{"S":"a"}}})"), "Empty attribute name");
    EXPECT_EQ(attributeProblem("7"),
              "An attribute value must be an object such as {\"S\":\"text\"}");
}

TEST(DynamoDbJson, NestingAndSizeHaveTheirLimits) {
    const auto nestedLine = [](int wraps) {
        std::string out;
        const AttributeMap item = {{"a", values::testing::nested(wraps)}};
        appendItemRecord(ExportFormat::DynamoDbJson, values::EncodedItem(item).view(), out);
        return out;
    };
    EXPECT_EQ(problem(nestedLine(31)), "item");
    const std::string tooDeep =
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit";
    EXPECT_EQ(problem(nestedLine(32)), tooDeep);
    std::string opened = R"({"Item":{"a":)";
    std::string closed = "}}";
    for (int i = 0; i < 100'000; ++i) {
        opened += R"({"L":[)";
        closed += "]}";
    }
    EXPECT_EQ(problem(opened + closed), tooDeep);
    EXPECT_TRUE(problem(opened).starts_with("The line is not JSON"));

    const auto sized = [](std::size_t bytes) {
        return R"({"Item":{"a":{"S":")" + std::string(bytes, 'x') + "\"}}}";
    };
    EXPECT_EQ(problem(sized(409'599)), "item");
    EXPECT_EQ(problem(sized(409'600)), "Item size has exceeded the maximum allowed size");
}

}  // namespace
}  // namespace engine::transfer
