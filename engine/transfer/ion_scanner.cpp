#include "engine/transfer/ion_scanner.h"

#include <algorithm>
#include <charconv>

#include "engine/base/base64.h"

namespace engine::transfer {
namespace {

constexpr std::string_view space = " \t\n\r\v\f";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isIdentifierCharacter(char c) {
    return isDigit(c) || isLetter(c) || c == '_' || c == '$';
}

bool isNumeralCharacter(char c) {
    return isDigit(c) || isLetter(c) || std::string_view("_.+-:").find(c) != std::string_view::npos;
}

bool isSurrogate(char32_t code) {
    return code >= 0xD800 && code <= 0xDFFF;
}

void appendUtf8(char32_t code, std::string& out) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

// What \c stands for; '\1' when it is no escape of one character.
char simpleEscape(char c) {
    switch (c) {
        case '0': return '\0';
        case 'a': return '\a';
        case 'b': return '\b';
        case 't': return '\t';
        case 'n': return '\n';
        case 'f': return '\f';
        case 'r': return '\r';
        case 'v': return '\v';
        case '"':
        case '\'':
        case '?':
        case '\\':
        case '/': return c;
        default: return '\1';
    }
}

}  // namespace

Error IonScanner::error(std::string_view what) const {
    return Error::validation("Ion text: " + std::string(what) + " at byte " + std::to_string(m_at) +
                             " of the line");
}

Result<void> IonScanner::skipSpace() {
    for (;;) {
        m_at = std::min(m_line.find_first_not_of(space, m_at), m_line.size());
        if (looksAt("//")) {
            m_at = m_line.size();
        } else if (looksAt("/*")) {
            const std::size_t end = m_line.find("*/", m_at + 2);
            if (end == std::string_view::npos) {
                return error("a comment without an end");
            }
            m_at = end + 2;
        } else {
            return {};
        }
    }
}

bool IonScanner::take(std::string_view text) {
    const bool found = looksAt(text);
    m_at += found ? text.size() : 0;
    return found;
}

Result<std::string> IonScanner::text() {
    constexpr std::string_view longQuote = "'''";
    std::string out;
    if (!looksAt(longQuote)) {
        const std::string_view quote = m_line.substr(m_at, 1);
        m_at += 1;
        if (auto read = textUntil(quote, out); !read) {
            return read.error();
        }
        return out;
    }
    while (take(longQuote)) {
        if (auto read = textUntil(longQuote, out); !read) {
            return read.error();
        }
        if (auto skipped = skipSpace(); !skipped) {
            return skipped.error();
        }
    }
    return out;
}

Result<void> IonScanner::textUntil(std::string_view quote, std::string& out) {
    while (!take(quote)) {
        if (atEnd()) {
            return error("a text without an end");
        }
        const char c = m_line[m_at++];
        if (c == '\\') {
            if (auto escaped = escape(out); !escaped) {
                return escaped;
            }
        } else if (static_cast<unsigned char>(c) < 0x20 &&
                   space.find(c) == std::string_view::npos) {
            return error("a control character in a text");
        } else {
            out += c;
        }
    }
    return {};
}

Result<void> IonScanner::escape(std::string& out) {
    if (atEnd()) {
        return error("a text without an end");
    }
    const char c = m_line[m_at++];
    if (c == 'x' || c == 'u' || c == 'U') {
        const auto code = c == 'u' ? unicodeEscape() : hexadecimal(c == 'x' ? 2 : 8);
        if (!code) {
            return code.error();
        }
        if (isSurrogate(*code) || *code > 0x10FFFF) {
            return error("an escape that is no character");
        }
        appendUtf8(*code, out);
        return {};
    }
    const char plain = simpleEscape(c);
    if (plain == '\1') {
        return error("an unknown escape");
    }
    out += plain;
    return {};
}

Result<char32_t> IonScanner::hexadecimal(std::size_t digits) {
    const auto text = m_line.substr(m_at, digits);
    std::uint32_t code = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), code, 16);
    if (text.size() != digits || parsed.ptr != text.data() + digits) {
        return error("an unknown escape");
    }
    m_at += digits;
    return static_cast<char32_t>(code);
}

// Two escapes may spell one character as UTF-16 does.
Result<char32_t> IonScanner::unicodeEscape() {
    auto high = hexadecimal(4);
    if (!high || *high < 0xD800 || *high > 0xDBFF || !take("\\u")) {
        return high;
    }
    auto low = hexadecimal(4);
    if (!low) {
        return low;
    }
    if (*low < 0xDC00 || *low > 0xDFFF) {
        return error("an escape that is no character");
    }
    return 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00);
}

std::string_view IonScanner::identifier() {
    const std::size_t start = m_at;
    if (isDigit(peek())) {
        return {};
    }
    while (isIdentifierCharacter(peek())) {
        ++m_at;
    }
    return m_line.substr(start, m_at - start);
}

std::string_view IonScanner::numeral() {
    const std::size_t start = m_at;
    while (isNumeralCharacter(peek())) {
        ++m_at;
    }
    return m_line.substr(start, m_at - start);
}

Result<std::string> IonScanner::blob() {
    const std::size_t end = m_line.find("}}", m_at);
    if (end == std::string_view::npos) {
        return error("a blob without an end");
    }
    std::string text;
    for (const char c : m_line.substr(m_at, end - m_at)) {
        if (space.find(c) == std::string_view::npos) {
            text += c;
        }
    }
    auto bytes = fromBase64(text);
    if (!bytes) {
        return error("a blob that is not base64");
    }
    m_at = end + 2;
    return std::move(*bytes);
}

}  // namespace engine::transfer
