#include "engine/partiql/lowering.h"

#include "statements.h"

namespace engine::partiql {
namespace {

using values::AttributeMap;
using values::AttributeValue;
using values::EncodedItem;

AttributeMap itemOf(const std::string& text) {
    return *bound("INSERT INTO T VALUE " + text).item.value.getIf<AttributeMap>();
}

bool matches(const std::string& condition, const std::string& item) {
    const auto compiled = compileCondition(*bound("SELECT * FROM T WHERE " + condition).where);
    if (!compiled) {
        ADD_FAILURE() << condition << ": " << compiled.error().message;
        return false;
    }
    return compiled->matches(EncodedItem(itemOf(item)).view());
}

std::string conditionError(const std::string& condition) {
    const auto compiled = compileCondition(*bound("SELECT * FROM T WHERE " + condition).where);
    return compiled ? "" : compiled.error().message;
}

TEST(PartiqlCondition, Evaluates) {
    const std::string item =
        "{'a': 1, 's': 'text', 'n': null, 'l': [1, 'x'], 'ss': <<'p', 'q'>>, 'm': {'k': 5}}";
    for (const auto* condition : {
             "a = 1.0",
             "a <> 2",
             "a < 2 AND a >= 1",
             "a BETWEEN 0 AND 1",
             "a IN [3, 1]",
             "a NOT IN [2]",
             "NOT missing_one = 'x'",
             "missing_one IS MISSING",
             "a IS NOT MISSING",
             "n IS NULL",
             "a IS NOT NULL",
             "s IS STRING",
             "a IS NUMERIC",
             "m IS STRUCT",
             "l IS LIST",
             "l[1] = 'x'",
             "m.k > 4",
             "size(l) = 2",
             "attribute_exists(a)",
             "attribute_exists(a) = true",
             "attribute_exists(b) = false",
             "attribute_not_exists(b)",
             "attribute_type(ss, 'SS')",
             "begins_with(s, 'te')",
             "contains(ss, 'q')",
             "contains(s, 'ex')",
             "ss = <<'q', 'p'>>",
             "m = {'k': 5}",
             "a = 2 OR (s = 'text' AND NOT a = 2)",
             "1 = a",
         }) {
        EXPECT_TRUE(matches(condition, item)) << condition;
    }
    for (const auto* condition : {
             "a <> 1",
             "missing_one <> 'x'",
             "missing_one = 'x'",
             "missing_one IS NULL",
             "n IS MISSING",
             "a < s",
             "s IS BOOL",
             "size(missing_one) <> 3",
             "missing_one IN ['x']",
             "attribute_exists(a) = false",
         }) {
        EXPECT_FALSE(matches(condition, item)) << condition;
    }
}

// facts/partiql.md section 7.
TEST(PartiqlCondition, Refuses) {
    EXPECT_EQ(conditionError("a < true"),
              "Incorrect operand type for operator or function; operator or function: <, operand "
              "type: BOOL");
    EXPECT_EQ(
        conditionError("attribute_exists('a')"),
        "Operator or function requires a document path; operator or function: attribute_exists");
    EXPECT_EQ(conditionError("attribute_exists(a, b)"),
              "Incorrect number of operands for operator or function; operator or function: "
              "attribute_exists, "
              "number of operands: 2");
    EXPECT_EQ(conditionError("attribute_exists()"),
              "Incorrect number of operands for operator or function; operator or function: "
              "attribute_exists, "
              "number of operands: 0");
    EXPECT_EQ(conditionError("EXISTS(ss)"), "Unrecognized function: exists at 1:23:6");
    EXPECT_EQ(conditionError("set_add(a, <<1>>)"), "Unrecognized function: set_add at 1:23:7");
    EXPECT_EQ(conditionError("a"),
              "WHERE clause must contain an expression that resolves to a boolean");
    EXPECT_EQ(conditionError("a = 1 AND b"), "The arguments to AND/OR must be Expressions");
    EXPECT_EQ(conditionError("NOT b"), "The argument to NOT must be a Type or Expression");
    EXPECT_EQ(conditionError("a = MISSING"), "MISSING must be compared using IS operator");
    EXPECT_EQ(conditionError("a + 1 = 2"),
              "Unsupported operator in Condition Expression. Operator: +");
}

Result<expressions::Update> update(const std::string& assignments) {
    return compileUpdate(bound("UPDATE T " + assignments + " WHERE pk = 'a'").assignments);
}

std::string updateError(const std::string& assignments) {
    const auto compiled = update(assignments);
    return compiled ? "" : compiled.error().message;
}

TEST(PartiqlUpdate, Applies) {
    const auto before = itemOf("{'pk': 'a', 'n': 1, 'l': [1], 'ss': <<'x', 'y'>>, 'm': {'k': 1}}");
    const auto compiled = update(
        "SET n = n + 2, l = list_append(l, [2]) SET ss = set_delete(ss, <<'x'>>) "
        "SET ns = set_add(ns, <<5>>), m.k = if_not_exists(z, 7) REMOVE gone SET c = (n - 1)");
    ASSERT_TRUE(compiled) << compiled.error().message;
    const auto after = compiled->apply(before);
    ASSERT_TRUE(after) << after.error().message;
    EXPECT_EQ(AttributeValue::map(*after),
              AttributeValue::map(
                  itemOf("{'pk': 'a', 'n': 3, 'l': [1, 2], 'ss': <<'y'>>, 'ns': <<5>>, 'm': "
                         "{'k': 7}, 'c': 0}")));
}

TEST(PartiqlUpdate, Refuses) {
    EXPECT_EQ(updateError("SET a = set_add(b, <<1>>)"),
              "The first argument to SET_ADD must equal the assignment value at 1:18:7");
    EXPECT_EQ(updateError("SET a = set_delete(a, 1)"),
              "The second argument to SET_DELETE must be a value with type SET at 1:29:1");
    EXPECT_EQ(updateError("SET a = set_add(a)"),
              "SET_ADD must have exactly two arguments at 1:18:7");
    EXPECT_EQ(updateError("SET a = foo(a)"), "Unrecognized function: foo at 1:18:3");
    EXPECT_EQ(updateError("SET a = b IS NULL"),
              "IS operator is not supported in update expressions");
    EXPECT_EQ(updateError("SET a = b = 1"),
              "Unsupported operator in Update Expression. Operator: =");
}

TEST(PartiqlColumns, AreNamedByTheirEnd) {
    const auto compiled =
        Columns::compile(bound("SELECT a.b.c, d.e[0], f[1], gone FROM T").columns);
    ASSERT_TRUE(compiled);
    const auto row = compiled->apply(
        EncodedItem(itemOf("{'a': {'b': {'c': 1}}, 'd': {'e': ['x']}, 'f': [1, 2], 'z': 3}"))
            .view());
    EXPECT_EQ(AttributeValue::map(row.view().decode()),
              AttributeValue::map(itemOf("{'c': 1, 'e[0]': 'x', 'f[1]': 2}")));
    EXPECT_EQ(compiled->attributes(), (std::vector<std::string>{"a", "d", "f", "gone"}));
    EXPECT_EQ(Columns::compile(bound("SELECT a.c, b.c FROM T").columns).error().message,
              "Duplicate identifiers in select clause: c");
}

}  // namespace
}  // namespace engine::partiql
