#include "engine/expressions/lexer.h"

#include <algorithm>

namespace engine::expressions {
namespace {

bool isSpace(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

bool isDigit(char character) {
    return character >= '0' && character <= '9';
}

bool isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool isIdentifierPart(char character) {
    return isLetter(character) || isDigit(character) || character == '_';
}

char lowered(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                : character;
}

// Length of the run at the front of `text` whose characters satisfy `predicate`.
template <class Predicate>
std::size_t runLength(std::string_view text, Predicate predicate) {
    const auto end = std::find_if_not(text.begin(), text.end(), predicate);
    return static_cast<std::size_t>(end - text.begin());
}

TokenKind punctuationKind(char character) {
    switch (character) {
        case '=': return TokenKind::Equal;
        case '<': return TokenKind::Less;
        case '>': return TokenKind::Greater;
        case '+': return TokenKind::Plus;
        case '-': return TokenKind::Minus;
        case ',': return TokenKind::Comma;
        case '.': return TokenKind::Dot;
        case '(': return TokenKind::OpenParenthesis;
        case ')': return TokenKind::CloseParenthesis;
        case '[': return TokenKind::OpenBracket;
        case ']': return TokenKind::CloseBracket;
        default: return TokenKind::Unknown;
    }
}

// Keeps a character of several UTF-8 bytes in one token, so that error texts stay valid UTF-8.
std::size_t characterLength(std::string_view text) {
    const auto isContinuation = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    };
    return 1 + runLength(text.substr(1, 3), isContinuation);
}

Token punctuation(std::string_view rest, std::size_t offset) {
    const auto two = rest.substr(0, 2);
    if (two == "<>") {
        return {TokenKind::NotEqual, offset, two};
    }
    if (two == "<=") {
        return {TokenKind::LessOrEqual, offset, two};
    }
    if (two == ">=") {
        return {TokenKind::GreaterOrEqual, offset, two};
    }
    return {punctuationKind(rest.front()), offset, rest.substr(0, characterLength(rest))};
}

Token placeholder(TokenKind kind, std::string_view rest, std::size_t offset) {
    const auto length = runLength(rest.substr(1), isIdentifierPart);
    return {length == 0 ? TokenKind::Unknown : kind, offset, rest.substr(0, 1 + length)};
}

Token nextToken(std::string_view rest, std::size_t offset) {
    const char first = rest.front();
    if (isLetter(first)) {
        return {TokenKind::Identifier, offset, rest.substr(0, runLength(rest, isIdentifierPart))};
    }
    if (isDigit(first)) {
        // An index has no leading zero: the service reads "03" as two tokens.
        const auto length = first == '0' ? 1 : runLength(rest, isDigit);
        return {TokenKind::Index, offset, rest.substr(0, length)};
    }
    if (first == '#') {
        return placeholder(TokenKind::Name, rest, offset);
    }
    if (first == ':') {
        return placeholder(TokenKind::Value, rest, offset);
    }
    return punctuation(rest, offset);
}

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
    std::vector<Token> tokens;
    std::size_t offset = runLength(text, isSpace);
    while (offset < text.size()) {
        tokens.push_back(nextToken(text.substr(offset), offset));
        offset += tokens.back().text.size();
        offset += runLength(text.substr(offset), isSpace);
    }
    tokens.push_back({TokenKind::End, text.size(), {}});
    return tokens;
}

std::string syntaxErrorText(std::string_view text, const std::vector<Token>& tokens,
                            std::size_t index) {
    const auto endOf = [](const Token& token) { return token.offset + token.text.size(); };
    const Token& offending = tokens[index];
    const bool atEnd = offending.kind == TokenKind::End;
    const std::size_t begin = index > 0 ? tokens[index - 1].offset : offending.offset;
    std::size_t end = endOf(offending);
    if (atEnd) {
        end = index > 0 ? endOf(tokens[index - 1]) : begin;
    } else if (tokens[index + 1].kind != TokenKind::End) {
        end = endOf(tokens[index + 1]);
    }
    std::string result = "Syntax error; token: \"";
    result.append(atEnd ? std::string_view("<EOF>") : offending.text);
    result.append("\", near: \"").append(text.substr(begin, end - begin)).append("\"");
    return result;
}

bool equalsIgnoringCase(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lowered(a) == lowered(b); });
}

}  // namespace engine::expressions
