#include <random>

#include "engine/partiql/printer.h"
#include "statements.h"

namespace engine::partiql {
namespace {

std::string repeated(const std::string& text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

TEST(PartiqlHostileText, NestingIsBounded) {
    const std::string begin = "SELECT * FROM T WHERE ";
    const std::string tooDeep =
        "Statement wasn't well formed, can't be processed: Expressions are nested too deeply";
    for (const auto* opening :
         {"(", "NOT ", "a = [", "a = {'b': ", "a = <<", "f(", "a = (", "x(a = "}) {
        EXPECT_EQ(problem(begin + repeated(opening, 5000) + "1"), tooDeep) << opening;
    }
    EXPECT_EQ(problem(begin + "a = 1" + repeated(" + 1", 5000)), tooDeep);
    EXPECT_EQ(problem(begin + "a = 1" + repeated(" = 1", 5000)), tooDeep);
    EXPECT_EQ(problem(begin + "a = 1" + repeated(" OR a = 1", 5000)), "");
    EXPECT_EQ(problem(begin + "a = " + repeated("- ", 5000) + "1"), "");
    EXPECT_EQ(problem(begin + repeated("a.", 5000) + "a = 1"), "");
}

TEST(PartiqlHostileText, ValuesNestAsDeepAsItems) {
    const auto nested = [](std::size_t lists) {
        return problem("INSERT INTO T VALUE {'pk': 'a', 'x': " + repeated("[", lists) + "1" +
                       repeated("]", lists) + "}");
    };
    EXPECT_EQ(nested(31), "");
    EXPECT_EQ(nested(32),
              "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
              "levels beyond supported limit");
}

// Any bytes give a statement or an error, and what parses can be printed.
TEST(PartiqlHostileText, RandomTokens) {
    const std::vector<std::string> pieces = {
        "SELECT",  "*",     "FROM", "T",      "\"i\"",     ".",     "WHERE",  "a",      "=",
        "1",       "'x'",   "AND",  "OR",     "NOT",       "IN",    "[",      "]",      "(",
        ")",       "{",     "}",    ":",      ",",         "?",     "<<",     ">>",     "IS",
        "SET",     "a[0]",  "<>",   "INSERT", "INTO",      "VALUE", "UPDATE", "DELETE", "REMOVE",
        "BETWEEN", "ORDER", "BY",   "size(",  "RETURNING", "ALL",   "OLD",    "-",      "+",
        "--x\n",   "/*",    "*/",   "null",   "1e400",     "\xff",
    };
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        std::string text = i % 2 == 0 ? "SELECT * FROM T WHERE " : "";
        for (auto count = random() % 15; count > 0; --count) {
            text += pieces[random() % pieces.size()] + " ";
        }
        const auto parsed = parse(text);
        if (parsed) {
            EXPECT_FALSE(print(*parsed).empty()) << text;
        } else {
            EXPECT_EQ(parsed.error().kind, ErrorKind::Validation) << text;
        }
    }
}

}  // namespace
}  // namespace engine::partiql
