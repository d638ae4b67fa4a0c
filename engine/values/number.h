#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace engine::values {

// DynamoDB's Number: a decimal of up to 38 significant digits, magnitude 1E-130 to
// 9.9...9E+125, or zero; never a double (facts/numbers-and-keys.md section 1). A value type:
// 128-bit coefficient without trailing zeros, and a power of ten.
class Number final {
public:
    Number() = default;  // zero
    static Number fromInteger(std::int64_t value);

    // Reads the grammar of facts/validation.md section 5; the error has DynamoDB's text (overflow,
    // underflow, more than 38 digits, not numeric), without envelope.
    static Result<Number> parse(std::string_view text);

    // Canonical text: plain decimal, never scientific (facts/numbers-and-keys.md section 1).
    std::string toString() const;
    void appendTo(std::string& out) const;

    bool isZero() const { return m_coefficient == 0; }
    bool isNegative() const { return m_negative; }

    // The whole part; nullopt when it does not fit.
    std::optional<std::int64_t> truncated() const;

    // The nearest 32-bit number; nullopt outside their range. For vectors, whose distances are not
    // exact either, and for nothing else.
    std::optional<float> toFloat() const;

    // Exact; an error with DynamoDB's overflow text when the result needs more than 38 digits or
    // leaves the range.
    Result<Number> plus(const Number& other) const;
    Result<Number> minus(const Number& other) const;

    // Bytes as DynamoDB counts them (facts/sizes-and-capacity.md section 1).
    std::size_t sizeBytes() const;

    // Order-preserving, self-terminating bytes: memcmp order equals numeric order, equal values
    // give equal bytes. The same bytes are the stored form of every Number.
    void appendKeyBytes(std::string& out) const;
    // Takes the number at the front of `bytes` off; fails (Corrupt) on bytes that appendKeyBytes
    // cannot have made.
    static Result<Number> takeKeyBytes(std::string_view& bytes);

    friend bool operator==(const Number&, const Number&) = default;
    friend std::strong_ordering operator<=>(const Number& left, const Number& right);

private:
    __extension__ unsigned __int128 m_coefficient = 0;  // no trailing decimal zeros; 0 means zero
    std::int16_t m_exponent = 0;                        // value = coefficient * 10^exponent
    bool m_negative = false;
};

}  // namespace engine::values
