#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{
    {{"#pk", "pk"}, {"#sk", "sk"}},
    {{":p", s("p")}, {":n", n("1")}, {":a", s("a")}, {":b", s("b")}, {":bool", boolean(true)}},
};

std::string compileError(const std::string& expression) {
    auto placeholders = request.placeholders();
    return errorOf(compileKeyCondition(expression, placeholders));
}

std::vector<KeyClause> clausesOf(const std::string& expression) {
    auto placeholders = request.placeholders();
    auto clauses = compileKeyCondition(expression, placeholders);
    EXPECT_TRUE(clauses) << clauses.error().message;
    return clauses ? *std::move(clauses) : std::vector<KeyClause>{};
}

struct Comparison {
    const char* expression;
    KeyOperator op;
    AttributeValue first;
    AttributeValue second;
};

// facts/expressions.md section 3; facts/aws-observed.md section 5: a value on the left mirrors.
TEST(KeyConditionTest, PutsTheValueOnTheRight) {
    const Comparison comparisons[] = {
        {"sk = :a", KeyOperator::Equal, s("a"), null()},
        {":a = #sk", KeyOperator::Equal, s("a"), null()},
        {"sk < :n", KeyOperator::Less, n("1"), null()},
        {":n < sk", KeyOperator::Greater, n("1"), null()},
        {":n <= sk", KeyOperator::GreaterOrEqual, n("1"), null()},
        {":n > sk", KeyOperator::Less, n("1"), null()},
        {":n >= sk", KeyOperator::LessOrEqual, n("1"), null()},
        {"(sk) >= (:n)", KeyOperator::GreaterOrEqual, n("1"), null()},
        {"(sk between :a AND :b)", KeyOperator::Between, s("a"), s("b")},
        {"begins_with(#sk, :a)", KeyOperator::BeginsWith, s("a"), null()},
    };
    for (const auto& comparison : comparisons) {
        const auto clauses = clausesOf(comparison.expression);
        ASSERT_EQ(clauses.size(), 1U) << comparison.expression;
        EXPECT_EQ(clauses[0].attributeName, "sk");
        EXPECT_EQ(clauses[0].op, comparison.op) << comparison.expression;
        EXPECT_EQ(clauses[0].first, comparison.first) << comparison.expression;
        EXPECT_EQ(clauses[0].second, comparison.second) << comparison.expression;
    }
}

TEST(KeyConditionTest, KeepsClausesInWrittenOrder) {
    const auto clauses = clausesOf("begins_with(sk, :a) AND ((#pk = :p) AND third = :n)");
    ASSERT_EQ(clauses.size(), 3U);
    EXPECT_EQ(clauses[0].attributeName, "sk");
    EXPECT_EQ(clauses[1].attributeName, "pk");
    EXPECT_EQ(clauses[2].attributeName, "third");
}

struct Case {
    const char* expression;
    const char* error;
};

class KeyConditionErrorTest : public ::testing::TestWithParam<Case> {};

TEST_P(KeyConditionErrorTest, IsRefused) {
    EXPECT_EQ(compileError(GetParam().expression),
              std::string("Invalid KeyConditionExpression: ") + GetParam().error)
        << GetParam().expression;
}

// facts/validation.md section 9; facts/aws-observed.md section 5.
const Case structure[] = {
    {"pk = :p OR sk = :a", "Invalid operator used in KeyConditionExpression: OR"},
    {"NOT pk = :p", "Invalid operator used in KeyConditionExpression: NOT"},
    {"pk = :p AND sk IN (:a)", "Invalid operator used in KeyConditionExpression: IN"},
    {"pk <> :p", "Invalid operator used in KeyConditionExpression: <>"},
    {"attribute_exists(pk)", "Invalid operator used in KeyConditionExpression: attribute_exists"},
    {"contains(pk, :p)", "Invalid operator used in KeyConditionExpression: contains"},
    {"pk = :p AND size(sk) = :n", "KeyConditionExpressions cannot contain nested operations"},
    {"sk = size(:a)", "KeyConditionExpressions cannot contain nested operations"},
    {":a BETWEEN sk AND :b",
     "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as "
     "its first operand"},
    {"begins_with(:a, sk)",
     "Invalid condition in KeyConditionExpression: begins_with operator must have the key "
     "attribute as its first operand"},
    {"pk = sk",
     "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
    {"pk BETWEEN :a AND sk",
     "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
    {":b > :a", "Invalid condition in KeyConditionExpression: No key attribute specified"},
    {"pk.a = :p", "KeyConditionExpressions cannot have conditions on nested attributes"},
    {"pk = :p AND begins_with(sk[0], :a)",
     "KeyConditionExpressions cannot have conditions on nested attributes"},
    {"sk > :a AND #sk < :b", "KeyConditionExpressions must only contain one condition per key"},
};
INSTANTIATE_TEST_SUITE_P(Structure, KeyConditionErrorTest, ::testing::ValuesIn(structure));

const Case operands[] = {
    {"", "The expression can not be empty;"},
    {"((pk = :p))", "The expression has redundant parentheses;"},
    {"BegIns_WiTh(sk, :a)", "Invalid function name; function: BegIns_WiTh"},
    {"pk = :p AND begins_with(sk, :n)",
     "Incorrect operand type for operator or function; operator or function: begins_with, operand "
     "type: N"},
    {":bool >= sk",
     "Incorrect operand type for operator or function; operator or function: >=, operand type: "
     "BOOL"},
    {"sk BETWEEN :bool AND :b",
     "Incorrect operand type for operator or function; operator or function: BETWEEN, operand "
     "type: BOOL"},
    {"sk BETWEEN :n AND :a",
     "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
     "operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}"},
    {"sk BETWEEN :b AND :a",
     "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower "
     "bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}"},
    {"pk = :x AND begins_with(sk, :n)",
     "An expression attribute value used in expression is not defined; attribute value: :x"},
    {"begins_with(sk, :n) AND pk = :x",
     "Incorrect operand type for operator or function; operator or function: begins_with, operand "
     "type: N"},
    {"pk = :p AND", R"~(Syntax error; token: "<EOF>", near: "AND")~"},
};
INSTANTIATE_TEST_SUITE_P(Operands, KeyConditionErrorTest, ::testing::ValuesIn(operands));

// Equality with any type is compared with the schema later, by the operation.
TEST(KeyConditionTest, LeavesTheSchemaToTheOperation) {
    EXPECT_EQ(compileError("pk = :bool"), "");
    EXPECT_EQ(compileError("pk > :p"), "");
}

}  // namespace
}  // namespace engine::expressions
