#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Splits expression text into tokens (facts/expressions.md section 1). Never fails: characters that
// belong to no token become Unknown tokens, which the parser refuses where it meets them. An
// identifier starts with a letter; the service refuses a leading underscore (token: "_").
namespace engine::expressions {

enum class TokenKind : std::uint8_t {
    Identifier,
    Name,   // #name
    Value,  // :value
    Index,  // 0, or digits without a leading zero
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Comma,
    Dot,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Unknown,
    End,
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::size_t offset = 0;
    std::string_view text;  // borrows the expression text
};

// The last token is always End.
std::vector<Token> tokenize(std::string_view text);

// `Syntax error; token: "b", near: "a b c"` for the token at `index`: the window goes from the
// previous token to the next one, as written.
std::string syntaxErrorText(std::string_view text, const std::vector<Token>& tokens,
                            std::size_t index);

// Compares ASCII letters without case.
bool equalsIgnoringCase(std::string_view left, std::string_view right);

}  // namespace engine::expressions
