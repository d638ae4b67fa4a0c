#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

// Splits the text of a statement into tokens (facts/partiql.md section 1).
namespace engine::partiql {

// Line and column count from 1, in characters.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    std::uint32_t length = 0;
    friend bool operator==(const Position&, const Position&) = default;
};
// " at 1:8:5", as error texts end.
std::string atText(Position position);

enum class TokenKind : std::uint8_t {
    Word,    // an unquoted name or keyword
    Quoted,  // "name"
    Text,    // 'text'
    Number,
    Parameter,  // ?
    Symbol,     // an operator or punctuation: Token::text tells which
    End,
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::string text;  // without quotes; as written otherwise
    Position position;
};

// The last token is always End. Text that is no token, comments that do not end and numbers whose
// exponent is out of range give the error without detail.
Result<std::vector<Token>> tokenize(std::string_view text);

// "Statement wasn't well formed, can't be processed: <detail>"
Error notWellFormed(std::string_view detail);

}  // namespace engine::partiql
