#include "engine/values/number.h"

#include <array>
#include <limits>
#include <optional>

#include "engine/base/limits.h"

namespace engine::values {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::string_view overflowText =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
constexpr std::string_view underflowText =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";
constexpr std::string_view precisionText =
    "Attempting to store more than 38 significant digits in a Number";

// First bytes of the order-preserving form.
constexpr char negativeMark = 0x01;
constexpr char zeroMark = 0x02;
constexpr char positiveMark = 0x03;
constexpr int exponentBias = 128;

Error invalid(std::string_view text) {
    return Error::validation(std::string(text));
}

Error notNumeric(std::string_view text) {
    return Error::validation("The parameter cannot be converted to a numeric value: " +
                             std::string(text));
}

int digitCount(Wide value) {
    int digits = 0;
    constexpr std::uint64_t chunk = 1'000'000'000'000'000'000ULL;
    while (value >= chunk) {
        value /= chunk;
        digits += 18;
    }
    for (auto rest = static_cast<std::uint64_t>(value); rest > 0; rest /= 10) {
        ++digits;
    }
    return digits;
}

Wide powerOfTen(int exponent) {
    Wide value = 1;
    for (int i = 0; i < exponent; ++i) {
        value *= 10;
    }
    return value;
}

struct Digits {
    std::array<char, 40> text{};
    int count = 0;
};

// Decimal digits, most significant first; "0" for zero.
Digits decimalDigits(Wide value) {
    Digits digits;
    std::array<char, 40> reversed{};
    int count = 0;
    constexpr std::uint64_t chunk = 1'000'000'000'000'000'000ULL;
    while (value >= chunk) {
        auto low = static_cast<std::uint64_t>(value % chunk);
        value /= chunk;
        for (int i = 0; i < 18; ++i, low /= 10) {
            reversed[static_cast<std::size_t>(count++)] = static_cast<char>('0' + low % 10);
        }
    }
    auto rest = static_cast<std::uint64_t>(value);
    do {
        reversed[static_cast<std::size_t>(count++)] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    for (int i = 0; i < count; ++i) {
        digits.text[static_cast<std::size_t>(i)] =
            reversed[static_cast<std::size_t>(count - 1 - i)];
    }
    digits.count = count;
    return digits;
}

// What a decimal text says before it is judged.
struct Scanned {
    Wide coefficient = 0;    // the first 38 significant digits, without trailing zeros
    int digits = 0;          // significant digits, trailing zeros stripped
    std::int64_t scale = 0;  // power of ten of the last significant digit, without exponent
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
        for (std::int64_t i = 0; i < times && m_result.digits < limits::numberDigitsMax; ++i) {
            m_result.coefficient = m_result.coefficient * 10 + static_cast<unsigned>(digit);
            ++m_result.digits;
            ++m_kept;
        }
        m_total += times;
        if (m_total > m_kept) {
            m_result.digits = static_cast<int>(m_total > std::numeric_limits<int>::max()
                                                   ? std::numeric_limits<int>::max()
                                                   : m_total);
        }
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
    std::int64_t m_total = 0;
    std::int64_t m_kept = 0;
};

}  // namespace

Number Number::fromInteger(std::int64_t value) {
    Number number;
    number.m_negative = value < 0;
    const auto bits = static_cast<std::uint64_t>(value);
    number.m_coefficient = number.m_negative ? ~bits + 1 : bits;
    while (number.m_coefficient != 0 && number.m_coefficient % 10 == 0) {
        number.m_coefficient /= 10;
        ++number.m_exponent;
    }
    return number;
}

Result<Number> Number::parse(std::string_view text) {
    const auto scanned = Scanner(text).scan();
    if (!scanned) {
        return notNumeric(text);
    }
    if (scanned->digits == 0) {
        // A zero is judged by its written exponent (facts/numbers-and-keys.md section 1).
        if (scanned->exponent > limits::numberExponentMax + scanned->fraction) {
            return invalid(overflowText);
        }
        if (scanned->exponent < limits::numberExponentMin) {
            return invalid(underflowText);
        }
        return Number();
    }
    std::int64_t leading = 0;
    if (__builtin_add_overflow(scanned->exponent, scanned->scale + scanned->digits - 1, &leading)) {
        return invalid(scanned->exponent > 0 ? overflowText : underflowText);
    }
    if (leading > limits::numberExponentMax) {
        return invalid(overflowText);
    }
    if (leading < limits::numberExponentMin) {
        return invalid(underflowText);
    }
    if (scanned->digits > limits::numberDigitsMax) {
        return invalid(precisionText);
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
    const Digits digits = decimalDigits(m_coefficient);
    const std::string_view text(digits.text.data(), static_cast<std::size_t>(digits.count));
    if (m_exponent >= 0) {
        out.append(text);
        out.append(static_cast<std::size_t>(m_exponent), '0');
        return;
    }
    const int whole = digits.count + m_exponent;
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

namespace {

// Strips trailing zeros and judges the result of an addition.
struct Sum {
    Wide coefficient = 0;
    int exponent = 0;
};

std::optional<Error> normalise(Sum& sum) {
    if (sum.coefficient == 0) {
        sum.exponent = 0;
        return std::nullopt;
    }
    while (sum.coefficient % 10 == 0) {
        sum.coefficient /= 10;
        ++sum.exponent;
    }
    const int digits = digitCount(sum.coefficient);
    const int leading = sum.exponent + digits - 1;
    if (digits > limits::numberDigitsMax || leading > limits::numberExponentMax) {
        return invalid(overflowText);
    }
    if (leading < limits::numberExponentMin) {
        return invalid(underflowText);
    }
    return std::nullopt;
}

}  // namespace

Result<Number> Number::plus(const Number& other) const {
    if (isZero()) {
        return other;
    }
    if (other.isZero()) {
        return *this;
    }
    const bool thisIsHigher = m_exponent >= other.m_exponent;
    const Number& high = thisIsHigher ? *this : other;
    const Number& low = thisIsHigher ? other : *this;
    const int shift = high.m_exponent - low.m_exponent;
    // A higher number that needs more than 39 digits leaves at least 39 in the result.
    Wide scaled = 0;
    if (digitCount(high.m_coefficient) + shift > limits::numberDigitsMax + 1 ||
        __builtin_mul_overflow(high.m_coefficient, powerOfTen(shift), &scaled)) {
        return invalid(overflowText);
    }
    Sum sum;
    sum.exponent = low.m_exponent;
    bool negative = high.m_negative;
    if (high.m_negative == low.m_negative) {
        if (__builtin_add_overflow(scaled, low.m_coefficient, &sum.coefficient)) {
            return invalid(overflowText);
        }
    } else if (scaled >= low.m_coefficient) {
        sum.coefficient = scaled - low.m_coefficient;
    } else {
        sum.coefficient = low.m_coefficient - scaled;
        negative = low.m_negative;
    }
    if (auto problem = normalise(sum)) {
        return std::move(*problem);
    }
    Number result;
    result.m_coefficient = sum.coefficient;
    result.m_exponent = static_cast<std::int16_t>(sum.exponent);
    result.m_negative = negative && sum.coefficient != 0;
    return result;
}

Result<Number> Number::minus(const Number& other) const {
    Number negated = other;
    negated.m_negative = !other.m_negative && !other.isZero();
    return plus(negated);
}

std::size_t Number::sizeBytes() const {
    if (isZero()) {
        return 1;
    }
    const int digits = digitCount(m_coefficient);
    const int whole = digits + m_exponent;
    const int wholeDigits = whole < 0 ? 0 : whole > digits ? digits : whole;
    const int fractionDigits = digits - wholeDigits;
    return static_cast<std::size_t>(1 + (wholeDigits + 1) / 2 + (fractionDigits + 1) / 2 +
                                    (m_negative ? 1 : 0));
}

// Form: mark; zero ends there. Else one byte of the biased base-100 exponent, the base-100 digits
// plus one, and a closing 0. All but the mark are complemented for negative numbers.
void Number::appendKeyBytes(std::string& out) const {
    if (isZero()) {
        out.push_back(zeroMark);
        return;
    }
    const Digits digits = decimalDigits(m_coefficient);
    const int point = digits.count + m_exponent;  // value = 0.DIGITS * 10^point
    const bool odd = (point & 1) != 0;
    const int exponent = (odd ? point + 1 : point) / 2;
    const unsigned flip = m_negative ? 0xffU : 0U;
    out.push_back(m_negative ? negativeMark : positiveMark);
    const auto put = [&](int value) {
        out.push_back(static_cast<char>(static_cast<unsigned>(value) ^ flip));
    };
    put(exponent + exponentBias);
    int at = odd ? -1 : 0;
    for (; at < digits.count; at += 2) {
        const int tens = at < 0 ? 0 : digits.text[static_cast<std::size_t>(at)] - '0';
        const int ones =
            at + 1 < digits.count ? digits.text[static_cast<std::size_t>(at + 1)] - '0' : 0;
        put(tens * 10 + ones + 1);
    }
    put(0);
}

Result<Number> Number::takeKeyBytes(std::string_view& bytes) {
    const auto damaged = [] { return Error::corrupt("The bytes of a stored number are damaged"); };
    if (bytes.empty()) {
        return damaged();
    }
    const char mark = bytes[0];
    if (mark == zeroMark) {
        bytes.remove_prefix(1);
        return Number();
    }
    if ((mark != negativeMark && mark != positiveMark) || bytes.size() < 4) {
        return damaged();
    }
    const unsigned flip = mark == negativeMark ? 0xffU : 0U;
    const auto byteAt = [&](std::size_t i) {
        return static_cast<int>((static_cast<unsigned char>(bytes[i]) ^ flip) & 0xffU);
    };
    const int exponent = byteAt(1) - exponentBias;
    Number number;
    number.m_negative = mark == negativeMark;
    std::size_t at = 2;
    int pairs = 0;
    int lastPair = 0;
    int firstPair = 0;
    for (; at < bytes.size() && byteAt(at) != 0; ++at, ++pairs) {
        lastPair = byteAt(at) - 1;
        if (lastPair > 99 || pairs == 20) {
            return damaged();
        }
        firstPair = pairs == 0 ? lastPair : firstPair;
        if (pairs == 19) {
            // The 20th pair exists only behind a leading zero, and only its first digit counts.
            if (firstPair >= 10 || lastPair % 10 != 0) {
                return damaged();
            }
            number.m_coefficient = number.m_coefficient * 10 + static_cast<unsigned>(lastPair / 10);
            continue;
        }
        number.m_coefficient = number.m_coefficient * 100 + static_cast<unsigned>(lastPair);
    }
    if (at == bytes.size() || pairs == 0 || firstPair == 0 || lastPair == 0) {
        return damaged();
    }
    const int written = 2 * pairs - (pairs == 20 ? 1 : 0);
    int last = 2 * exponent - written;  // power of ten of the last digit
    while (number.m_coefficient % 10 == 0) {
        number.m_coefficient /= 10;
        ++last;
    }
    const int leading = last + digitCount(number.m_coefficient) - 1;
    if (digitCount(number.m_coefficient) > limits::numberDigitsMax ||
        leading > limits::numberExponentMax || leading < limits::numberExponentMin) {
        return damaged();
    }
    number.m_exponent = static_cast<std::int16_t>(last);
    bytes.remove_prefix(at + 1);
    return number;
}

std::strong_ordering operator<=>(const Number& left, const Number& right) {
    const auto sign = [](const Number& n) { return n.isZero() ? 0 : n.m_negative ? -1 : 1; };
    if (sign(left) != sign(right) || left.isZero()) {
        return sign(left) <=> sign(right);
    }
    const int leftDigits = digitCount(left.m_coefficient);
    const int rightDigits = digitCount(right.m_coefficient);
    auto order = leftDigits + left.m_exponent <=> rightDigits + right.m_exponent;
    if (order == 0) {
        const int widest = leftDigits > rightDigits ? leftDigits : rightDigits;
        order = left.m_coefficient * powerOfTen(widest - leftDigits) <=>
                right.m_coefficient * powerOfTen(widest - rightDigits);
    }
    return left.m_negative ? 0 <=> order : order;
}

}  // namespace engine::values
