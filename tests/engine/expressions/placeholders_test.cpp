#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const NameMap noNames;
const ValueMap noValues;

// facts/validation.md section 8, checks before parsing, steps 2 to 5, in order.
TEST(PlaceholdersTest, RefusesThemWithoutExpressions) {
    const NameMap names{{"#a", "x"}};
    const ValueMap values{{":a", s("x")}};
    EXPECT_EQ(errorOf(Placeholders(&names, &values).checkForm(false, false)),
              "ExpressionAttributeNames can only be specified when using expressions");
    EXPECT_EQ(errorOf(Placeholders(nullptr, &values).checkForm(false, false)),
              "ExpressionAttributeValues can only be specified when using expressions");
    EXPECT_EQ(errorOf(Placeholders(&names, &values).checkForm(true, false)),
              "ExpressionAttributeValues can only be specified when using expressions");
    EXPECT_EQ(errorOf(Placeholders(&names, &values).checkForm(true, true)), "");
    EXPECT_EQ(errorOf(Placeholders(nullptr, nullptr).checkForm(false, false)), "");
}

TEST(PlaceholdersTest, RefusesEmptyMaps) {
    EXPECT_EQ(errorOf(Placeholders(&noNames, &noValues).checkForm(true, true)),
              "ExpressionAttributeNames must not be empty");
    EXPECT_EQ(errorOf(Placeholders(nullptr, &noValues).checkForm(true, true)),
              "ExpressionAttributeValues must not be empty");
}

TEST(PlaceholdersTest, RefusesBadKeys) {
    for (const std::string key : {"x", "#", "", "#a-b", "#a ", " #a", ":a", "##"}) {
        const NameMap names{{key, "x"}};
        EXPECT_EQ(
            errorOf(Placeholders(&names, nullptr).checkForm(true, true)),
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + key + "\"");
    }
    const ValueMap values{{"loc", s("x")}};
    EXPECT_EQ(errorOf(Placeholders(nullptr, &values).checkForm(true, true)),
              "ExpressionAttributeValues contains invalid key: Syntax error; key: \"loc\"");
}

TEST(PlaceholdersTest, RefusesEmptyNames) {
    const NameMap names{{"#a", "x"}, {"#b", ""}};
    EXPECT_EQ(errorOf(Placeholders(&names, nullptr).checkForm(true, true)),
              "ExpressionAttributeNames contains invalid value: Empty attribute name for key #b");
}

TEST(PlaceholdersTest, ReportsUnusedNamesBeforeUnusedValues) {
    const NameMap names{{"#a", "x"}, {"#b", "y"}, {"#c", "z"}};
    const ValueMap values{{":a", s("x")}};
    Placeholders placeholders(&names, &values);
    EXPECT_NE(placeholders.findName("#b"), nullptr);
    EXPECT_EQ(errorOf(placeholders.checkAllUsed()),
              "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #c}");
    EXPECT_NE(placeholders.findName("#a"), nullptr);
    EXPECT_NE(placeholders.findName("#c"), nullptr);
    EXPECT_EQ(errorOf(placeholders.checkAllUsed()),
              "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}");
    EXPECT_NE(placeholders.findValue(":a"), nullptr);
    EXPECT_EQ(errorOf(placeholders.checkAllUsed()), "");
}

// facts/aws-observed.md section 3: what a short-circuited function holds counts as used.
TEST(PlaceholdersTest, CountsEveryTokenOfAnExpressionAsUsed) {
    const NameMap names{{"#a", "x"}};
    const ValueMap values{{":a", s("x")}, {":b", s("y")}};
    Placeholders placeholders(&names, &values);
    ASSERT_TRUE(Update::compile("SET a = if_not_exists(#a, :a), b = :b", placeholders));
    EXPECT_EQ(errorOf(placeholders.checkAllUsed()), "");
}

}  // namespace
}  // namespace engine::expressions
