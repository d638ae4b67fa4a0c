#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

// Decimal arithmetic on a Number's 128-bit coefficient; for the sources of Number only.
namespace engine::values {

__extension__ using Wide = unsigned __int128;

constexpr std::array<Wide, 39> makePowersOfTen() {
    std::array<Wide, 39> powers{};
    Wide power = 1;
    for (auto& one : powers) {
        one = power;
        power *= 10;
    }
    return powers;
}

inline constexpr std::array<Wide, 39> powersOfTen = makePowersOfTen();

// `exponent` is 0 to 38.
inline Wide powerOfTen(int exponent) {
    return powersOfTen[static_cast<std::size_t>(exponent)];
}

// Decimal digits of `value`; 0 for zero.
inline int digitCount(Wide value) {
    const auto high = static_cast<std::uint64_t>(value >> 64U);
    const auto low = static_cast<std::uint64_t>(value);
    const int bits = high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(low);
    // 1233 / 4096 is the decimal logarithm of 2: the estimate is right or one too small.
    const int estimate = (bits * 1233) >> 12;
    return estimate + (value >= powerOfTen(estimate) ? 1 : 0);
}

// The decimal digits of a coefficient, most significant first; "0" for zero.
class Digits {
public:
    explicit Digits(Wide value) {
        constexpr std::uint64_t chunk = 1'000'000'000'000'000'000ULL;
        while (value >= chunk) {
            auto low = static_cast<std::uint64_t>(value % chunk);
            value /= chunk;
            for (int i = 0; i < 18; ++i, low /= 10) {
                put(low % 10);
            }
        }
        auto rest = static_cast<std::uint64_t>(value);
        do {
            put(rest % 10);
            rest /= 10;
        } while (rest > 0);
    }
    int count() const { return static_cast<int>(m_text.size() - m_begin); }
    std::string_view text() const { return {m_text.data() + m_begin, m_text.size() - m_begin}; }
    // 0 to 9; 0 outside the digits.
    int digit(int index) const {
        return index < 0 || index >= count()
                   ? 0
                   : m_text[m_begin + static_cast<std::size_t>(index)] - '0';
    }

private:
    void put(std::uint64_t digit) { m_text[--m_begin] = static_cast<char>('0' + digit); }

    std::array<char, 40> m_text;
    std::size_t m_begin = 40;
};

}  // namespace engine::values
