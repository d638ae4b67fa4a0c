#include "engine/transfer/csv.h"

#include <gtest/gtest.h>

#include "tests/engine/transfer/support.h"
#include "tests/engine/values/sample_items.h"

namespace engine::transfer {
namespace {

using testing::memory;
using values::AttributeMap;
using values::AttributeType;
using values::AttributeValue;

std::vector<Record> records(std::string bytes, CsvReadOptions options = {}) {
    auto reader = makeCsvReader(memory(bytes), std::move(options));
    if (!reader) {
        ADD_FAILURE() << reader.error().message;
        return {};
    }
    return testing::readRecords(**reader);
}

std::string refusal(std::string bytes, CsvReadOptions options = {}) {
    const auto reader = makeCsvReader(memory(bytes), std::move(options));
    return reader ? "a reader" : reader.error().message;
}

// "a=1|b=2" of the S attributes of each record, or "line N: message".
std::vector<std::string> shown(const std::vector<Record>& all) {
    std::vector<std::string> texts;
    for (const Record& record : all) {
        std::string text;
        if (!record.item) {
            text =
                "line " + std::to_string(record.position.line) + ": " + record.item.error().message;
        } else {
            for (const auto& [name, value] : *record.item) {
                const auto* content = value.getIf<std::string>();
                text += (text.empty() ? "" : "|") + name + "=" + (content ? *content : "?");
            }
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

using Shown = std::vector<std::string>;

TEST(Csv, TheFirstRowNamesTheColumns) {
    EXPECT_EQ(shown(records("pk,sk\r\n1,x\r\n2,\r\n")), (Shown{"pk=1|sk=x", "pk=2|sk="}));
    EXPECT_EQ(shown(records("pk,sk\n1,x")), (Shown{"pk=1|sk=x"}));
    EXPECT_EQ(shown(records("\xEF\xBB\xBFpk\n1")), (Shown{"pk=1"}));
    EXPECT_EQ(shown(records("\xEF\xBB\xBF\"p,k\"\n1")), (Shown{"p,k=1"}));
    EXPECT_TRUE(records("pk,sk\n").empty());
}

TEST(Csv, AGivenHeaderMakesTheFirstRowData) {
    CsvReadOptions options;
    options.header = {"a", "b"};
    EXPECT_EQ(shown(records("1,2\n3,4\n", options)), (Shown{"a=1|b=2", "a=3|b=4"}));
    EXPECT_TRUE(records("", options).empty());
}

TEST(Csv, EveryDelimiter) {
    for (const char delimiter : std::string(",\t:;| ")) {
        CsvReadOptions options;
        options.delimiter = delimiter;
        const std::string d(1, delimiter);
        EXPECT_EQ(shown(records("a" + d + "b\n1" + d + "\"2" + d + "\"\n", options)),
                  (Shown{"a=1|b=2" + d}));
    }
    CsvReadOptions options;
    options.delimiter = '/';
    EXPECT_EQ(refusal("a\n", options), "The CSV delimiter must be one of , tab : ; | space");
}

TEST(Csv, QuotedFields) {
    const std::string text =
        "a,b\n"
        "\"one\r\ntwo\n\",\"say \"\"hi\"\"\"\r\n"
        "\"\",\n"
        "\n\r\n"
        "x\"y, \"z\" \n"
        "\"last\",\"one\"";
    const auto all = records(text);
    EXPECT_EQ(shown(all),
              (Shown{"a=one\r\ntwo\n|b=say \"hi\"", "a=|b=", "a=x\"y|b= \"z\" ", "a=last|b=one"}));
    EXPECT_EQ(all[0].position, (RecordPosition{2, 4}));
    EXPECT_EQ(all[1].position, (RecordPosition{5, 30}));
    EXPECT_EQ(all[2].position, (RecordPosition{8, 37}));
}

TEST(Csv, KeyColumnsHaveTheirDeclaredTypes) {
    CsvReadOptions options;
    options.keyTypes = {{"n", AttributeType::N},
                        {"b", AttributeType::B},
                        {"s", AttributeType::S},
                        {"other", AttributeType::N}};
    const auto all = records(
        "n,b,s,x\n1.50,YWI=,7,8\nx,YWI=,7,8\n1,Y,7,8\n,YWI=,7,8\n"
        "12345678901234567890123456789012345678,,,\n",
        options);
    ASSERT_EQ(all.size(), 5U);
    ASSERT_TRUE(all[0].item.hasValue());
    EXPECT_EQ(*all[0].item,
              (AttributeMap{{"n", AttributeValue::number(values::testing::number("1.5"))},
                            {"b", AttributeValue::binary("ab")},
                            {"s", AttributeValue::string("7")},
                            {"x", AttributeValue::string("8")}}));
    EXPECT_EQ(describeBadRecord(all[1]),
              "line 3, byte 22: The parameter cannot be converted to a numeric value: x");
    EXPECT_EQ(all[2].item.error().message, "A value of type B must be base64");
    EXPECT_EQ(all[3].item.error().message,
              "The parameter cannot be converted to a numeric value: ");
    ASSERT_TRUE(all[4].item.hasValue());
    EXPECT_EQ(all[4].item->at("n").getIf<values::Number>()->toString(),
              "12345678901234567890123456789012345678");
}

TEST(Csv, ABadRowDoesNotEndTheStream) {
    EXPECT_EQ(shown(records("a,b\n1\n1,2,3\n\"x\"y,1\n1,\xff\n\"never\n5,6\n7,8")),
              (Shown{"line 2: The row has 1 fields, the header 2",
                     "line 3: The row has 3 fields, the header 2",
                     "line 4: Something stands behind a quoted field",
                     "line 5: The record is not valid UTF-8", "line 6: A quoted field has no end",
                     "a=5|b=6", "a=7|b=8"}));
    EXPECT_EQ(shown(records("a\n\"x\"\r\r\n\"y\"\rz\n1\n")),
              (Shown{"line 2: Something stands behind a quoted field",
                     "line 3: Something stands behind a quoted field", "a=1"}));
}

TEST(Csv, BadHeaders) {
    EXPECT_EQ(refusal(""), "The CSV header is missing");
    EXPECT_EQ(refusal("\n\r\n"), "The CSV header is missing");
    EXPECT_EQ(refusal("a,,b\n"), "The CSV header has an empty name");
    EXPECT_EQ(refusal("a,b,a\n"), "The CSV header has the name a twice");
    EXPECT_EQ(refusal("\"a\n1\n"), "A quoted field has no end");
    EXPECT_EQ(refusal("\xff\n"), "The record is not valid UTF-8");
    EXPECT_EQ(refusal(std::string(recordBytesMax + 1, 'x')),
              "The record is longer than 4194304 bytes");
    CsvReadOptions options;
    options.header = {"a", "a"};
    EXPECT_EQ(refusal("1,2\n", options), "The CSV header has the name a twice");
}

TEST(Csv, MillionsOfEmptyLinesAreNothing) {
    auto reader =
        makeCsvReader(std::make_unique<testing::EndlessSource>("a\n", "\n\r\n\n", 1'000'000), {});
    ASSERT_TRUE(reader.hasValue());
    EXPECT_TRUE(testing::readRecords(**reader).empty());
}

std::string writtenItem(const AttributeMap& item, const std::vector<std::string>& columns,
                        const CsvWriteOptions& options = {}) {
    std::string out;
    appendCsvItem(values::EncodedItem(item).view(), columns, options, out);
    return out;
}

TEST(Csv, WritesItems) {
    const AttributeMap item = {{"s", AttributeValue::string("say \"hi\", then\nleave")},
                               {"e", AttributeValue::string("")},
                               {"n", AttributeValue::number(values::testing::number("-1.50"))},
                               {"b", AttributeValue::binary("ab")},
                               {"t", AttributeValue::boolean(true)},
                               {"z", AttributeValue::null()},
                               {"l", AttributeValue::list({AttributeValue::string("x")})}};
    EXPECT_EQ(writtenItem(item, {"n", "s", "missing", "e", "b", "t", "z", "l"}),
              "-1.5,\"say \"\"hi\"\", then\nleave\",,\"\",YWI=,true,\"{\"\"NULL\"\":true}\","
              "\"{\"\"L\"\":[{\"\"S\"\":\"\"x\"\"}]}\"\r\n");
    EXPECT_EQ(writtenItem(item, {"b", "n"}, {';', false}), "YWI=;-1.5\r\n");
}

TEST(Csv, NeutralisesFormulasWhenAsked) {
    for (const char* const formula : {"=1+1", "+1", "-1", "@x", "\tx", "\rx"}) {
        const AttributeMap item = {{"s", AttributeValue::string(formula)},
                                   {"n", AttributeValue::number(values::testing::number("-1"))}};
        const std::string plain = writtenItem(item, {"s", "n"});
        const std::string safe = writtenItem(item, {"s", "n"}, {',', true});
        EXPECT_EQ(plain.find('\''), std::string::npos);
        EXPECT_EQ(safe.find("'" + std::string(formula)), safe.front() == '"' ? 1U : 0U) << safe;
        EXPECT_TRUE(safe.ends_with(",-1\r\n")) << "numbers stay numbers";
    }
    std::string header;
    appendCsvRow(std::vector<std::string>{"=a", "b"}, {',', true}, header);
    EXPECT_EQ(header, "'=a,b\r\n");
}

}  // namespace
}  // namespace engine::transfer
