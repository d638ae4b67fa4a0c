#include <gtest/gtest.h>

#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{
    {{"#a", "a"}, {"#b", "b"}},
    {{":s", s("x")},
     {":n", n("1")},
     {":b", b("x")},
     {":l", l({})},
     {":m", m({})},
     {":null", null()},
     {":bool", boolean(true)},
     {":ss", ss({"x"})},
     {":ns", ns({"1"})},
     {":bs", bs({"x"})}},
};

std::string compileError(const std::string& expression) {
    auto placeholders = request.placeholders();
    return errorOf(Update::compile(expression, placeholders));
}

struct Case {
    const char* expression;
    const char* error;  // without the prefix; empty: compiles
};

class UpdateErrorTest : public ::testing::TestWithParam<Case> {};

TEST_P(UpdateErrorTest, Compiles) {
    const std::string error = GetParam().error;
    EXPECT_EQ(compileError(GetParam().expression),
              error.empty() ? "" : "Invalid UpdateExpression: " + error)
        << GetParam().expression;
}

// facts/expressions.md section 5; facts/aws-observed.md section 3.
const Case accepted[] = {
    {"SET a = :s", ""},
    {"set a=:s,b=:n remove c add d :n delete e :ss", ""},
    {"ADD a :n SET b = c", ""},
    {"REMOVE a, b[0], c.d", ""},
    {"SET a = b + :n", ""},
    {"SET a = (b - :n)", ""},
    {"SET a = (b) - (:n)", ""},
    {"SET a = if_not_exists(a, :n) + :n", ""},
    {"SET a = :n + if_not_exists(b, :s)", ""},
    {"SET a = list_append(if_not_exists(a, :l), :l)", ""},
    {"SET a = list_append(:l, b)", ""},
    {"SET a = if_not_exists(b, if_not_exists(c, :s))", ""},
    {"SET a = b, b = a", ""},
    {"ADD a :ss, b :ns, c :bs, d :n", ""},
    {"DELETE a :ss, b :ns, c :bs", ""},
    {"SET #a.#b[3].c = :s", ""},
};
INSTANTIATE_TEST_SUITE_P(Accepted, UpdateErrorTest, ::testing::ValuesIn(accepted));

const Case syntaxErrors[] = {
    {"", "The expression can not be empty;"},
    {"INVALID SYNTAX HERE", R"~(Syntax error; token: "INVALID", near: "INVALID SYNTAX")~"},
    {"SET", R"~(Syntax error; token: "<EOF>", near: "SET")~"},
    {"SET a", R"~(Syntax error; token: "<EOF>", near: "a")~"},
    {"SET a = ", R"~(Syntax error; token: "<EOF>", near: "=")~"},
    {"SET a = :s,", R"~(Syntax error; token: "<EOF>", near: ",")~"},
    {"SET a = b + :n + :n", R"~(Syntax error; token: "+", near: ":n + :n")~"},
    {"SET a = (b + :n) + :n", R"~(Syntax error; token: "+", near: ") + :n")~"},
    {"SET a = b + (c - :n)", R"~(Syntax error; token: "-", near: "c - :n")~"},
    {"SET a = if_not_exists(b, c + :n)", R"~(Syntax error; token: "+", near: "c + :n")~"},
    {"SET a = b * :n", R"~(Syntax error; token: "*", near: "b * :n")~"},
    {"set _something = :s", R"~(Syntax error; token: "_", near: "set _something")~"},
    {"SET _123 = :s", R"~(Syntax error; token: "_", near: "SET _123")~"},
    {"SET path = VALUE 1", R"~(Syntax error; token: "1", near: "VALUE 1")~"},
    {"SET book-price = :n", R"~(Syntax error; token: "-", near: "book-price")~"},
    {"SET :s = a", R"~(Syntax error; token: ":s", near: "SET :s =")~"},
    {"SET remove = :s", R"~(Syntax error; token: "remove", near: "SET remove =")~"},
    {"ADD a b", R"~(Syntax error; token: "b", near: "a b")~"},
    {"ADD a (:n)", R"~(Syntax error; token: "(", near: "a (:n")~"},
    {"DELETE a", R"~(Syntax error; token: "<EOF>", near: "a")~"},
    {"REMOVE a :s", R"~(Syntax error; token: ":s", near: "a :s")~"},
    {"REMOVE a[:n]", R"~(Syntax error; token: ":n", near: "[:n]")~"},
    {"a = :s", R"~(Syntax error; token: "a", near: "a =")~"},
};
INSTANTIATE_TEST_SUITE_P(Syntax, UpdateErrorTest, ::testing::ValuesIn(syntaxErrors));

// facts/validation.md section 8, the table.
const Case semanticErrors[] = {
    {"SET status = :s", "Attribute name is a reserved keyword; reserved keyword: status"},
    {"SET a = foo(b)", "Invalid function name; function: foo"},
    {"SET a = If_Not_Exists(b, :s)", "Invalid function name; function: If_Not_Exists"},
    {"SET a = size(b)", "The function is not allowed in an update expression; function: size"},
    {"SET a = list_append(list_append(b, :l), :l)",
     "The function is not allowed to be used this way in an expression; function: list_append"},
    {"SET a = ((:s))", "The expression has redundant parentheses;"},
    {"SET a = :s set b = :s", "The \"SET\" section can only be used once in an update expression;"},
    {"REMOVE a SET b = :s REMOVE c",
     "The \"REMOVE\" section can only be used once in an update expression;"},
    {"SET #x = :s",
     "An expression attribute name used in the document path is not defined; attribute name: #x"},
    {"SET a = :v",
     "An expression attribute value used in expression is not defined; attribute value: :v"},
    {"SET a = :s, #a = :n",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a], path two: [a]"},
    {"SET a = :s REMOVE a.b",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a], path two: [a, b]"},
    {"SET a[0].x = :s REMOVE a[0]",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a, [0], x], path two: [a, [0]]"},
    {"SET a.b = :s, a[0] = :s",
     "Two document paths conflict with each other; must remove or rewrite one of these paths; path "
     "one: [a, b], path two: [a, [0]]"},
    {"ADD a :s",
     "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"},
    {"ADD a :b",
     "Incorrect operand type for operator or function; operator: ADD, operand type: BINARY"},
    {"ADD a :null",
     "Incorrect operand type for operator or function; operator: ADD, operand type: NULL"},
    {"ADD a :bool",
     "Incorrect operand type for operator or function; operator: ADD, operand type: BOOLEAN"},
    {"ADD a :l",
     "Incorrect operand type for operator or function; operator: ADD, operand type: LIST"},
    {"ADD a :m",
     "Incorrect operand type for operator or function; operator: ADD, operand type: MAP"},
    {"DELETE a :n",
     "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"},
    {"SET a = if_not_exists(b)",
     "Incorrect number of operands for operator or function; operator or function: if_not_exists, "
     "number of operands: 1"},
    {"SET a = list_append(b, :l, :l)",
     "Incorrect number of operands for operator or function; operator or function: list_append, "
     "number of operands: 3"},
    {"SET a = if_not_exists(:s, :s)",
     "Operator or function requires a document path; operator or function: if_not_exists"},
    {"SET a = b + :s",
     "Incorrect operand type for operator or function; operator or function: +, operand type: S"},
    {"SET a = :null - b",
     "Incorrect operand type for operator or function; operator or function: -, operand type: "
     "NULL"},
    {"SET a = list_append(b, :n)",
     "Incorrect operand type for operator or function; operator or function: list_append, operand "
     "type: N"},
    {"SET a[99999999999999] = :s",
     "List index is not within the allowable range; index: [99999999999999]"},
};
INSTANTIATE_TEST_SUITE_P(Semantic, UpdateErrorTest, ::testing::ValuesIn(semanticErrors));

// facts/validation.md section 8: reserved > unknown function > section > name > value > overlap >
// conflict > ADD/DELETE operand > function.
const Case precedence[] = {
    {"SET a = foo(status)", "Attribute name is a reserved keyword; reserved keyword: status"},
    {"SET a = foo(b) SET c = :s", "Invalid function name; function: foo"},
    {"SET #x = :s SET c = :s",
     "The \"SET\" section can only be used once in an update expression;"},
    {"SET a = :v, #x = :s",
     "An expression attribute name used in the document path is not defined; attribute name: #x"},
    {"SET a = :s, a = :v",
     "An expression attribute value used in expression is not defined; attribute value: :v"},
    {"SET b.c = :s, b[0] = :s, a = :s, a = :n",
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
     "one: [a], path two: [a]"},
    {"SET b.c = :s ADD b[0] :s",
     "Two document paths conflict with each other; must remove or rewrite one of these paths; path "
     "one: [b, c], path two: [b, [0]]"},
    {"SET a = b + :s ADD c :s",
     "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"},
};
INSTANTIATE_TEST_SUITE_P(Precedence, UpdateErrorTest, ::testing::ValuesIn(precedence));

TEST(UpdateLimitTest, CountsBytesAndOperators) {
    EXPECT_EQ(compileError("SET a = :s" + std::string(4087, ' ')),
              "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; "
              "expression size: 4097");
    std::string sums = "SET ";
    for (int i = 0; i < 300; ++i) {
        sums += (i == 0 ? "a" : ",a") + std::to_string(i) + "=b+:n";
    }
    EXPECT_EQ(compileError(sums), "");
    EXPECT_EQ(compileError(sums + ",c=b-:n"),
              "Invalid UpdateExpression: The expression contains too many operators; operator "
              "count: 301");
}

}  // namespace
}  // namespace engine::expressions
