#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{
    {{"#a", "a"}, {"#dot", "x.y"}},
    {{":s", s("text")},
     {":n", n("2")},
     {":one", n("1")},
     {":b", b("bytes")},
     {":bool", boolean(true)},
     {":null", null()},
     {":l", l({})},
     {":m", m({})},
     {":ss", ss({"x"})},
     {":ns", ns({"1"})},
     {":bs", bs({"x"})},
     {":low", s("a")},
     {":high", s("b")}},
};

struct Case {
    const char* expression;
    const char* error;  // without the prefix; empty: compiles
};

std::string compileError(const std::string& expression) {
    auto placeholders = request.placeholders();
    return errorOf(Condition::compile(ConditionKind::Condition, expression, placeholders));
}

class ConditionErrorTest : public ::testing::TestWithParam<Case> {};

TEST_P(ConditionErrorTest, Compiles) {
    const std::string error = GetParam().error;
    EXPECT_EQ(compileError(GetParam().expression),
              error.empty() ? "" : "Invalid ConditionExpression: " + error)
        << GetParam().expression;
}

// facts/expressions.md sections 1 and 2.
const Case accepted[] = {
    {"a = :s", ""},
    {"a=:s", ""},
    {" a\t=\r\n:s ", ""},
    {"(a) = (:s)", ""},
    {"(a = :s)", ""},
    {"(a = :s) AND (b = :n)", ""},
    {"((a = :s) AND b = :n)", ""},
    {"((a) = :s)", ""},
    {"NOT NOT a = :s", ""},
    {"not (a = :s Or b <> :n aNd c < :n)", ""},
    {"a . b [ 0 ] . #a = :s", ""},
    {"#dot = :s", ""},
    {"a between :one and :n", ""},
    {"a BETWEEN b AND c", ""},
    {":n BETWEEN a AND b", ""},
    {"a IN (:s, :n, :bool, b)", ""},
    {"size(a) > :n", ""},
    {"(size((a))) > :n", ""},
    {"size(:s) = :n", ""},
    {"begins_with(:s, a)", ""},
    {"begins_with(a, b)", ""},
    {"contains(a, :m)", ""},
    {"contains(a, b)", ""},
    {":s = :s", ""},
    {"a = :bool", ""},
    {"a <> :m", ""},
    {"remove = :s", ""},
};
INSTANTIATE_TEST_SUITE_P(Accepted, ConditionErrorTest, ::testing::ValuesIn(accepted));

// facts/validation.md section 8, "Syntax window"; facts/aws-observed.md section 4.
const Case syntaxErrors[] = {
    {"!!!", R"~(Syntax error; token: "!", near: "!!")~"},
    {"a = = b", R"~(Syntax error; token: "=", near: "= = b")~"},
    {"attribute_not_exists(", R"~(Syntax error; token: "<EOF>", near: "(")~"},
    {"   ", R"~(Syntax error; token: "<EOF>", near: "")~"},
    {"a", R"~(Syntax error; token: "<EOF>", near: "a")~"},
    {":s", R"~(Syntax error; token: "<EOF>", near: ":s")~"},
    {"(a)", R"~(Syntax error; token: "<EOF>", near: ")")~"},
    {"a AND b = :s", R"~(Syntax error; token: "AND", near: "a AND b")~"},
    {"a = :s OR b", R"~(Syntax error; token: "<EOF>", near: "b")~"},
    {"NOT a", R"~(Syntax error; token: "<EOF>", near: "a")~"},
    {"a = :s b = :n", R"~(Syntax error; token: "b", near: ":s b =")~"},
    {"(a = :s) = :n", R"~(Syntax error; token: "=", near: ") = :n")~"},
    {"a = (b = :n)", R"~(Syntax error; token: "=", near: "b = :n")~"},
    {"(a = :s", R"~(Syntax error; token: "<EOF>", near: ":s")~"},
    {"a = :s)", R"~(Syntax error; token: ")", near: ":s)")~"},
    {"a = and", R"~(Syntax error; token: "and", near: "= and")~"},
    {"a.in = :s", R"~(Syntax error; token: "in", near: ".in =")~"},
    {"a.0 = :s", R"~(Syntax error; token: "0", near: ".0 =")~"},
    {"a[-1] = :s", R"~(Syntax error; token: "-", near: "[-1")~"},
    {"a[:n] = :s", R"~(Syntax error; token: ":n", near: "[:n]")~"},
    {"a[0 = :s", R"~(Syntax error; token: "=", near: "0 = :s")~"},
    {"a IN ()", R"~(Syntax error; token: ")", near: "()")~"},
    {"a IN :s", R"~(Syntax error; token: ":s", near: "IN :s")~"},
    {"a IN (:s,)", R"~(Syntax error; token: ")", near: ",)")~"},
    {"a BETWEEN :one", R"~(Syntax error; token: "<EOF>", near: ":one")~"},
    {"a BETWEEN :one OR :n", R"~(Syntax error; token: "OR", near: ":one OR :n")~"},
    {"size() = :n", R"~(Syntax error; token: ")", near: "() =")~"},
    {"a = 5", R"~(Syntax error; token: "5", near: "= 5")~"},
    {"a = 'x'", R"~(Syntax error; token: "'", near: "= 'x")~"},
    {"a + b = :n", R"~(Syntax error; token: "+", near: "a + b")~"},
    {"_id = :s", R"~(Syntax error; token: "_", near: "_id")~"},
    {"a = :s AND __id = :s", R"~(Syntax error; token: "_", near: "AND __")~"},
    {"#a-03 = :s", R"~(Syntax error; token: "-", near: "#a-0")~"},
    {"a[01] = :s", R"~(Syntax error; token: "1", near: "01]")~"},
    {"a > now()", R"~(Syntax error; token: ")", near: "()")~"},
    {"#a-b = :n", R"~(Syntax error; token: "-", near: "#a-b")~"},
    {"# = :n", R"~(Syntax error; token: "#", near: "# =")~"},
    {"a = \xE2\x82\xAC", "Syntax error; token: \"\xE2\x82\xAC\", near: \"= \xE2\x82\xAC\""},
};
INSTANTIATE_TEST_SUITE_P(Syntax, ConditionErrorTest, ::testing::ValuesIn(syntaxErrors));

// facts/validation.md section 8, the table.
const Case semanticErrors[] = {
    {"((a = :s))", "The expression has redundant parentheses;"},
    {"(a = :s) AND ((b = :n))", "The expression has redundant parentheses;"},
    {"((a)) = :s", "The expression has redundant parentheses;"},
    {"a = ((:s))", "The expression has redundant parentheses;"},
    {"status = :s", "Attribute name is a reserved keyword; reserved keyword: status"},
    {"a.Name = :s", "Attribute name is a reserved keyword; reserved keyword: Name"},
    {"set = :s", "Attribute name is a reserved keyword; reserved keyword: set"},
    {"#x = :s",
     "An expression attribute name used in the document path is not defined; attribute name: #x"},
    {"a = :x",
     "An expression attribute value used in expression is not defined; attribute value: :x"},
    {"foo(a)", "Invalid function name; function: foo"},
    {"Begins_With(a, :s)", "Invalid function name; function: Begins_With"},
    {"a = if_not_exists(b, :s)",
     "The function is not allowed in a condition expression; function: if_not_exists"},
    {"size(a)", "The function is not allowed to be used this way in an expression; function: size"},
    {"a = :s AND (size(a))",
     "The function is not allowed to be used this way in an expression; function: size"},
    {"NOT size(a)",
     "The function is not allowed to be used this way in an expression; function: size"},
    {"attribute_exists(a) = :bool",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"a = contains(b, :s)",
     "The function is not allowed to be used this way in an expression; function: contains"},
    {"contains(begins_with(a, :s), :s)",
     "The function is not allowed to be used this way in an expression; function: begins_with"},
    {"attribute_exists(a, b)",
     "Incorrect number of operands for operator or function; operator or function: "
     "attribute_exists, number of operands: 2"},
    {"begins_with(a)",
     "Incorrect number of operands for operator or function; operator or function: begins_with, "
     "number of operands: 1"},
    {"size(a, b) = :n",
     "Incorrect number of operands for operator or function; operator or function: size, number "
     "of operands: 2"},
    {"attribute_exists(:s)",
     "Operator or function requires a document path; operator or function: attribute_exists"},
    {"attribute_not_exists(size(a))",
     "Operator or function requires a document path; operator or function: attribute_not_exists"},
    {"a < :bool",
     "Incorrect operand type for operator or function; operator or function: <, operand type: "
     "BOOL"},
    {":null >= a",
     "Incorrect operand type for operator or function; operator or function: >=, operand type: "
     "NULL"},
    {"size(a) > :bool",
     "Incorrect operand type for operator or function; operator or function: >, operand type: "
     "BOOL"},
    {"NOT (a = :s AND b <= :l)",
     "Incorrect operand type for operator or function; operator or function: <=, operand type: "
     "L"},
    {"a BETWEEN :m AND :n",
     "Incorrect operand type for operator or function; operator or function: BETWEEN, operand "
     "type: M"},
    {"a BETWEEN :n AND :ss",
     "Incorrect operand type for operator or function; operator or function: BETWEEN, operand "
     "type: SS"},
    {"begins_with(a, :n)",
     "Incorrect operand type for operator or function; operator or function: begins_with, "
     "operand type: N"},
    {"begins_with(a, size(b))",
     "Incorrect operand type for operator or function; operator or function: begins_with, "
     "operand type: N"},
    {"size(:n) = :n",
     "Incorrect operand type for operator or function; operator or function: size, operand type: "
     "N"},
    {"size(size(a)) = :n",
     "Incorrect operand type for operator or function; operator or function: size, operand type: "
     "N"},
    {"attribute_type(a, b)",
     "Incorrect operand type for operator or function; operator or function: attribute_type, "
     "operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"},
    {"attribute_type(a, :n)",
     "Incorrect operand type for operator or function; operator or function: attribute_type, "
     "operand type: N"},
    {"attribute_type(a, :s)",
     "Invalid attribute type name found; type: text, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
    {"contains(a, #a)",
     "The first operand must be distinct from the remaining operands for this operator or "
     "function; operator: contains, first operand: [a]"},
    {"a[0].b = a[0].b",
     "The first operand must be distinct from the remaining operands for this operator or "
     "function; operator: =, first operand: [a, [0], b]"},
    {"a IN (b, a)",
     "The first operand must be distinct from the remaining operands for this operator or "
     "function; operator: IN, first operand: [a]"},
    {"a BETWEEN :low AND :one",
     "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
     "operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}"},
    {"a BETWEEN :n AND :one",
     "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower "
     "bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"},
    {"a BETWEEN :b AND :s",
     "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
     "operand: AttributeValue: {B:Ynl0ZXM=}, upper bound operand: AttributeValue: {S:text}"},
    {"a[99999999999999] = :s",
     "List index is not within the allowable range; index: [99999999999999]"},
};
INSTANTIATE_TEST_SUITE_P(Semantic, ConditionErrorTest, ::testing::ValuesIn(semanticErrors));

// facts/validation.md section 8, "Condition parser error precedence"; left to right inside a kind.
const Case precedence[] = {
    {"((foo(status)))", "The expression has redundant parentheses;"},
    {"((foo(status)) = ", R"~(Syntax error; token: "<EOF>", near: "=")~"},
    {"size(status) AND foo(a)", "Invalid function name; function: foo"},
    {"status = :x AND size(a)",
     "The function is not allowed to be used this way in an expression; function: size"},
    {"#x = :s AND status = :s", "Attribute name is a reserved keyword; reserved keyword: status"},
    {"name = :s AND status = :s", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"a < :bool AND b = :x",
     "Incorrect operand type for operator or function; operator or function: <, operand type: "
     "BOOL"},
    {"b = :x AND a < :bool",
     "An expression attribute value used in expression is not defined; attribute value: :x"},
    {"#x = :x",
     "An expression attribute name used in the document path is not defined; attribute name: #x"},
    {":x = #x",
     "An expression attribute value used in expression is not defined; attribute value: :x"},
    {"begins_with(a, :n, :x)",
     "An expression attribute value used in expression is not defined; attribute value: :x"},
    {"begins_with(a, a, :n)",
     "Incorrect number of operands for operator or function; operator or function: begins_with, "
     "number of operands: 3"},
    {"a IN (:x)",
     "An expression attribute value used in expression is not defined; attribute value: :x"},
};
INSTANTIATE_TEST_SUITE_P(Precedence, ConditionErrorTest, ::testing::ValuesIn(precedence));

// facts/validation.md section 8: length before everything else, texts per kind of expression.
TEST(ConditionLimitTest, CountsBytesBeforeParsing) {
    EXPECT_EQ(compileError(""), "Invalid ConditionExpression: The expression can not be empty;");
    EXPECT_EQ(compileError("a = :s" + std::string(4090, ' ')), "");
    EXPECT_EQ(compileError(std::string(4097, '(')),
              "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; "
              "expression size: 4097");
    auto placeholders = request.placeholders();
    EXPECT_EQ(errorOf(Condition::compile(ConditionKind::Filter, "", placeholders)),
              "Invalid FilterExpression: The expression can not be empty;");
}

// facts/aws-observed.md section 4: 300 operators pass.
TEST(ConditionLimitTest, CountsOperators) {
    EXPECT_EQ(compileError(joined("a=:s", " OR ", 150)), "");
    EXPECT_EQ(compileError(joined("a=:s", " OR ", 150) + " OR NOT b=:s"),
              "Invalid ConditionExpression: The expression contains too many operators; operator "
              "count: 302");
    EXPECT_EQ(compileError(joined("a=:s", " AND ", 150) + " AND attribute_exists(b)"),
              "Invalid ConditionExpression: The expression contains too many operators; operator "
              "count: 301");
    EXPECT_EQ(compileError(repeated("NOT ", 299) + "a = :s"), "");
    EXPECT_EQ(compileError(repeated("NOT ", 300) + "a = :s"),
              "Invalid ConditionExpression: The expression contains too many operators; operator "
              "count: 301");
    EXPECT_EQ(compileError(repeated("NOT(", 299) + "a = :s" + std::string(299, ')')), "");
    // The AND of BETWEEN is no operator of its own.
    EXPECT_EQ(compileError(joined("a BETWEEN b AND c", " OR ", 150)), "");
}

// facts/aws-observed.md section 4: 99 candidates.
TEST(ConditionLimitTest, CountsCandidatesOfIn) {
    EXPECT_EQ(compileError("a IN (" + joined(":s", ",", 99) + ")"), "");
    EXPECT_EQ(compileError("a IN (" + joined(":s", ",", 100) + ")"),
              "Invalid ConditionExpression: The IN operator is provided with too many operands; "
              "number of operands: 101");
}

TEST(ConditionLimitTest, CountsPathElements) {
    EXPECT_EQ(compileError(joined("a", ".", 32) + " = :s"), "");
    EXPECT_EQ(compileError(joined("a", ".", 33) + " = :s"),
              "Invalid ConditionExpression: The document path has too many nesting levels; nesting "
              "levels: 33");
    EXPECT_EQ(compileError("a" + repeated("[0]", 32) + " = :s"),
              "Invalid ConditionExpression: The document path has too many nesting levels; nesting "
              "levels: 33");
}

TEST(ConditionPathsTest, ReportsPathsAndAttributeNamesInWrittenOrder) {
    auto placeholders = request.placeholders();
    const auto condition = Condition::compile(
        ConditionKind::Filter, "b.c = :s AND size(#a) > :n AND b[1] IN (c, #dot)", placeholders);
    ASSERT_TRUE(condition);
    EXPECT_EQ(condition->attributeNames(), (std::vector<std::string>{"b", "a", "c", "x.y"}));
    std::vector<std::string> paths;
    for (const auto& path : condition->paths()) {
        paths.push_back(path.toErrorText());
    }
    EXPECT_EQ(paths, (std::vector<std::string>{"[b, c]", "[a]", "[b, [1]]", "[c]", "[x.y]"}));
}

}  // namespace
}  // namespace engine::expressions
