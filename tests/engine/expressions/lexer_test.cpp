#include "engine/expressions/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace engine::expressions {
namespace {

std::vector<std::string> texts(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& token : tokenize(text)) {
        result.emplace_back(token.text);
    }
    return result;
}

TEST(LexerTest, SplitsWithoutWhitespace) {
    EXPECT_THAT(texts("a.b[0]<>:v"),
                ::testing::ElementsAre("a", ".", "b", "[", "0", "]", "<>", ":v", ""));
    EXPECT_THAT(texts("<=>=< >"), ::testing::ElementsAre("<=", ">=", "<", ">", ""));
}

// facts/expressions.md section 1: tokens may begin with a digit; space, tab, CR and LF separate.
TEST(LexerTest, TakesPlaceholdersWithLeadingDigits) {
    EXPECT_THAT(texts("#0\t=\r\n:1a"), ::testing::ElementsAre("#0", "=", ":1a", ""));
    EXPECT_EQ(tokenize("#0").front().kind, TokenKind::Name);
    EXPECT_EQ(tokenize(":1").front().kind, TokenKind::Value);
}

TEST(LexerTest, MarksStrayCharacters) {
    for (const auto* text : {"#", ":", "!", "\"", "\x01", "\v"}) {
        EXPECT_EQ(tokenize(text).front().kind, TokenKind::Unknown) << text;
    }
}

TEST(LexerTest, KeepsCharactersOfSeveralBytesWhole) {
    EXPECT_THAT(texts("\xE2\x82\xAC\xF0\x9F\x98\x80z"),
                ::testing::ElementsAre("\xE2\x82\xAC", "\xF0\x9F\x98\x80", "z", ""));
}

// facts/validation.md section 8, "Syntax window".
TEST(LexerTest, ShowsThePreviousAndTheNextTokenAsWritten) {
    const std::string_view text = "a = = b";
    EXPECT_EQ(syntaxErrorText(text, tokenize(text), 2),
              "Syntax error; token: \"=\", near: \"= = b\"");
    const std::string_view open = "f(";
    EXPECT_EQ(syntaxErrorText(open, tokenize(open), 2),
              "Syntax error; token: \"<EOF>\", near: \"(\"");
    EXPECT_EQ(syntaxErrorText("", tokenize(""), 0), "Syntax error; token: \"<EOF>\", near: \"\"");
}

}  // namespace
}  // namespace engine::expressions
