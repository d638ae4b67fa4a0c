#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{
    {{"#missing", "nowhere"}, {"#dot", "x.y"}},
    {{":n1", n("1")},
     {":n2", n("2")},
     {":n3", n("3")},
     {":n10", n("10.0")},
     {":n4", n("4")},
     {":abc", s("abc")},
     {":b", s("b")},
     {":empty", s("")},
     {":euro", s("\xE2\x82\xAC")},
     {":bin", b("\x01\xFF")},
     {":binlow", b("\x01\x02")},
     {":true", boolean(true)},
     {":false", boolean(false)},
     {":null", null()},
     {":ss", ss({"y", "x"})},
     {":ns", ns({"2", "1.0"})},
     {":bs", bs({"q", "p"})},
     {":l", l({n("1"), s("abc")})},
     {":lrev", l({s("abc"), n("1")})},
     {":m", m({{"k", n("1.0")}, {"j", l({})}})},
     {":S", s("S")},
     {":N", s("N")},
     {":NULL", s("NULL")},
     {":M", s("M")}},
};

const AttributeMap item{
    {"num", n("2")},
    {"ten", n("10")},
    {"str", s("abcde")},
    {"wide", s("a\xF0\x9F\x98\x80\xE2\x82\xAC")},
    {"bin", b("\x01\xFF\x02")},
    {"yes", boolean(true)},
    {"nil", null()},
    {"ss", ss({"x", "y"})},
    {"ns", ns({"1", "2"})},
    {"bs", bs({"p", "q"})},
    {"lst", l({n("1"), s("abc")})},
    {"doc", m({{"j", l({})}, {"k", n("1")}, {"deep", m({{"x", l({s("b")})}})}})},
    {"x.y", s("abc")},
};

struct Case {
    const char* expression;
    bool expected;
};

class ConditionEvaluationTest : public ::testing::TestWithParam<Case> {};

TEST_P(ConditionEvaluationTest, Matches) {
    auto placeholders = request.placeholders();
    const auto condition =
        Condition::compile(ConditionKind::Filter, GetParam().expression, placeholders);
    ASSERT_TRUE(condition) << condition.error().message;
    const values::EncodedItem encoded(item);
    EXPECT_EQ(condition->matches(encoded.view()), GetParam().expected) << GetParam().expression;
}

// facts/expressions.md section 2, "Evaluation": equality, ordering, type mismatch.
const Case comparisons[] = {
    {"num = :n2", true},          {"num = :n1", false},    {"num <> :n1", true},
    {"num <> :n2", false},        {"ten = :n10", true},    {"ten > :n2", true},
    {"num < ten", true},          {"ten <= num", false},   {"num >= :n2", true},
    {"num <= :n2", true},         {"num > :n2", false},    {":n1 < num", true},
    {"str > :abc", true},         {"str < :b", true},      {"wide < :euro", true},
    {"bin > :bin", true},         {"bin > :binlow", true}, {"num = :abc", false},
    {"num <> :abc", true},        {"num < :abc", false},   {"num >= :abc", false},
    {"NOT num < :abc", true},     {"yes = :true", true},   {"yes <> :false", true},
    {"nil = :null", true},        {"ss = :ss", true},      {"ns = :ns", true},
    {"bs = :bs", true},           {"ss <> bs", true},      {"lst = :l", true},
    {"lst = :lrev", false},       {"doc = :m", false},     {"doc.k = :n1", true},
    {"doc.deep.x[0] = :b", true}, {"lst[1] = :abc", true}, {"lst < lst[0]", false},
    {"#dot = :abc", true},        {":abc = :abc", true},
};
INSTANTIATE_TEST_SUITE_P(Comparisons, ConditionEvaluationTest, ::testing::ValuesIn(comparisons));

// facts/expressions.md section 2: a missing operand makes every comparison false but `<>`.
const Case missingOperands[] = {
    {"nope = :n1", false},
    {"nope <> :n1", true},
    {"nope < :n1", false},
    {"nope = gone", false},
    {"nope <> gone", true},
    {"NOT nope = :n1", true},
    {"#missing <> :n1", true},
    {"nope BETWEEN :n1 AND :n2", false},
    {"num BETWEEN nope AND :n3", false},
    {"nope IN (:n1, :n2)", false},
    {"nope IN (gone)", false},
    {"begins_with(nope, :abc)", false},
    {"contains(nope, :abc)", false},
    {"contains(str, nope)", false},
    {"attribute_exists(nope)", false},
    {"attribute_not_exists(nope)", true},
    {"attribute_type(nope, :S)", false},
    {"size(nope) = :n1", false},
    {"size(nope) <> :n1", true},
    {"lst[9] = :n1", false},
    {"doc.nope.x = :n1", false},
    {"num.x = :n1", false},
    {"lst.x = :n1", false},
    {"doc[0] = :n1", false},
    {"attribute_exists(str[0])", false},
};
INSTANTIATE_TEST_SUITE_P(Missing, ConditionEvaluationTest, ::testing::ValuesIn(missingOperands));

// facts/expressions.md section 2; facts/aws-observed.md section 4.
const Case functions[] = {
    {"num BETWEEN :n1 AND :n3", true},
    {"num BETWEEN :n2 AND :n2", true},
    {"num BETWEEN :n3 AND :n4", false},
    {"str BETWEEN :abc AND :b", true},
    {"str BETWEEN :n1 AND :n3", false},
    {":n2 BETWEEN lst[0] AND num", true},
    {"num IN (:abc, :n2)", true},
    {"num IN (:abc, :n1)", false},
    {"num IN (ten, :n3)", false},
    {":abc IN (lst[1])", true},
    {"attribute_exists(doc.deep.x[0])", true},
    {"attribute_exists(nil)", true},
    {"attribute_not_exists(str)", false},
    {"attribute_type(str, :S)", true},
    {"attribute_type(str, :N)", false},
    {"attribute_type(nil, :NULL)", true},
    {"attribute_type(doc.deep, :M)", true},
    {"begins_with(str, :abc)", true},
    {"begins_with(str, :empty)", true},
    {"begins_with(str, :b)", false},
    {"begins_with(bin, :bin)", true},
    {"begins_with(bin, :abc)", false},
    {"begins_with(num, :abc)", false},
    {"begins_with(str, #dot)", true},
    {"begins_with(:abc, str)", false},
    {"contains(str, :b)", true},
    {"contains(str, :empty)", true},
    {"contains(str, :n1)", false},
    {"contains(bin, :bin)", true},
    {"contains(bin, :binlow)", false},
    {"contains(ss, :b)", false},
    {"contains(ns, :n2)", true},
    {"contains(ns, :n3)", false},
    {"contains(lst, :abc)", true},
    {"contains(lst, :b)", false},
    {"contains(doc, :n1)", false},
    {"contains(num, :n2)", false},
    {"contains(doc.deep.x, :b)", true},
    {"contains(ns, num)", true},
    {"size(str) = :n2", false},
    {"size(wide) = :n4", true},
    {"size(bin) = :n3", true},
    {"size(ss) = :n2", true},
    {"size(ns) = :n2", true},
    {"size(bs) = :n2", true},
    {"size(lst) = :n2", true},
    {"size(doc) = :n3", true},
    {"size(doc.j) < :n1", true},
    {"size(num) = :n2", false},
    {"size(num) <> :n2", true},
    {"size(yes) = :n1", false},
    {"size(nil) <> :n1", true},
    {"size(:abc) = :n3", true},
    {"size(lst) = size(ss)", true},
    {"size(lst) BETWEEN :n1 AND :n3", true},
    {"size(str) IN (:n1, :n2)", false},
};
INSTANTIATE_TEST_SUITE_P(Functions, ConditionEvaluationTest, ::testing::ValuesIn(functions));

// facts/expressions.md section 2: NOT binds before AND, AND before OR.
const Case logic[] = {
    {"num = :n2 OR num = :n1 AND num = :n3", true},
    {"(num = :n2 OR num = :n1) AND num = :n3", false},
    {"NOT num = :n1 AND num = :n2", true},
    {"NOT (num = :n1 AND num = :n2)", true},
    {"NOT num = :n2 OR num = :n2", true},
    {"NOT NOT num = :n2", true},
    {"num BETWEEN :n1 AND :n3 AND num = :n1", false},
    {"attribute_exists(num) AND (attribute_exists(nope) OR size(str) > :n4)", true},
    {"num = :n1 OR num = :n3 OR num = :n2", true},
};
INSTANTIATE_TEST_SUITE_P(Logic, ConditionEvaluationTest, ::testing::ValuesIn(logic));

// facts/expressions.md section 2: an absent item is an empty one.
TEST(ConditionAbsentItemTest, EvaluatesAgainstTheEmptyItem) {
    auto placeholders = request.placeholders();
    const auto absent =
        Condition::compile(ConditionKind::Condition, "attribute_not_exists(pk)", placeholders);
    const auto present =
        Condition::compile(ConditionKind::Condition, "attribute_exists(pk)", placeholders);
    ASSERT_TRUE(absent);
    ASSERT_TRUE(present);
    EXPECT_TRUE(absent->matches(values::ItemView{}));
    EXPECT_FALSE(present->matches(values::ItemView{}));
}

TEST(ConditionLifetimeTest, OwnsItsValues) {
    std::optional<Condition> condition;
    {
        const Request local{{{"#n", "num"}}, {{":v", n("2")}}};
        auto placeholders = local.placeholders();
        condition = Condition::compile(ConditionKind::Filter, "#n = :v", placeholders).value();
    }
    const values::EncodedItem encoded(item);
    EXPECT_TRUE(condition->matches(encoded.view()));
    const Condition copy = *condition;
    condition.reset();
    EXPECT_TRUE(copy.matches(encoded.view()));
}

}  // namespace
}  // namespace engine::expressions
