#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{{{"#a", "a"}, {"#dot", "x.y"}, {"#n", "name"}}, {}};

const AttributeMap item{
    {"a", s("one")},
    {"name", n("2")},
    {"x.y", boolean(true)},
    {"l", l({s("l0"), s("l1"), s("l2")})},
    {"m", m({{"b", l({n("0"), m({{"c", s("deep")}, {"d", s("other")}})})},
             {"e", m({})},
             {"f", n("5")}})},
    {"recs", l({m({{"a", n("1")}, {"b", n("2")}, {"c", n("3")}}), m({{"a", n("4")}})})},
    {"grid", l({l({n("0"), n("1")}), l({n("2"), n("3")})})},
};

std::string compileError(const std::string& expression) {
    auto placeholders = request.placeholders();
    return errorOf(Projection::compile(expression, placeholders));
}

struct Case {
    const char* expression;
    AttributeMap expected;
};

// facts/expressions.md section 4; facts/aws-observed.md section 10.
TEST(ProjectionTest, KeepsTheStructureAroundWhatMatches) {
    const Case cases[] = {
        {"a", {{"a", s("one")}}},
        {"#dot, #n, #a", {{"a", s("one")}, {"name", n("2")}, {"x.y", boolean(true)}}},
        {"nope", {}},
        {"nope, a", {{"a", s("one")}}},
        {"m.b[1].c", {{"m", m({{"b", l({m({{"c", s("deep")}})})}})}}},
        {"l[2], l[0]", {{"l", l({s("l0"), s("l2")})}}},
        {"l[9]", {}},
        {"l[1], l[9]", {{"l", l({s("l1")})}}},
        {"recs[0].c, recs[0].a", {{"recs", l({m({{"a", n("1")}, {"c", n("3")}})})}}},
        {"recs[1].a, recs[0].b", {{"recs", l({m({{"b", n("2")}}), m({{"a", n("4")}})})}}},
        {"recs[1].b, recs[0].b", {{"recs", l({m({{"b", n("2")}})})}}},
        {"grid[1][0], grid[0][1], grid[1][1]", {{"grid", l({l({n("1")}), l({n("2"), n("3")})})}}},
        {"m.f, m.e", {{"m", m({{"e", m({})}, {"f", n("5")}})}}},
        {"m.nope, m.b[7], m.f.x", {}},
        {"a.b, l.x, m[0]", {}},
        {"m", {{"m", item.at("m")}}},
    };
    const values::EncodedItem encoded(item);
    for (const auto& [expression, expected] : cases) {
        auto placeholders = request.placeholders();
        const auto projection = Projection::compile(expression, placeholders);
        ASSERT_TRUE(projection) << projection.error().message;
        const auto projected = projection->apply(encoded.view());
        EXPECT_EQ(projected.view().decode(), expected) << expression;
        EXPECT_EQ(projected, values::EncodedItem(expected)) << expression;
        EXPECT_TRUE(values::checkItemBytes(projected.bytes())) << expression;
    }
}

TEST(ProjectionTest, ProjectsTheEmptyItem) {
    auto placeholders = request.placeholders();
    const auto projection = Projection::compile("a, m.b", placeholders);
    ASSERT_TRUE(projection);
    EXPECT_EQ(projection->apply(values::ItemView{}), values::EncodedItem());
}

TEST(ProjectionTest, TakesMoreAttributesThanOneCountByteHolds) {
    AttributeMap wide;
    std::string expression;
    for (int i = 0; i < 400; ++i) {
        const std::string name = "a" + std::to_string(i);
        wide.emplace(name, n(std::to_string(i)));
        expression += (i == 0 ? "" : ",") + name;
    }
    Placeholders placeholders(nullptr, nullptr);
    const auto projection = Projection::compile(expression, placeholders);
    ASSERT_TRUE(projection);
    const values::EncodedItem encoded(wide);
    EXPECT_EQ(projection->apply(encoded.view()), encoded);
}

TEST(ProjectionTest, ProjectsTopLevelAttributesByName) {
    const auto projection = Projection::ofAttributes({"x.y", "a", "nope", "a"});
    const values::EncodedItem encoded(item);
    EXPECT_EQ(projection.apply(encoded.view()).view().decode(),
              (AttributeMap{{"a", s("one")}, {"x.y", boolean(true)}}));
    EXPECT_TRUE(projection.paths().front().isTopLevel());
}

struct ErrorCase {
    const char* expression;
    const char* error;
};

class ProjectionErrorTest : public ::testing::TestWithParam<ErrorCase> {};

TEST_P(ProjectionErrorTest, IsRefused) {
    EXPECT_EQ(compileError(GetParam().expression),
              std::string("Invalid ProjectionExpression: ") + GetParam().error);
}

// facts/validation.md section 8; facts/aws-observed.md sections 4 and 10.
const ErrorCase errors[] = {
    {"", "The expression can not be empty;"},
    {"!!!", R"~(Syntax error; token: "!", near: "!!")~"},
    {"a,", R"~(Syntax error; token: "<EOF>", near: ",")~"},
    {",a", R"~(Syntax error; token: ",", near: ",a")~"},
    {"a b", R"~(Syntax error; token: "b", near: "a b")~"},
    {"(a)", R"~(Syntax error; token: "(", near: "(a")~"},
    {"a[b]", R"~(Syntax error; token: "b", near: "[b]")~"},
    {":a", R"~(Syntax error; token: ":a", near: ":a")~"},
    {"abc.", R"~(Syntax error; token: "<EOF>", near: ".")~"},
    {"a, and", "Attribute name is a reserved keyword; reserved keyword: and"},
    {"#x, status", "Attribute name is a reserved keyword; reserved keyword: status"},
    {"#undef",
     "An expression attribute name used in the document path is not defined; attribute name: "
     "#undef"},
    {"a, #a",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a], path two: [a]"},
    {"a.b[0], b, a.b",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a, b, [0]], path two: [a, b]"},
    {"a.b, a[1]",
     "Two document paths conflict with each other; must remove or rewrite one of these paths; path "
     "one: [a, b], path two: [a, [1]]"},
    {"a.b, a[1], a.b.c",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a, b], path two: [a, b, c]"},
    {"a, a.b, #undef",
     "An expression attribute name used in the document path is not defined; attribute name: "
     "#undef"},
    {"a[99999999999999]", "List index is not within the allowable range; index: [99999999999999]"},
};
INSTANTIATE_TEST_SUITE_P(Errors, ProjectionErrorTest, ::testing::ValuesIn(errors));

TEST(ProjectionLimitTest, CountsPathElements) {
    EXPECT_EQ(compileError(joined("a", ".", 32)), "");
    EXPECT_EQ(
        compileError(joined("a", ".", 33)),
        "Invalid ProjectionExpression: The document path has too many nesting levels; nesting "
        "levels: 33");
}

}  // namespace
}  // namespace engine::expressions
