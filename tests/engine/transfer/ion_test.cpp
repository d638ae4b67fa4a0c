#include <gtest/gtest.h>

#include "engine/transfer/export_records.h"
#include "tests/engine/transfer/support.h"
#include "tests/engine/values/sample_items.h"

namespace engine::transfer {
namespace {

using testing::ionRecords;
using values::AttributeMap;
using values::AttributeValue;
using values::testing::number;

std::string written(const AttributeMap& item) {
    std::string out;
    appendItemRecord(ExportFormat::Ion, values::EncodedItem(item).view(), out);
    return out;
}

std::string writtenNumber(const char* text) {
    const std::string line = written({{"n", AttributeValue::number(number(text))}});
    const std::string before = "$ion_1_0 {Item:{n:";
    return line.substr(before.size(), line.size() - before.size() - 3);
}

// The value of the only attribute as Ion that we write, or the message of the error.
std::string reread(const std::string& ion) {
    const auto records = ionRecords("$ion_1_0 {Item:{a:" + ion + "}}");
    if (records.size() != 1) {
        return std::to_string(records.size()) + " records";
    }
    if (!records[0].item) {
        return records[0].item.error().message;
    }
    const std::string before = "$ion_1_0 {Item:{a:";
    const std::string line = written(*records[0].item);
    return line.substr(before.size(), line.size() - before.size() - 3);
}

std::string problem(const std::string& line) {
    const auto records = ionRecords(line);
    if (records.size() != 1) {
        return std::to_string(records.size()) + " records";
    }
    return records[0].item ? "item" : records[0].item.error().message;
}

TEST(Ion, WritesTheExampleOfTheGuide) {
    const AttributeMap item = {{"Authors", AttributeValue::stringSet({"Author1", "Author2"})},
                               {"Dimensions", AttributeValue::string("8.5 x 11.0 x 1.5")},
                               {"ISBN", AttributeValue::string("333-3333333333")},
                               {"Id", AttributeValue::number(number("103"))},
                               {"InPublication", AttributeValue::boolean(false)},
                               {"PageCount", AttributeValue::number(number("600"))},
                               {"Price", AttributeValue::number(number("2000"))},
                               {"ProductCategory", AttributeValue::string("Book")},
                               {"Title", AttributeValue::string("Book 103 Title")}};
    const std::string line =
        R"($ion_1_0 {Item:{Authors:$dynamodb_SS::["Author1","Author2"],)"
        R"(Dimensions:"8.5 x 11.0 x 1.5",ISBN:"333-3333333333",Id:103.,InPublication:false,)"
        R"(PageCount:6d2,Price:2d3,ProductCategory:"Book",Title:"Book 103 Title"}})";
    EXPECT_EQ(written(item), line + "\n");
    const auto records = ionRecords(line);
    ASSERT_EQ(records.size(), 1U);
    ASSERT_TRUE(records[0].item.hasValue());
    EXPECT_EQ(*records[0].item, item);
}

TEST(Ion, WritesTheLinesOfAnIncrementalExport) {
    const values::EncodedItem keys(AttributeMap{{"PK", AttributeValue::string("CUST#100")}});
    const values::EncodedItem image(AttributeMap{{"PK", AttributeValue::string("CUST#100")},
                                                 {"v", AttributeValue::boolean(true)}});
    std::string out;
    appendChangeRecord(ExportFormat::Ion,
                       {1'680'109'764'000'000, keys.view(), image.view(), image.view()}, out);
    appendChangeRecord(ExportFormat::Ion, {5, keys.view(), {}, {}}, out);
    EXPECT_EQ(out, R"($ion_1_0 {Record:{Metadata:{WriteTimestampMicros:1680109764000000.},)"
                   R"(Keys:{PK:"CUST#100"},OldImage:{PK:"CUST#100",v:true},)"
                   R"(NewImage:{PK:"CUST#100",v:true}}})"
                   "\n"
                   R"($ion_1_0 {Record:{Metadata:{WriteTimestampMicros:5.},Keys:{PK:"CUST#100"}}})"
                   "\n");
}

TEST(Ion, WritesNumbersAsDecimals) {
    EXPECT_EQ(writtenNumber("0"), "0.");
    EXPECT_EQ(writtenNumber("1"), "1.");
    EXPECT_EQ(writtenNumber("-1"), "-1.");
    EXPECT_EQ(writtenNumber("10"), "1d1");
    EXPECT_EQ(writtenNumber("-1200"), "-12d2");
    EXPECT_EQ(writtenNumber("8.5"), "8.5");
    EXPECT_EQ(writtenNumber("-0.05"), "-0.05");
    EXPECT_EQ(writtenNumber("0.000001"), "0.000001");
    EXPECT_EQ(writtenNumber("0.0000015"), "0.0000015");
    EXPECT_EQ(writtenNumber("0.0000001"), "1d-7");
    EXPECT_EQ(writtenNumber("-0.00000015"), "-15d-8");
    EXPECT_EQ(writtenNumber("9.9999999999999999999999999999999999999e125"),
              "99999999999999999999999999999999999999d88");
    EXPECT_EQ(writtenNumber("-1e-130"), "-1d-130");
}

TEST(Ion, WritesNamesAndTextsWithTheirQuotes) {
    const AttributeMap item = {{"a_1$", AttributeValue::null()},
                               {"$", AttributeValue::null()},
                               {"$ion_1_0", AttributeValue::null()},
                               {"$10", AttributeValue::null()},
                               {"1a", AttributeValue::null()},
                               {"null", AttributeValue::null()},
                               {"na n", AttributeValue::null()},
                               {"it's", AttributeValue::string("\"\\\n\r\t\x01\x7f'\xc3\xa9")},
                               {"\xc3\xa9", AttributeValue::binary("ab")}};
    EXPECT_EQ(written(item),
              "$ion_1_0 {Item:{$:null,'$10':null,$ion_1_0:null,'1a':null,a_1$:null,"
              "'it\\'s':\"\\\"\\\\\\n\\r\\t\\x01\\x7f'\xc3\xa9\",'na n':null,'null':null,"
              "'\xc3\xa9':{{YWI=}}}}\n");
    const auto records = ionRecords(written(item));
    ASSERT_TRUE(records.at(0).item.hasValue()) << records[0].item.error().message;
    EXPECT_EQ(*records[0].item, item);
}

TEST(Ion, ReadsEveryType) {
    const auto item = values::testing::everyType();
    const auto records = ionRecords(written(item));
    ASSERT_EQ(records.size(), 1U);
    ASSERT_TRUE(records[0].item.hasValue()) << records[0].item.error().message;
    EXPECT_EQ(*records[0].item, item);
}

TEST(Ion, ReadsNumbersInEveryForm) {
    EXPECT_EQ(reread("1"), "1.");
    EXPECT_EQ(reread("-0"), "0.");
    EXPECT_EQ(reread("1."), "1.");
    EXPECT_EQ(reread("1d3"), "1d3");
    EXPECT_EQ(reread("1.5D+3"), "15d2");
    EXPECT_EQ(reread("12.50d-1"), "1.25");
    EXPECT_EQ(reread("1e3"), "1d3");
    EXPECT_EQ(reread("1_000.000_1"), "1000.0001");
    EXPECT_EQ(reread("0xFf"), "255.");
    EXPECT_EQ(reread("-0b1_01"), "-5.");
    EXPECT_EQ(reread("12345678901234567890123456789012345678"),
              "12345678901234567890123456789012345678.");
    for (const char* const bad : {"01", "1_", "1__0", "1.2.3", "1d", "1e+", "--1", "0x", "0x_1",
                                  "0xg", "0b2", "0x1_", "-", "1._5", "1d3.5", "1x", "1:2"}) {
        EXPECT_EQ(reread(bad),
                  "The parameter cannot be converted to a numeric value: " + std::string(bad));
    }
    EXPECT_EQ(reread("123456789012345678901234567890123456789"),
              "Attempting to store more than 38 significant digits in a Number");
    EXPECT_EQ(reread("1d126"),
              "Number overflow. Attempting to store a number with magnitude larger than supported "
              "range");
    EXPECT_EQ(reread("0x" + std::string(100'000, 'F')).find("Number overflow"), 0U);
    EXPECT_EQ(reread("2026-11-21T"), "Ion text: timestamps have no DynamoDB type");
    EXPECT_EQ(reread("2026T"), "Ion text: timestamps have no DynamoDB type");
}

TEST(Ion, ReadsTexts) {
    EXPECT_EQ(reread(R"("a\x41\u00e9\U0001F30A\ud83c\udf0a\0\/\'\?")"),
              "\"aA\xc3\xa9\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\\x00/'?\"");
    EXPECT_EQ(reread("'''one ''' /* and */ '''two'''"), "\"one two\"");
    EXPECT_EQ(reread("''''''"), "\"\"");
    EXPECT_EQ(reread("'''it's \"so\"'''"), "\"it's \\\"so\\\"\"");
    EXPECT_EQ(reread("'a symbol'"), "\"a symbol\"");
    for (const char* const bad :
         {R"("\q")", R"("\x4")", R"("\xg0")", R"("\u12")", R"("\ud800")", R"("\udc00")",
          R"("\ud800\u0041")", R"("\U00110000")", "\"a", "'a", "'''a''", "\"a\x01\"", R"("\)"}) {
        EXPECT_TRUE(reread(bad).starts_with("Ion text: ")) << bad << ": " << reread(bad);
    }
}

TEST(Ion, ReadsContainersWithSpaceCommentsAndTrailingCommas) {
    EXPECT_EQ(reread("[ 1. , /*x*/ [ ] , { } , ]"), "[1.,[],{}]");
    EXPECT_EQ(reread("{ b : 1 , 'c d' : \"x\", \"e\":null , '''f''' '''g''':true , }"),
              "{b:1.,'c d':\"x\",e:null,fg:true}");
    EXPECT_EQ(reread("{{ YW I= }}"), "{{YWI=}}");
    EXPECT_EQ(reread("{{}}"), "{{}}");
    EXPECT_EQ(reread("null.null"), "null");
    EXPECT_EQ(reread("$dynamodb_NS :: [ 2, 1d0 ]"), "$dynamodb_NS::[1.,2.]");
    EXPECT_EQ(reread("'$dynamodb_BS'::[{{YQ==}}]"), "$dynamodb_BS::[{{YQ==}}]");
    EXPECT_EQ(problem(" /* c */ $ion_1_0 $ion_1_0{ 'Item' : { } , } // end"), "item");
    EXPECT_EQ(problem("{Item:{}}"), "item");
}

TEST(Ion, LinesWithoutARecordAreBlank) {
    EXPECT_TRUE(ionRecords("$ion_1_0\n// comment\n/* x */ $ion_1_0 // y\n \n").empty());
    EXPECT_EQ(ionRecords("$ion_1_0 {Item:{}}\n\n//\n{Item:{}}").at(1).position,
              (RecordPosition{4, 23}));
}

TEST(Ion, RefusesWhatHasNoDynamoDbType) {
    for (const char* const bad : {"(1 2)",
                                  "symbol",
                                  "$10",
                                  "null.string",
                                  "{{\"clob\"}}",
                                  "x::1",
                                  "$dynamodb_XX::[1]",
                                  "$dynamodb_SS::1",
                                  "$dynamodb_SS::[1]",
                                  "$dynamodb_NS::[\"1\"]",
                                  "$dynamodb_BS::[null]",
                                  "$dynamodb_SS::[$dynamodb_SS::[\"a\"]]",
                                  "nan",
                                  "+inf",
                                  "",
                                  ",",
                                  "]",
                                  "[1 2]",
                                  "[1,,2]",
                                  "{a 1}",
                                  "{a:1 b:2}",
                                  "{a:1,a:2}",
                                  "{1:2}",
                                  "{null:2}",
                                  "{$10:2}",
                                  "{a::1}",
                                  "{{YQ=}}",
                                  "{{YQ==}",
                                  "[1",
                                  "{a:1",
                                  "/*",
                                  "{a:",
                                  "1 2",
                                  "1,}, b:{"}) {
        EXPECT_TRUE(reread(bad).starts_with("Ion text: ")) << bad << ": " << reread(bad);
    }
    EXPECT_EQ(reread("{'':1}"), "Empty attribute name");
    EXPECT_EQ(reread("$dynamodb_SS::[]"),
              "One or more parameter values were invalid: An string set  may not be empty");
    EXPECT_EQ(reread("$dynamodb_NS::[1,1.0]"),
              "One or more parameter values were invalid: Input collection contains duplicates.");
}

TEST(Ion, RefusesOtherForms) {
    for (const char* const bad :
         {"$ion_1_1 {Item:{}}", "{}", "[]", "{Record:{Keys:{}}}", "{Item:1}", "{Item:null}",
          "{Item:[]}", "{Item:{}", "{Item:{}}}", "{Item:{}} {Item:{}}", "{Item:{},b:{}}",
          "x::{Item:{}}", "{\"Item\":{\"a\":{\"S\":\"b\"}}", "{Item"}) {
        EXPECT_TRUE(problem(bad).starts_with("Ion text: ")) << bad << ": " << problem(bad);
    }
    EXPECT_EQ(problem("\xE0\x01\x01\xEA"), "The record is not valid UTF-8");
}

TEST(Ion, NestingAndSizeHaveTheirLimits) {
    EXPECT_EQ(problem(written({{"a", values::testing::nested(31)}})), "item");
    const std::string tooDeep =
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit";
    EXPECT_EQ(problem(written({{"a", values::testing::nested(32)}})), tooDeep);
    EXPECT_EQ(problem("{Item:{a:" + std::string(1'000'000, '[')), tooDeep);
    EXPECT_EQ(problem(written({{"a", AttributeValue::string(std::string(409'600, 'x'))}})),
              "Item size has exceeded the maximum allowed size");
}

}  // namespace
}  // namespace engine::transfer
