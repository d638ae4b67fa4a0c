#include "engine/partiql/lexer.h"

#include <gtest/gtest.h>

namespace engine::partiql {
namespace {

std::vector<std::string> texts(std::string_view statement) {
    const auto tokens = tokenize(statement);
    std::vector<std::string> all;
    if (!tokens) {
        return {"error: " + tokens.error().message};
    }
    for (const auto& token : *tokens) {
        all.push_back(token.text);
    }
    all.pop_back();
    return all;
}

using Texts = std::vector<std::string>;

TEST(PartiqlLexer, Splits) {
    EXPECT_EQ(texts("SELECT * FROM \"a.b\".\"i\""),
              (Texts{"SELECT", "*", "FROM", "a.b", ".", "i"}));
    EXPECT_EQ(texts("a<>b!=c<=d>=e<<f>>"),
              (Texts{"a", "<>", "b", "!=", "c", "<=", "d", ">=", "e", "<<", "f", ">>"}));
    EXPECT_EQ(texts("'it''s' \"a\"\"b\" ?"), (Texts{"it's", "a\"b", "?"}));
    EXPECT_EQ(texts("7.31e6 731E+4 .73e1 1. 73100000e-1"),
              (Texts{"7.31e6", "731E+4", ".73e1", "1.", "73100000e-1"}));
    EXPECT_EQ(texts("a[0].b"), (Texts{"a", "[", "0", "]", ".", "b"}));
}

TEST(PartiqlLexer, CommentsAreBlanks) {
    EXPECT_EQ(texts("-- first\nSELECT /* in\nside */ a--end"), (Texts{"SELECT", "a"}));
}

// facts/aws-observed.md section 16: "# note", an open comment and exponents beyond 32 bits give
// nothing behind the colon.
TEST(PartiqlLexer, TextThatIsNoToken) {
    const Texts error{"error: Statement wasn't well formed, can't be processed: "};
    for (const auto* text : {"# note", "a /* open", "'open", "\"open", "1e2147483648",
                             "1e99999999999", "1.5e-2147483647", "1e", "5a", "a @ b"}) {
        EXPECT_EQ(texts(text), error) << text;
    }
    EXPECT_EQ(texts("1e2147483647"), Texts{"1e2147483647"});
}

TEST(PartiqlLexer, PositionsCountCharacters) {
    const auto tokens = tokenize("a\n  \u00e9\u00e9 \"\u00e9\" bc");
    ASSERT_FALSE(tokens);  // names outside ASCII need quotes
    const auto quoted = tokenize("a\n  '\u00e9\u00e9' bc");
    ASSERT_TRUE(quoted);
    EXPECT_EQ((*quoted)[1].position, (Position{2, 3, 4}));
    EXPECT_EQ((*quoted)[2].position, (Position{2, 8, 2}));
    EXPECT_EQ(atText((*quoted)[2].position), " at 2:8:2");
}

}  // namespace
}  // namespace engine::partiql
