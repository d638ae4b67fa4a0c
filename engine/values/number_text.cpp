#include <charconv>
#include <optional>

#include "engine/base/limits.h"
#include "engine/values/number.h"
#include "engine/values/number_digits.h"
#include "engine/values/number_errors.h"

namespace engine::values {
namespace {

// What a decimal text says before it is judged.
struct Scanned {
    Wide coefficient = 0;     // the first 38 significant digits, without trailing zeros
    std::int64_t digits = 0;  // significant digits, trailing zeros stripped
    std::int64_t scale = 0;   // power of ten of the last significant digit, without exponent
    std::int64_t exponent = 0;
    std::int64_t fraction = 0;  // digits behind the point
    bool negative = false;
};

class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    std::optional<Scanned> scan() {
        if (!m_text.empty() && (m_text[0] == '+' || m_text[0] == '-')) {
            m_result.negative = m_text[0] == '-';
            ++m_at;
        }
        const bool whole = takeDigits(false);
        bool part = false;
        if (m_at < m_text.size() && m_text[m_at] == '.') {
            ++m_at;
            part = takeDigits(true);
        }
        if (!(whole || part) || !takeExponent() || m_at != m_text.size()) {
            return std::nullopt;
        }
        m_result.scale = m_pendingZeros - m_result.fraction;
        return m_result;
    }

private:
    bool takeDigits(bool fraction) {
        const std::size_t begin = m_at;
        for (; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; ++m_at) {
            takeDigit(m_text[m_at] - '0');
            m_result.fraction += fraction ? 1 : 0;
        }
        return m_at > begin;
    }

    // Zeros are held back until a digit follows, so that trailing ones do not count.
    void takeDigit(int digit) {
        if (digit == 0) {
            m_pendingZeros += 1;
            return;
        }
        if (m_result.digits > 0) {
            append(m_pendingZeros, 0);
        }
        m_pendingZeros = 0;
        append(1, digit);
    }

    void append(std::int64_t times, int digit) {
        for (std::int64_t at = m_result.digits;
             at < m_result.digits + times && at < limits::numberDigitsMax; ++at) {
            m_result.coefficient = m_result.coefficient * 10 + static_cast<unsigned>(digit);
        }
        m_result.digits += times;
    }

    bool takeExponent() {
        if (m_at == m_text.size() || (m_text[m_at] != 'e' && m_text[m_at] != 'E')) {
            return true;
        }
        ++m_at;
        bool negative = false;
        if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-')) {
            negative = m_text[m_at] == '-';
            ++m_at;
        }
        const std::size_t begin = m_at;
        std::int64_t value = 0;
        for (; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; ++m_at) {
            if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
                __builtin_add_overflow(value, std::int64_t{m_text[m_at] - '0'}, &value)) {
                return false;
            }
        }
        m_result.exponent = negative ? -value : value;
        return m_at > begin;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Scanned m_result;
    std::int64_t m_pendingZeros = 0;
};

// Most numbers are short whole ones; the scanner below them is for everything else.
std::optional<std::int64_t> shortInteger(std::string_view text) {
    constexpr std::size_t safeDigits = 18;
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    if (text.empty() || text.size() > safeDigits ||
        std::from_chars(text.data(), end, value) != std::from_chars_result{end, std::errc{}}) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

Result<Number> Number::parse(std::string_view text) {
    if (const auto value = shortInteger(text)) {
        return fromInteger(*value);
    }
    const auto scanned = Scanner(text).scan();
    if (!scanned) {
        return notNumeric(text);
    }
    if (scanned->digits == 0) {
        // A zero is judged by its written exponent (facts/numbers-and-keys.md section 1).
        if (scanned->exponent > limits::numberExponentMax + scanned->fraction) {
            return numberOverflow();
        }
        if (scanned->exponent < limits::numberExponentMin) {
            return numberUnderflow();
        }
        return Number();
    }
    std::int64_t leading = 0;
    if (__builtin_add_overflow(scanned->exponent, scanned->scale + scanned->digits - 1, &leading)) {
        return scanned->exponent > 0 ? numberOverflow() : numberUnderflow();
    }
    if (leading > limits::numberExponentMax) {
        return numberOverflow();
    }
    if (leading < limits::numberExponentMin) {
        return numberUnderflow();
    }
    if (scanned->digits > limits::numberDigitsMax) {
        return numberTooPrecise();
    }
    Number number;
    number.m_coefficient = scanned->coefficient;
    number.m_exponent = static_cast<std::int16_t>(scanned->exponent + scanned->scale);
    number.m_negative = scanned->negative;
    return number;
}

void Number::appendTo(std::string& out) const {
    if (m_negative) {
        out.push_back('-');
    }
    const Digits digits(m_coefficient);
    const std::string_view text = digits.text();
    if (m_exponent >= 0) {
        out.append(text);
        out.append(static_cast<std::size_t>(m_exponent), '0');
        return;
    }
    const int whole = digits.count() + m_exponent;
    if (whole > 0) {
        out.append(text.substr(0, static_cast<std::size_t>(whole)));
        out.push_back('.');
        out.append(text.substr(static_cast<std::size_t>(whole)));
        return;
    }
    out.append("0.");
    out.append(static_cast<std::size_t>(-whole), '0');
    out.append(text);
}

std::string Number::toString() const {
    std::string out;
    appendTo(out);
    return out;
}

}  // namespace engine::values
