#include "engine/values/attribute_value.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace engine::values {
namespace {

AttributeValue n(std::int64_t value) {
    return AttributeValue::number(Number::fromInteger(value));
}

AttributeValue s(std::string text) {
    return AttributeValue::string(std::move(text));
}

TEST(AttributeValue, HasTheNamesOfTheService) {
    const std::vector<std::pair<AttributeValue, std::string>> values = {
        {s("a"), "S"},
        {n(1), "N"},
        {AttributeValue::binary("b"), "B"},
        {AttributeValue::boolean(true), "BOOL"},
        {AttributeValue::null(), "NULL"},
        {AttributeValue::stringSet({"a"}), "SS"},
        {AttributeValue::numberSet({Number()}), "NS"},
        {AttributeValue::binarySet({Binary{"a"}}), "BS"},
        {AttributeValue::list({}), "L"},
        {AttributeValue::map({}), "M"}};
    for (const auto& [value, name] : values) {
        EXPECT_EQ(typeName(value.type()), name);
    }
    EXPECT_EQ(AttributeValue().type(), AttributeType::Null);
}

TEST(AttributeValue, SetsAreSortedAndUnique) {
    const auto strings = AttributeValue::stringSet({"b", "\xc3\xa9", "a", "b", "", "B"});
    EXPECT_EQ(strings.getIf<StringSet>()->members,
              (std::vector<std::string>{"", "B", "a", "b", "\xc3\xa9"}));
    const auto numbers =
        AttributeValue::numberSet({Number::fromInteger(10), Number::fromInteger(-2),
                                   Number::parse("1e1").value(), Number::parse("0.5").value()});
    EXPECT_EQ(numbers.getIf<NumberSet>()->members,
              (std::vector<Number>{Number::fromInteger(-2), Number::parse("0.5").value(),
                                   Number::fromInteger(10)}));
    const auto binaries = AttributeValue::binarySet({Binary{"\xff"}, Binary{"a"}, Binary{"\xff"}});
    EXPECT_EQ(binaries.getIf<BinarySet>()->members,
              (std::vector<Binary>{Binary{"a"}, Binary{"\xff"}}));
}

TEST(AttributeValue, EqualityIsDeepAndByValue) {
    EXPECT_EQ(AttributeValue::number(Number::parse("1.0").value()), n(1));
    EXPECT_EQ(AttributeValue::stringSet({"a", "b"}), AttributeValue::stringSet({"b", "a"}));
    EXPECT_NE(AttributeValue::list({n(1), n(2)}), AttributeValue::list({n(2), n(1)}));
    EXPECT_NE(s("a"), AttributeValue::binary("a"));
    EXPECT_NE(n(1), s("1"));
    const auto nested = [](std::int64_t leaf) {
        return AttributeValue::map(
            {{"k", AttributeValue::list({AttributeValue::map({{"x", n(leaf)}})})}});
    };
    EXPECT_EQ(nested(5), nested(5));
    EXPECT_NE(nested(5), nested(6));
}

TEST(AttributeValue, SizesFollowTheRulesOfTheService) {
    EXPECT_EQ(valueSizeBytes(s("")), 0U);
    EXPECT_EQ(valueSizeBytes(s("h\xc3\xa9")), 3U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::binary(std::string(5, '\0'))), 5U);
    EXPECT_EQ(valueSizeBytes(n(-42)), 3U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::boolean(false)), 1U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::null()), 1U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::stringSet({"ab", "c"})), 3U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::binarySet({Binary{"ab"}, Binary{""}})), 2U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::numberSet({Number(), Number::fromInteger(123)})), 4U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::list({})), 3U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::list({s("ab"), n(1)})), 3U + (1 + 2) + (1 + 2));
    EXPECT_EQ(valueSizeBytes(AttributeValue::map({})), 3U);
    EXPECT_EQ(valueSizeBytes(AttributeValue::map({{"key", s("ab")}})), 3U + 1 + 3 + 2);
    EXPECT_EQ(valueSizeBytes(AttributeValue::map({{"m", AttributeValue::list({n(0)})}})),
              3U + 1 + 1 + (3 + 1 + 1));
}

TEST(AttributeValue, AnItemIsTheSumOfNamesAndValues) {
    EXPECT_EQ(itemSizeBytes({}), 0U);
    EXPECT_EQ(itemSizeBytes({{"pk", s("user")}, {"\xc3\xa9", n(100)}}), 2U + 4 + 2 + 2);
    EXPECT_EQ(itemSizeBytes({{"pk", s(std::string(409'598, 'x'))}}), 409'600U);
}

}  // namespace
}  // namespace engine::values
