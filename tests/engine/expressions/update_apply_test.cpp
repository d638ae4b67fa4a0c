#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{
    {{"#dot", "x.y"}},
    {{":s", s("new")},
     {":t", s("t")},
     {":n", n("1")},
     {":big", n("1e50")},
     {":huge", n("9e125")},
     {":l", l({s("p"), s("q")})},
     {":empty", l({})},
     {":m", m({{"k", n("1")}})},
     {":ss", ss({"b", "c"})},
     {":ssb", ss({"b"})},
     {":ssall", ss({"a", "b", "z"})},
     {":ns", ns({"2", "3"})},
     {":bs", bs({"b"})}},
};

const AttributeMap item{
    {"pk", s("k")},
    {"num", n("5")},
    {"str", s("old")},
    {"lst", l({s("0"), s("1"), s("2")})},
    {"doc", m({{"a", n("1")}, {"nest", m({{"x", s("y")}})}, {"recs", l({m({{"v", n("7")}})})}})},
    {"ss", ss({"a", "b"})},
    {"ns", ns({"1", "2"})},
    {"bs", bs({"a", "b"})},
    {"x.y", s("dotted")},
};

Update compiled(const std::string& expression) {
    auto placeholders = request.placeholders();
    auto update = Update::compile(expression, placeholders);
    EXPECT_TRUE(update) << expression << ": " << update.error().message;
    return *std::move(update);
}

AttributeMap with(AttributeMap base, const AttributeMap& changes) {
    for (const auto& [name, value] : changes) {
        base.insert_or_assign(name, value);
    }
    return base;
}

AttributeMap without(AttributeMap base, const std::string& name) {
    base.erase(name);
    return base;
}

struct Case {
    const char* expression;
    AttributeMap expected;
};

void expectApplied(const AttributeMap& before, const std::vector<Case>& cases) {
    for (const auto& [expression, expected] : cases) {
        const auto after = compiled(expression).apply(before);
        ASSERT_TRUE(after) << expression << ": " << after.error().message;
        EXPECT_EQ(*after, expected) << expression;
    }
}

AttributeValue mapWith(const AttributeMap& changes) {
    return m(with(*item.at("doc").getIf<AttributeMap>(), changes));
}

// facts/expressions.md section 5; facts/aws-observed.md section 3.
TEST(UpdateApplyTest, Sets) {
    expectApplied(
        item,
        {
            {"SET a = :s", with(item, {{"a", s("new")}})},
            {"SET str = :s, #dot = :t", with(item, {{"str", s("new")}, {"x.y", s("t")}})},
            {"SET str = num, num = str", with(item, {{"str", n("5")}, {"num", s("old")}})},
            {"SET c = num + :n", with(item, {{"c", n("6")}})},
            {"SET c = :n - num", with(item, {{"c", n("-4")}})},
            {"SET num = (num - :n)", with(item, {{"num", n("4")}})},
            {"SET c = if_not_exists(c, :n) + num", with(item, {{"c", n("6")}})},
            {"SET num = if_not_exists(num, :s)", item},
            {"SET c = if_not_exists(c, if_not_exists(str, :s))", with(item, {{"c", s("old")}})},
            {"SET lst = list_append(lst, :l)",
             with(item, {{"lst", l({s("0"), s("1"), s("2"), s("p"), s("q")})}})},
            {"SET lst = list_append(:l, lst)",
             with(item, {{"lst", l({s("p"), s("q"), s("0"), s("1"), s("2")})}})},
            {"SET c = list_append(if_not_exists(c, :empty), :l)",
             with(item, {{"c", l({s("p"), s("q")})}})},
            {"SET doc.b = :s", with(item, {{"doc", mapWith({{"b", s("new")}})}})},
            {"SET doc.nest.x = :s",
             with(item, {{"doc", mapWith({{"nest", m({{"x", s("new")}})}})}})},
            {"SET doc.recs[0].v = :s",
             with(item, {{"doc", mapWith({{"recs", l({m({{"v", s("new")}})})}})}})},
            {"SET str = doc.recs[0].v", with(item, {{"str", n("7")}})},
        });
}

TEST(UpdateApplyTest, SetsListElementsAndAppendsBehindTheEnd) {
    expectApplied(
        item,
        {
            {"SET lst[1] = :s", with(item, {{"lst", l({s("0"), s("new"), s("2")})}})},
            {"SET lst[5] = :s", with(item, {{"lst", l({s("0"), s("1"), s("2"), s("new")})}})},
            {"SET lst[9] = :s, lst[3] = :t",
             with(item, {{"lst", l({s("0"), s("1"), s("2"), s("t"), s("new")})}})},
            {"SET lst[9] = :s REMOVE lst[0], lst[2]", with(item, {{"lst", l({s("1"), s("new")})}})},
            {"ADD lst[7] :n", with(item, {{"lst", l({s("0"), s("1"), s("2"), n("1")})}})},
        });
}

TEST(UpdateApplyTest, Removes) {
    expectApplied(
        item, {
                  {"REMOVE str", without(item, "str")},
                  {"REMOVE nope, doc.nope, lst[9], doc.nest.nope", item},
                  {"REMOVE lst[0]", with(item, {{"lst", l({s("1"), s("2")})}})},
                  {"REMOVE lst[0], lst[2]", with(item, {{"lst", l({s("1")})}})},
                  {"REMOVE lst[0], lst[1], lst[2]", with(item, {{"lst", l({})}})},
                  {"REMOVE doc.recs[0].v", with(item, {{"doc", mapWith({{"recs", l({m({})})}})}})},
                  {"REMOVE lst[0] SET lst[1] = :s", with(item, {{"lst", l({s("new"), s("2")})}})},
                  {"REMOVE str SET c = str", with(without(item, "str"), {{"c", s("old")}})},
              });
}

TEST(UpdateApplyTest, RemovesInnerElementsBeforeOuterOnesMove) {
    const AttributeMap nested{{"g", l({s("x"), l({s("a"), s("b")}), l({s("c"), s("d")})})}};
    expectApplied(nested,
                  {
                      {"REMOVE g[0], g[1][0], g[2][1]", {{"g", l({l({s("b")}), l({s("c")})})}}},
                      {"REMOVE g[0] SET g[2][5] = :s",
                       {{"g", l({l({s("a"), s("b")}), l({s("c"), s("d"), s("new")})})}}},
                  });
}

TEST(UpdateApplyTest, Adds) {
    expectApplied(item, {
                            {"ADD num :n", with(item, {{"num", n("6")}})},
                            {"ADD c :n", with(item, {{"c", n("1")}})},
                            {"ADD doc.a :n", with(item, {{"doc", mapWith({{"a", n("2")}})}})},
                            {"ADD doc.c :n", with(item, {{"doc", mapWith({{"c", n("1")}})}})},
                            {"ADD ss :ss", with(item, {{"ss", ss({"a", "b", "c"})}})},
                            {"ADD ns :ns", with(item, {{"ns", ns({"1", "2", "3"})}})},
                            {"ADD bs :bs", item},
                            {"ADD c :ss", with(item, {{"c", ss({"b", "c"})}})},
                        });
}

TEST(UpdateApplyTest, Deletes) {
    expectApplied(item, {
                            {"DELETE ss :ssb", with(item, {{"ss", ss({"a"})}})},
                            {"DELETE ss :ssall", without(item, "ss")},
                            {"DELETE ns :ns", with(item, {{"ns", ns({"1"})}})},
                            {"DELETE bs :bs", with(item, {{"bs", bs({"a"})}})},
                            {"DELETE nope :ss, doc.nope :ss", item},
                        });
    const AttributeMap blank{{"ss", ss({"", "b"})}};
    expectApplied(blank, {{"DELETE ss :ssb", {{"ss", ss({""})}}}});
    const AttributeMap listed{{"l", l({ss({"b"}), s("1")})}};
    expectApplied(listed, {{"DELETE l[0] :ssb", {{"l", l({s("1")})}}}});
}

// An absent item is an empty doc; facts/expressions.md section 5, "Upsert".
TEST(UpdateApplyTest, StartsFromAnAbsentItem) {
    expectApplied({}, {
                          {"SET a = :s ADD b :n, c :ss",
                           {{"a", s("new")}, {"b", n("1")}, {"c", ss({"b", "c"})}}},
                          {"REMOVE a, x.y.z, l[0]", {}},
                          {"DELETE a :ss, x.y :ss", {}},
                      });
}

struct ErrorCase {
    const char* expression;
    const char* error;
};

const char* const missing =
    "The provided expression refers to an attribute that does not exist in the item";
const char* const invalidPath =
    "The document path provided in the update expression is invalid for update";
const char* const incorrectType = "An operand in the update expression has an incorrect data type";

class UpdateRunTimeErrorTest : public ::testing::TestWithParam<ErrorCase> {};

TEST_P(UpdateRunTimeErrorTest, IsRefused) {
    const auto after = compiled(GetParam().expression).apply(item);
    EXPECT_EQ(errorOf(after), GetParam().error) << GetParam().expression;
}

// facts/validation.md section 8, "Runtime (update)"; facts/aws-observed.md sections 3 and 4.
const ErrorCase runTimeErrors[] = {
    {"SET a = nope", missing},
    {"SET a = nope + :n", missing},
    {"SET a = :n - doc.nope", missing},
    {"SET a = list_append(nope, :l)", missing},
    {"SET a = list_append(:l, lst[9])", missing},
    {"SET nope.a = :s", invalidPath},
    {"SET doc.nope.a = :s", invalidPath},
    {"SET str.a = :s", invalidPath},
    {"SET doc[0] = :s", invalidPath},
    {"SET lst.a = :s", invalidPath},
    {"SET lst[9].a = :s", invalidPath},
    {"SET ss[0] = :s", invalidPath},
    {"REMOVE nope.a", invalidPath},
    {"REMOVE str.a", invalidPath},
    {"REMOVE doc[0]", invalidPath},
    {"ADD nope.a :n", invalidPath},
    {"DELETE nope.a :ss", invalidPath},
    {"SET num = num + str", incorrectType},
    {"SET num = lst - :n", incorrectType},
    {"SET a = list_append(str, :l)", incorrectType},
    {"SET a = list_append(:l, num)", incorrectType},
    {"ADD str :n", incorrectType},
    {"ADD num :ss", incorrectType},
    {"ADD ss :ns", incorrectType},
    {"ADD lst :n", incorrectType},
    {"DELETE num :ss", incorrectType},
    {"DELETE ss :ns", incorrectType},
    {"SET num = :big + :n",
     "Number overflow. Attempting to store a number with magnitude larger than supported range"},
    {"SET num = :huge + :huge",
     "Number overflow. Attempting to store a number with magnitude larger than supported range"},
    {"ADD num :big",
     "Number overflow. Attempting to store a number with magnitude larger than supported range"},
};
INSTANTIATE_TEST_SUITE_P(Errors, UpdateRunTimeErrorTest, ::testing::ValuesIn(runTimeErrors));

struct TouchedCase {
    const char* expression;
    std::optional<AttributeMap> old;
    std::optional<AttributeMap> updated;
};

// facts/aws-observed.md section 3 and 4, UPDATED_OLD and UPDATED_NEW.
TEST(UpdateTouchedTest, ShowsTheTouchedPathsInASkeletonOfTheirParents) {
    const TouchedCase cases[] = {
        {"SET str = :s", AttributeMap{{"str", s("old")}}, AttributeMap{{"str", s("new")}}},
        {"SET a = :s", std::nullopt, AttributeMap{{"a", s("new")}}},
        {"REMOVE str", AttributeMap{{"str", s("old")}}, std::nullopt},
        {"REMOVE doc.nest.x", AttributeMap{{"doc", m({{"nest", m({{"x", s("y")}})}})}},
         std::nullopt},
        {"SET doc.a = :s, doc.b = :t", AttributeMap{{"doc", m({{"a", n("1")}})}},
         AttributeMap{{"doc", m({{"a", s("new")}, {"b", s("t")}})}}},
        {"SET doc.recs[0].v = :s", AttributeMap{{"doc", m({{"recs", l({m({{"v", n("7")}})})}})}},
         AttributeMap{{"doc", m({{"recs", l({m({{"v", s("new")}})})}})}}},
        {"REMOVE lst[0]", AttributeMap{{"lst", l({s("0")})}}, AttributeMap{{"lst", l({s("1")})}}},
        {"SET lst[100] = :s", std::nullopt, std::nullopt},
        {"ADD doc.a :n", AttributeMap{{"doc", m({{"a", n("1")}})}},
         AttributeMap{{"doc", m({{"a", n("2")}})}}},
        {"SET lst[2] = :s, lst[1] = :t", AttributeMap{{"lst", l({s("1"), s("2")})}},
         AttributeMap{{"lst", l({s("t"), s("new")})}}},
    };
    for (const auto& [expression, old, updated] : cases) {
        const auto update = compiled(expression);
        const auto after = update.apply(item);
        ASSERT_TRUE(after) << expression;
        EXPECT_EQ(update.touched(item), old) << expression;
        EXPECT_EQ(update.touched(*after), updated) << expression;
        const values::EncodedItem encoded(*after);
        const auto projected = update.touched(encoded.view());
        EXPECT_EQ(projected ? std::optional(projected->view().decode()) : std::nullopt, updated);
    }
}

TEST(UpdatePathsTest, ReportsPathsInWrittenOrder) {
    const auto update = compiled("REMOVE b SET a.c = d, #dot = :s ADD e[1] :n");
    std::vector<std::string> paths;
    for (const auto& path : update.paths()) {
        paths.push_back(path.toErrorText());
    }
    EXPECT_EQ(paths, (std::vector<std::string>{"[b]", "[a, c]", "[x.y]", "[e, [1]]"}));
}

TEST(UpdateApplyTest, LeavesTheOldItemAsItWas) {
    const AttributeMap before = item;
    ASSERT_TRUE(compiled("SET lst[0] = :s REMOVE doc.nest.x DELETE ss :ssb").apply(before));
    EXPECT_EQ(before, item);
}

}  // namespace
}  // namespace engine::expressions
