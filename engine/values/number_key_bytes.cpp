#include "engine/values/number_key_bytes.h"

#include <algorithm>
#include <array>

#include "engine/base/ensure.h"
#include "engine/base/limits.h"
#include "engine/values/number.h"
#include "engine/values/number_digits.h"

namespace engine::values {
namespace {

// First bytes of the order-preserving form.
constexpr char negativeMark = 0x01;
constexpr char zeroMark = 0x02;
constexpr char positiveMark = 0x03;
constexpr int exponentBias = 128;
// Mark, exponent, 38 digits behind a leading zero, end.
constexpr std::size_t keyBytesMax = 23;
constexpr int pairsMax = 20;

Error damagedNumber() {
    return Error::corrupt("The bytes of a stored number are damaged");
}

// Base-100 digits as read back, most significant first.
struct Pairs {
    std::array<std::uint8_t, pairsMax> values;
    int count = 0;

    int first() const { return values[0]; }
    int last() const { return values[static_cast<std::size_t>(count - 1)]; }
    bool leadingZero() const { return first() < 10; }
    bool trailingZero() const { return last() % 10 == 0; }
    int digits() const { return 2 * count - (leadingZero() ? 1 : 0) - (trailingZero() ? 1 : 0); }
    // Equal numbers have equal bytes, so a pair of zeros at either end is damage.
    bool canonical() const {
        return count > 0 && first() != 0 && last() != 0 && digits() <= limits::numberDigitsMax;
    }
    Wide coefficient() const {
        // Nine pairs fit 64 bits, which multiply much faster than 128.
        constexpr int narrowPairs = 9;
        std::uint64_t narrow = 0;
        int at = 0;
        for (; at < count - 1 && at < narrowPairs; ++at) {
            narrow = narrow * 100 + values[static_cast<std::size_t>(at)];
        }
        Wide wide = narrow;
        for (; at < count - 1; ++at) {
            wide = wide * 100 + values[static_cast<std::size_t>(at)];
        }
        return trailingZero() ? wide * 10 + static_cast<unsigned>(last() / 10)
                              : wide * 100 + static_cast<unsigned>(last());
    }
};

}  // namespace

// Form: mark; zero ends there. Else one byte of the biased base-100 exponent, the base-100 digits
// plus one, and a closing 0. All but the mark are complemented for negative numbers.
void Number::appendKeyBytes(std::string& out) const {
    if (isZero()) {
        out.push_back(zeroMark);
        return;
    }
    const Digits digits(m_coefficient);
    const int point = digits.count() + m_exponent;  // value = 0.DIGITS * 10^point
    const bool odd = (point & 1) != 0;
    const unsigned flip = m_negative ? 0xffU : 0U;
    std::array<char, keyBytesMax> bytes{};
    std::size_t size = 0;
    bytes[size++] = m_negative ? negativeMark : positiveMark;
    const auto put = [&](int value) {
        bytes[size++] = static_cast<char>(static_cast<unsigned>(value) ^ flip);
    };
    put((odd ? point + 1 : point) / 2 + exponentBias);
    for (int at = odd ? -1 : 0; at < digits.count(); at += 2) {
        put(digits.digit(at) * 10 + digits.digit(at + 1) + 1);
    }
    put(0);
    out.append(bytes.data(), size);
}

Result<Number> Number::takeKeyBytes(std::string_view& bytes) {
    if (bytes.empty()) {
        return damagedNumber();
    }
    const char mark = bytes[0];
    if (mark == zeroMark) {
        bytes.remove_prefix(1);
        return Number();
    }
    if ((mark != negativeMark && mark != positiveMark) || bytes.size() < 4) {
        return damagedNumber();
    }
    const unsigned flip = mark == negativeMark ? 0xffU : 0U;
    const auto byteAt = [&](std::size_t i) {
        return static_cast<int>((static_cast<unsigned char>(bytes[i]) ^ flip) & 0xffU);
    };
    Pairs pairs;
    std::size_t at = 2;
    for (; at < bytes.size() && byteAt(at) != 0; ++at) {
        const int pair = byteAt(at) - 1;
        if (pair > 99 || pairs.count == pairsMax) {
            return damagedNumber();
        }
        pairs.values[static_cast<std::size_t>(pairs.count++)] = static_cast<std::uint8_t>(pair);
    }
    if (at == bytes.size() || !pairs.canonical()) {
        return damagedNumber();
    }
    const int point = 2 * (byteAt(1) - exponentBias) - (pairs.leadingZero() ? 1 : 0);
    const int leading = point - 1;
    if (leading > limits::numberExponentMax || leading < limits::numberExponentMin) {
        return damagedNumber();
    }
    Number number;
    number.m_negative = mark == negativeMark;
    number.m_coefficient = pairs.coefficient();
    number.m_exponent = static_cast<std::int16_t>(point - pairs.digits());
    bytes.remove_prefix(at + 1);
    return number;
}

std::string_view takeNumberBytes(std::string_view& bytes) {
    ENSURE(!bytes.empty());
    std::size_t size = 1;
    if (bytes[0] != zeroMark) {
        // Neither exponents nor digits are ever the closing byte.
        const std::size_t end = bytes.find(bytes[0] == negativeMark ? '\xff' : '\0', 1);
        ENSURE(end != std::string_view::npos);
        size = end + 1;
    }
    const auto taken = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return taken;
}

std::size_t numberSizeBytes(std::string_view keyBytes) {
    if (keyBytes.size() == 1) {
        return 1;
    }
    ENSURE(keyBytes.size() >= 4);
    const bool negative = keyBytes[0] == negativeMark;
    const auto byteAt = [&](std::size_t i) {
        const unsigned flip = negative ? 0xffU : 0U;
        return static_cast<int>((static_cast<unsigned char>(keyBytes[i]) ^ flip) & 0xffU);
    };
    const int leadingZeros = byteAt(2) - 1 < 10 ? 1 : 0;
    const int trailingZeros = (byteAt(keyBytes.size() - 2) - 1) % 10 == 0 ? 1 : 0;
    const int pairs = static_cast<int>(keyBytes.size()) - 3;
    const int digits = 2 * pairs - leadingZeros - trailingZeros;
    const int point = 2 * (byteAt(1) - exponentBias) - leadingZeros;
    const int whole = std::clamp(point, 0, digits);
    const int size = 1 + (whole + 1) / 2 + (digits - whole + 1) / 2 + (negative ? 1 : 0);
    return static_cast<std::size_t>(size);
}

}  // namespace engine::values
