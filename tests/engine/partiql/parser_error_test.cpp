#include "statements.h"

namespace engine::partiql {
namespace {

using values::AttributeValue;

struct Case {
    std::string text;
    std::string error;
};

std::string malformed(const std::string& detail) {
    return "Statement wasn't well formed, can't be processed: " + detail;
}

// facts/partiql.md section 7 and facts/aws-observed.md section 16.
TEST(PartiqlParser, RefusesWithTheServicesText) {
    const std::vector<Case> cases = {
        {"", malformed("Unexpected term")},
        {"SELECT", malformed("Unexpected term")},
        {"SELECT * FROM", malformed("Unexpected term")},
        {"SELECT * FROM T WHERE", malformed("Unexpected term")},
        {"UPDATE T SET a = 1 WHERE", malformed("Unexpected term")},
        {"DELETE FROM T WHERE", malformed("Unexpected term")},
        {"SELECT * FROM T WHERE NOT", malformed("Unexpected term")},
        {"SELECT * FROM T WHERE (", malformed("Unexpected term")},
        {"SELECT * FROM T WHERE a = 1 AND",
         malformed("Missing right-hand side expression of infix operator")},
        {"SELECT * FROM T WHERE a = 1 OR",
         malformed("Missing right-hand side expression of infix operator")},
        {"SELECT * FROM T WHERE a =",
         malformed("Missing right-hand side expression of infix operator")},
        {"SELECT * FROM T WHERE ORDER BY pk", malformed("Unexpected keyword")},
        {"SELECT * FROM T WHERE = 1", malformed("Unexpected operator")},
        {"SELECT * FROM T WHERE a = 1)", malformed("Unexpected token after expression")},
        {"SELECT * FROM T WHERE a = 1 e5", malformed("Unexpected token after expression")},
        {"SELECT * FROM T ORDER BY a WHERE a = 1", malformed("Unexpected token after expression")},
        {"DELETE FROM T WHERE a = 1 ORDER BY a", malformed("Unexpected token after expression")},
        {"INSERT INTO T x VALUE {'a': 1}", malformed("Unexpected token after expression")},
        {"INSERT INTO T", malformed("Unexpected term")},
        {"FROM T SET c = 1 WHERE a = 1 SET d = 2", malformed("Unexpected token after expression")},
        {"FROM T WHERE a = 1", malformed("Expected data manipulation")},
        {"UPDATE T WHERE a = 1", malformed("Expected data manipulation")},
        {"DROP TABLE T", malformed("Expected data manipulation")},
        {"DELETE FROM", malformed("Expected identifier for simple path")},
        {"SELECT * FROM T WHERE m.inner = 1", malformed("Invalid path dot component")},
        {"SELECT * FROM T WHERE a IS", malformed("Expected type name")},
        {"SELECT * FROM T WHERE a IS FOO", malformed("Expected type name")},
        {"x IS BOOL", "Unsupported operation: IsType"},
        {"x IS INT4", "Unsupported operation: IsType"},
        {"SELECT * FROM T t WHERE a = 1", "Aliasing is not supported"},
        {"SELECT * FROM T AS t", "Aliasing is not supported"},
        {"SELECT a AS b FROM T", "Aliasing is not supported"},
        {"UPDATE T t SET a = 1 WHERE a = 1", "Aliasing is not supported"},
        {"DELETE FROM T t WHERE a = 1", "Aliasing is not supported"},
        {"SELECT COUNT(*) FROM T", "Unexpected path component at 1:8:5"},
        {"SELECT attribute_exists(a) FROM T", "Unexpected path component at 1:8:16"},
        {"SELECT *, a FROM T",
         "Other attributes should not be present in the projection when '*' is used."},
        {"SELECT * FROM a.b.c", "A path may contain at most 2 components in the FROM clause"},
        {"SELECT * FROM \"\"", "Path component cannot be an empty string"},
        {"SELECT * FROM T.\"\"", "Path component cannot be an empty string"},
        {"SELECT * FROM T, U", "Only select from a single table or index is supported."},
        {"INSERT INTO T.i VALUE {'a': 1}",
         "FROM clause may only contain a single table name in data manipulation statements at "
         "1:13:1"},
        {"INSERT INTO T VALUE 5",
         "Unsupported format in item expression. Please use struct format {...} to express item "
         "values for "
         "insert statement."},
        {"INSERT INTO T VALUE {'a': 1} RETURNING ALL OLD *",
         "RETURNING is not supported in INSERT"},
        {"INSERT INTO T VALUE {'a': 1} ON CONFLICT DO REPLACE EXCLUDED",
         "Invalid conflict action. Only \"DO NOTHING\" action is supported."},
        {"INSERT INTO T << {'a': 1} >>",
         "Unsupported operation: Inserting multiple items in a single statement is not supported, "
         "use \"INSERT "
         "INTO tableName VALUE item\" instead"},
        {"SELECT * FROM T ORDER BY a.b",
         "Argument to ORDER BY must be of type VariableReference. Type: Path"},
    };
    for (const auto& [text, error] : cases) {
        EXPECT_EQ(problem(text), error) << text;
    }
}

TEST(PartiqlParser, RefusesLiteralsWithTheirPlace) {
    const std::string overflow =
        "Number overflow. Attempting to store a number with magnitude larger than supported range "
        "under ";
    const std::vector<Case> cases = {
        {"INSERT INTO T VALUE {'pk': 'a', 'x': 1e200}", overflow + "root.x"},
        {"INSERT INTO T VALUE {'pk': 'a', 'x': {'y': [1, 1e200]}}", overflow + "root.x.y[1]"},
        {"SELECT * FROM T WHERE x = 1e200", overflow + "root"},
        {"UPDATE T SET x = [1, 1e200] WHERE pk = 'a'", overflow + "root[1]"},
        {"SELECT * FROM T WHERE x = 123456789012345678901234567890123456789",
         "Attempting to store more than 38 significant digits in a Number under root"},
        {"UPDATE T SET x = <<>> WHERE pk = 'a'", "Empty bags are not supported"},
        {"UPDATE T SET x = <<'x', 'x'>> WHERE pk = 'a'",
         "One or more parameter values were invalid: Input collection [x, x] contains duplicates."},
        {"UPDATE T SET x = <<'x', 1>> WHERE pk = 'a'",
         "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"},
        {"INSERT INTO T VALUE {'a': 1, 'a': 2}", "Duplicate keys in tuple. Key: a under root"},
        {"INSERT INTO T VALUE {'a': set_add(a, <<1>>)}",
         "Unsupported data type: set_add under key root at 1:27:7"},
        {"SELECT * FROM T WHERE a IN []",
         "IN operator must have a left hand argument of type Variable Reference and right hand "
         "argument of type "
         "Seq with at least one member"},
        {"SELECT * FROM T WHERE a = ?",
         "Number of parameters in request and statement don't match."},
    };
    for (const auto& [text, error] : cases) {
        EXPECT_EQ(problem(text), error) << text;
    }
    EXPECT_EQ(problem("SELECT * FROM T", {AttributeValue::null()}),
              "Number of parameters in request and statement don't match.");
}

TEST(PartiqlParser, Accepts) {
    for (const auto* text : {
             "select * from T",
             "SELECT a, b.c, d[0] FROM \"T\".\"i-1\" WHERE a = 1 ORDER BY a DESC, b;",
             "SELECT \"select\" FROM T WHERE \"value\" = 'x'",
             "SELECT * FROM T WHERE a IN ['x', 'y'] AND b NOT IN (1, 2) OR NOT c BETWEEN 1 AND 2",
             "SELECT * FROM T WHERE a IS MISSING AND b IS NOT MISSING AND c IS NULL AND d IS NOT "
             "STRING",
             "SELECT * FROM T WHERE attribute_exists(a) = true AND SIZE(b) > 3 AND Begins_With(c, "
             "'x')",
             "INSERT INTO T VALUE {'a': {'b': [1, -1.5, true, null, <<1, 2>>, <<'x'>>]}, 'c': ''}",
             "INSERT INTO T VALUE {'a': 1} ON CONFLICT DO NOTHING",
             "UPDATE T SET a = a + 1, b = list_append(b, [1]) REMOVE c, d[0] SET e = 1 WHERE pk = "
             "'a'",
             "UPDATE T SET a = set_add(a, <<1>>) WHERE pk = 'a' RETURNING MODIFIED NEW *",
             "FROM T WHERE pk = 'a' REMOVE b RETURNING ALL OLD *",
             "DELETE FROM T WHERE pk = 'a' RETURNING ALL OLD *",
             "EXISTS(SELECT * FROM T WHERE pk = 'a' AND b = 1)",
         }) {
        EXPECT_EQ(problem(text), "") << text;
    }
    EXPECT_EQ(problem("SELECT * FROM T WHERE a IN ? AND b = [?]",
                      {AttributeValue::list({AttributeValue::string("x")}),
                       AttributeValue::boolean(true)}),
              "");
}

}  // namespace
}  // namespace engine::partiql
