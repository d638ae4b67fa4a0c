#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace engine::transfer {

// The tokens of one line of Ion text (Amazon Ion 1.0); for the Ion reader only. Errors name the
// byte of the line.
class IonScanner final {
public:
    explicit IonScanner(std::string_view line) : m_line(line) {}

    // Passes over white space and comments.
    Result<void> skipSpace();
    bool atEnd() const { return m_at == m_line.size(); }
    char peek() const { return atEnd() ? '\0' : m_line[m_at]; }
    bool looksAt(std::string_view text) const { return m_line.substr(m_at).starts_with(text); }
    bool take(std::string_view text);

    // "...", '...' or '''...''' (several of the last in a row are one text), with their escapes.
    // The opening quote is next.
    Result<std::string> text();
    // An identifier such as Item or $ion_1_0; empty when none is next.
    std::string_view identifier();
    // The characters that a number or a timestamp is made of, as far as they go.
    std::string_view numeral();
    // The base64 text behind {{ up to and with }}, decoded.
    Result<std::string> blob();

    Error error(std::string_view what) const;

private:
    Result<void> textUntil(std::string_view quote, std::string& out);
    Result<void> escape(std::string& out);
    Result<char32_t> hexadecimal(std::size_t digits);
    Result<char32_t> unicodeEscape();

    std::string_view m_line;
    std::size_t m_at = 0;
};

}  // namespace engine::transfer
