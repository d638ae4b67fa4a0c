#include "engine/partiql/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace engine::partiql {
namespace {

bool isDigit(char character) {
    return character >= '0' && character <= '9';
}

bool isWordStart(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_' || character == '$';
}

bool isWordPart(char character) {
    return isWordStart(character) || isDigit(character);
}

bool isSpace(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r' ||
           character == '\f' || character == '\v';
}

bool isContinuation(char character) {
    return (static_cast<unsigned char>(character) & 0xC0U) == 0x80U;
}

// Longer ones first, so that the first match is the right one.
constexpr std::array<std::string_view, 25> symbols = {
    "<<", ">>", "<=", ">=", "<>", "!=", "||", "<", ">", "=", "+", "-", "*",
    "/",  "%",  "(",  ")",  "[",  "]",  "{",  "}", ",", ":", ".", ";",
};

class Lexer final {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    Result<std::vector<Token>> run() {
        while (skipBlanks()) {
            if (m_offset == m_text.size()) {
                m_tokens.push_back({TokenKind::End, {}, m_position});
                return std::move(m_tokens);
            }
            if (!takeToken()) {
                break;
            }
        }
        return notWellFormed({});
    }

private:
    char peek(std::size_t ahead = 0) const {
        return m_offset + ahead < m_text.size() ? m_text[m_offset + ahead] : '\0';
    }
    bool startsWith(std::string_view prefix) const {
        return m_text.substr(m_offset).starts_with(prefix);
    }

    void advance(std::size_t bytes) {
        for (const char character : m_text.substr(m_offset, bytes)) {
            if (character == '\n') {
                ++m_position.line;
                m_position.column = 1;
            } else if (!isContinuation(character)) {
                ++m_position.column;
            }
        }
        m_offset += bytes;
    }

    // False for a comment without end.
    bool skipBlanks() {
        while (m_offset < m_text.size()) {
            if (isSpace(peek())) {
                advance(1);
            } else if (startsWith("--")) {
                advance(std::min(m_text.find('\n', m_offset), m_text.size()) - m_offset);
            } else if (startsWith("/*")) {
                const auto end = m_text.find("*/", m_offset + 2);
                if (end == std::string_view::npos) {
                    return false;
                }
                advance(end + 2 - m_offset);
            } else {
                break;
            }
        }
        return true;
    }

    bool takeToken() {
        const char first = peek();
        if (isWordStart(first)) {
            return takeWhile(TokenKind::Word, isWordPart);
        }
        if (isDigit(first) || (first == '.' && isDigit(peek(1)))) {
            return takeNumber();
        }
        if (first == '\'' || first == '"') {
            return takeQuoted(first == '"' ? TokenKind::Quoted : TokenKind::Text, first);
        }
        if (first == '?') {
            return add(TokenKind::Parameter, "?", 1);
        }
        const auto* const symbol =
            std::find_if(symbols.begin(), symbols.end(),
                         [this](std::string_view candidate) { return startsWith(candidate); });
        return symbol != symbols.end() &&
               add(TokenKind::Symbol, std::string(*symbol), symbol->size());
    }

    bool add(TokenKind kind, std::string text, std::size_t bytes) {
        const auto written = m_text.substr(m_offset, bytes);
        Token token{kind, std::move(text), m_position};
        token.position.length = static_cast<std::uint32_t>(
            std::count_if(written.begin(), written.end(),
                          [](char character) { return !isContinuation(character); }));
        advance(bytes);
        m_tokens.push_back(std::move(token));
        return true;
    }

    bool takeWhile(TokenKind kind, bool (*belongs)(char)) {
        std::size_t bytes = 0;
        while (belongs(peek(bytes))) {
            ++bytes;
        }
        return add(kind, std::string(m_text.substr(m_offset, bytes)), bytes);
    }

    // A quote inside is written twice.
    bool takeQuoted(TokenKind kind, char quote) {
        std::string text;
        std::size_t at = m_offset + 1;
        while (at < m_text.size()) {
            if (m_text[at] != quote) {
                text += m_text[at++];
            } else if (at + 1 < m_text.size() && m_text[at + 1] == quote) {
                text += quote;
                at += 2;
            } else {
                return add(kind, std::move(text), at + 1 - m_offset);
            }
        }
        return false;
    }

    std::size_t skipDigits(std::size_t from) const {
        while (isDigit(peek(from))) {
            ++from;
        }
        return from;
    }

    bool takeNumber() {
        std::size_t bytes = skipDigits(0);
        std::size_t decimals = 0;
        if (peek(bytes) == '.') {
            const auto end = skipDigits(bytes + 1);
            decimals = end - bytes - 1;
            bytes = end;
        }
        if (peek(bytes) == 'e' || peek(bytes) == 'E') {
            const bool isSigned = peek(bytes + 1) == '+' || peek(bytes + 1) == '-';
            const auto digits = bytes + (isSigned ? 2 : 1);
            const auto end = skipDigits(digits);
            if (end == digits || !scaleFits(bytes + 1, end, decimals)) {
                return false;
            }
            bytes = end;
        }
        // A name may not stick to a number.
        return !isWordStart(peek(bytes)) &&
               add(TokenKind::Number, std::string(m_text.substr(m_offset, bytes)), bytes);
    }

    // The exponent, and the number of decimals that it leaves, are 32-bit integers in the service.
    bool scaleFits(std::size_t from, std::size_t end, std::size_t decimals) const {
        auto written = m_text.substr(m_offset + from, end - from);
        if (written.starts_with('+')) {
            written.remove_prefix(1);
        }
        std::int32_t exponent = 0;
        const auto parsed =
            std::from_chars(written.data(), written.data() + written.size(), exponent);
        const auto scale = static_cast<std::int64_t>(decimals) - std::int64_t{exponent};
        return parsed.ec == std::errc() && scale <= std::numeric_limits<std::int32_t>::max() &&
               scale >= -std::int64_t{std::numeric_limits<std::int32_t>::max()};
    }

    std::string_view m_text;
    std::size_t m_offset = 0;
    Position m_position;
    std::vector<Token> m_tokens;
};

}  // namespace

std::string atText(Position position) {
    return " at " + std::to_string(position.line) + ":" + std::to_string(position.column) + ":" +
           std::to_string(position.length);
}

Result<std::vector<Token>> tokenize(std::string_view text) {
    return Lexer(text).run();
}

Error notWellFormed(std::string_view detail) {
    return Error::validation("Statement wasn't well formed, can't be processed: " +
                             std::string(detail));
}

}  // namespace engine::partiql
