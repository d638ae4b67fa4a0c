#include "engine/values/number.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/base/limits.h"
#include "engine/values/number_digits.h"
#include "engine/values/number_errors.h"

namespace engine::values {
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
        return numberOverflow();
    }
    if (leading < limits::numberExponentMin) {
        return numberUnderflow();
    }
    return std::nullopt;
}

}  // namespace

Number Number::fromInteger(std::int64_t value) {
    Number number;
    number.m_negative = value < 0;
    auto magnitude = static_cast<std::uint64_t>(value);
    magnitude = number.m_negative ? ~magnitude + 1 : magnitude;
    while (magnitude != 0 && magnitude % 10 == 0) {
        magnitude /= 10;
        ++number.m_exponent;
    }
    number.m_coefficient = magnitude;
    return number;
}

std::optional<std::int64_t> Number::truncated() const {
    auto whole = m_coefficient;
    for (int exponent = m_exponent; exponent < 0 && whole != 0; ++exponent) {
        whole /= 10;
    }
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    for (int exponent = m_exponent; exponent > 0; --exponent) {
        if (whole > most / 10) {
            return std::nullopt;
        }
        whole *= 10;
    }
    if (whole > most) {
        return std::nullopt;
    }
    const auto value = static_cast<std::int64_t>(whole);
    return m_negative ? -value : value;
}

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
        return numberOverflow();
    }
    Sum sum;
    sum.exponent = low.m_exponent;
    bool negative = high.m_negative;
    if (high.m_negative == low.m_negative) {
        if (__builtin_add_overflow(scaled, low.m_coefficient, &sum.coefficient)) {
            return numberOverflow();
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
    const int wholeDigits = std::clamp(whole, 0, digits);
    const int fractionDigits = digits - wholeDigits;
    const int size = 1 + (wholeDigits + 1) / 2 + (fractionDigits + 1) / 2 + (m_negative ? 1 : 0);
    return static_cast<std::size_t>(size);
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
