#include "engine/partiql/read_plan.h"

#include "engine/partiql/item_key.h"
#include "engine/partiql/printer.h"
#include "statements.h"

namespace engine::partiql {
namespace {

using values::AttributeType;

schema::Table makeTable() {
    schema::Table table;
    table.name = "T";
    table.partitionKey = {"pk", AttributeType::S};
    table.sortKey = schema::KeyAttribute{"sk", AttributeType::N};
    schema::Index global;
    global.number = 1;
    global.name = "gsi";
    global.partitionKey = {{"g", AttributeType::S}};
    global.projection = schema::ProjectionType::Include;
    global.nonKeyAttributes = {"p"};
    table.indexes.push_back(global);
    return table;
}

// The plan as text: "Query pk = 'a' AND sk > 1; pk = 'b' filter x = 1".
std::string plan(const std::string& where, const std::string& order = "", bool onIndex = false) {
    const auto table = makeTable();
    const auto statement =
        bound("SELECT * FROM T" + (where.empty() ? "" : " WHERE " + where) + order);
    const auto made = planRead(statement, table, onIndex ? &table.indexes.front() : nullptr);
    if (!made) {
        return made.error().message;
    }
    std::string text = made->kind == ReadPlan::Kind::Scan    ? "Scan"
                       : made->kind == ReadPlan::Kind::Query ? "Query"
                                                             : "GetItem";
    for (std::size_t i = 0; i < made->reads.size(); ++i) {
        text += i == 0 ? " " : "; ";
        for (std::size_t j = 0; j < made->reads[i].clauses.size(); ++j) {
            text += (j == 0 ? "" : " AND ") + print(made->reads[i].clauses[j]);
        }
    }
    text += made->filter ? " filter " + print(*made->filter) : "";
    return text + (made->forward ? "" : " backward");
}

TEST(PartiqlReadPlan, ReadsByKeyWhereItCan) {
    EXPECT_EQ(plan(""), "Scan");
    EXPECT_EQ(plan("x = 1"), "Scan filter x = 1");
    EXPECT_EQ(plan("pk > 'a'"), "Scan filter pk > 'a'");
    EXPECT_EQ(plan("pk = 'a'"), "Query pk = 'a'");
    EXPECT_EQ(plan("'a' = pk AND 1 < sk"), "Query pk = 'a' AND sk > 1");
    EXPECT_EQ(plan("pk = 'a' AND sk = 1"), "GetItem pk = 'a' AND sk = 1");
    EXPECT_EQ(plan("pk = 'a' AND (sk = 1 AND x = 2)"), "GetItem pk = 'a' AND sk = 1 filter x = 2");
    EXPECT_EQ(plan("pk = 'a' AND sk >= 1 AND sk < 5 AND sk <= 7 AND sk > 0"),
              "Query pk = 'a' AND sk >= 1 AND sk < 5");
    EXPECT_EQ(plan("pk = 'a' AND sk BETWEEN 1 AND 9 AND sk <= 5"),
              "Query pk = 'a' AND sk BETWEEN 1 AND 5");
    EXPECT_EQ(plan("pk = 'a' AND sk = 1 AND sk > 0"), "GetItem pk = 'a' AND sk = 1");
    EXPECT_EQ(plan("pk = 'a' AND sk = 1 AND sk > 2"), "Query");
    EXPECT_EQ(plan("pk = 'a' AND pk = 'b'"), "Query");
    EXPECT_EQ(plan("pk = 'a' AND sk <> 1"), "Query pk = 'a' filter sk <> 1");
    EXPECT_EQ(plan("pk = 'a' AND (x = 1 OR y = 2)"), "Query pk = 'a' filter (x = 1) OR (y = 2)");
    EXPECT_EQ(plan("pk = 'a' OR sk = 1"), "Scan filter (pk = 'a') OR (sk = 1)");
    EXPECT_EQ(plan("NOT pk = 'a'"), "Scan filter NOT (pk = 'a')");
}

TEST(PartiqlReadPlan, BreaksAlternativesDown) {
    EXPECT_EQ(plan("pk IN ['b', 'a']"), "Query pk = 'b'; pk = 'a'");
    EXPECT_EQ(plan("pk = 'a' AND sk IN [3, 1]"), "Query pk = 'a' AND sk = 1; pk = 'a' AND sk = 3");
    EXPECT_EQ(plan("pk = 'a' AND (sk < 1 OR sk > 1 OR sk = 1)"),
              "Query pk = 'a' AND sk < 1; pk = 'a' AND sk = 1; pk = 'a' AND sk > 1");
    EXPECT_EQ(plan("pk = 'a' AND x = 1 OR pk = 'b'"),
              "Query pk = 'a'; pk = 'b' filter ((pk = 'a') AND (x = 1)) OR (pk = 'b')");
    EXPECT_EQ(plan("pk = 'a' AND (sk <> 1 OR sk = 1)"),
              "Query pk = 'a' filter (pk = 'a') AND ((sk <> 1) OR (sk = 1))");
}

TEST(PartiqlReadPlan, Orders) {
    EXPECT_EQ(plan("pk = 'a'", " ORDER BY sk DESC"), "Query pk = 'a' backward");
    EXPECT_EQ(plan("pk IN ['b', 'a']", " ORDER BY pk"), "Query pk = 'a'; pk = 'b'");
    EXPECT_EQ(plan("pk IN ['a', 'b']", " ORDER BY pk DESC, sk DESC"),
              "Query pk = 'b'; pk = 'a' backward");
    EXPECT_EQ(plan("", " ORDER BY sk"),
              "Must have WHERE clause in the statement when using ORDER BY clause.");
    EXPECT_EQ(plan("pk > 'a'", " ORDER BY sk"),
              "Must have at least one non-optional hash key condition in WHERE clause when using "
              "ORDER BY clause.");
    EXPECT_EQ(plan("pk = 'a'", " ORDER BY x"),
              "Attribute x in ORDER BY clause must be part of the primary key");
    EXPECT_EQ(plan("pk IN ['b', 'a']", " ORDER BY sk"),
              "Must have hash key in ORDER BY clause when more than one hash key condition "
              "specified in WHERE clause.");
}

TEST(PartiqlReadPlan, Refuses) {
    const std::string overlap =
        "Overlapping conditions with range keys are not supported in where clause";
    for (const auto* where :
         {"pk IN ['a', 'a']", "pk = 'a' OR pk = 'a'", "pk = 'a' AND (sk > 0 OR sk < 5)",
          "pk = 'a' AND (sk = 1 OR x = 2)", "(pk = 'a' AND x = 1) OR (pk = 'a' AND x = 2)",
          "pk = 'a' AND x <> 1 OR pk = 'a' AND sk = 2"}) {
        EXPECT_EQ(plan(where), overlap) << where;
    }
    const std::string mismatch =
        "Key attribute's data type should match its data type in table's schema: Key ";
    EXPECT_EQ(plan("pk = 1"), mismatch + "pk");
    EXPECT_EQ(plan("pk = 'a' AND sk IN [1, '2']"), mismatch + "sk");
    EXPECT_EQ(plan("pk = true"),
              "Key value must be of type S, N, or B. Key name: pk, Key type: BOOL");
    EXPECT_EQ(plan("pk > 1"), "Scan filter pk > 1");
    EXPECT_EQ(plan("pk = 'a' AND pk.x = 1"),
              "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
              "allowed: Key pk");
    std::string many = "pk IN ['x0'";
    for (int i = 1; i < 51; ++i) {
        many += ", 'x" + std::to_string(i) + "'";
    }
    EXPECT_EQ(plan(many + "]"), "Too many decomposed read operations for a given query.");
}

TEST(PartiqlReadPlan, IndexesHaveWhatTheyProject) {
    const std::string refused =
        "One or more parameter values were invalid: Secondary index gsi does not project one or "
        "more filter "
        "attributes: ";
    EXPECT_EQ(plan("g = 'a' AND p = 1", "", true), "Query g = 'a' filter p = 1");
    EXPECT_EQ(plan("g = 'a' AND x = 1", "", true), refused + "[x]");
    EXPECT_EQ(plan("g IN ['a'] AND NOT begins_with(x, 'y')", "", true), refused + "[x]");
    EXPECT_EQ(plan("g = 'a' AND (x = 1 OR p = 1)", "", true),
              "Query g = 'a' filter (x = 1) OR (p = 1)");
    EXPECT_EQ(plan("x = 1", "", true), "Scan filter x = 1");
    EXPECT_EQ(plan("(g = 'a' AND p = 1) OR (g = 'b' AND x = 1)", "", true),
              "Query g = 'a'; g = 'b' filter ((g = 'a') AND (p = 1)) OR ((g = 'b') AND (x = 1))");
    // Inside an OR nothing is refused (facts/aws-observed.md section 16).
    EXPECT_EQ(plan("(g = 'a' AND x = 1) OR (g = 'b' AND y = 1)", "", true),
              "Query g = 'a'; g = 'b' filter ((g = 'a') AND (x = 1)) OR ((g = 'b') AND (y = 1))");
    EXPECT_EQ(plan("g = 'a' OR (g = 'b' AND x = 1)", "", true),
              "Query g = 'a'; g = 'b' filter (g = 'a') OR ((g = 'b') AND (x = 1))");
}

TEST(PartiqlItemKey, WantsEveryKeyAttribute) {
    const auto target = [](const std::string& where) -> std::string {
        const auto statement = bound("DELETE FROM T" + (where.empty() ? "" : " WHERE " + where));
        const auto found = findItemTarget(statement.where, makeTable());
        if (!found) {
            return found.error().message;
        }
        return print(values::AttributeValue::map(found->key)) +
               (found->condition ? " if " + print(*found->condition) : "");
    };
    const std::string open =
        "Where clause does not contain a mandatory equality on all key attributes";
    EXPECT_EQ(target("pk = 'a' AND sk = 1"), "{'pk': 'a', 'sk': 1}");
    EXPECT_EQ(target("x = 1 AND sk IN [1] AND pk = 'a'"), "{'pk': 'a', 'sk': 1} if x = 1");
    EXPECT_EQ(target(""), open);
    EXPECT_EQ(target("pk = 'a'"), open);
    EXPECT_EQ(target("pk = 'a' AND sk > 1"), open);
    EXPECT_EQ(target("pk = 'a' OR sk = 1"), open);
    EXPECT_EQ(
        target("pk = 'a' AND sk = 1 AND pk = 'b'"),
        "Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported");
    EXPECT_EQ(target("pk = 1 AND sk = 1"),
              "Key attribute's data type should match its data type in table's schema: Key pk");
}

}  // namespace
}  // namespace engine::partiql
