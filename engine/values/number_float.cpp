#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>

#include "engine/values/number.h"
#include "engine/values/number_digits.h"

namespace engine::values {

std::optional<float> Number::toFloat() const {
    constexpr std::uint64_t exactMax = std::uint64_t{1} << 53U;
    constexpr std::uint64_t lowBits = 0x1FFF'FFFFU;  // of a double, which a float has not
    constexpr std::uint64_t halfway = 0x1000'0000U;  // between two floats
    if (m_coefficient <= exactMax && m_exponent >= -22 && m_exponent <= 22) {
        // Both factors are exact, so this rounds once.
        const auto coefficient = static_cast<double>(static_cast<std::uint64_t>(m_coefficient));
        const auto power = static_cast<double>(powerOfTen(std::abs(m_exponent)));
        const double magnitude = m_exponent < 0 ? coefficient / power : coefficient * power;
        // To round that again is right unless the first rounding made a tie.
        if ((std::bit_cast<std::uint64_t>(magnitude) & lowBits) != halfway) {
            return static_cast<float>(m_negative ? -magnitude : magnitude);
        }
    }
    const Digits digits(m_coefficient);
    const std::string text = std::string(digits.text()) + "e" + std::to_string(m_exponent);
    float magnitude = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), magnitude);
    if (read.ec == std::errc::result_out_of_range) {
        if (digits.count() + m_exponent > 0) {
            return std::nullopt;
        }
        magnitude = 0;
    }
    return m_negative ? -magnitude : magnitude;
}

}  // namespace engine::values
