#include "engine/wire/shortest_number.h"

#include <array>
#include <charconv>
#include <string_view>

namespace engine::wire {
namespace {

struct PlainRange {
    int pointMin;  // digits before the point, negative for zeros behind it
    int pointMax;
};

template <class Float>
void append(Float value, PlainRange range, std::string& out) {
    if (value == 0) {
        out += "0.0";
        return;
    }
    std::array<char, 64> buffer;
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                       std::chars_format::scientific);
    std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
    if (text.front() == '-') {
        out += '-';
        text.remove_prefix(1);
    }
    const auto mark = text.find('e');
    std::string digits(text.substr(0, 1));
    digits += mark > 2 ? text.substr(2, mark - 2) : std::string_view();
    int exponent = 0;
    const auto exponentText = text.substr(mark + (text[mark + 1] == '+' ? 2 : 1));
    std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent);
    const int point = exponent + 1;
    const int count = static_cast<int>(digits.size());
    if (point < range.pointMin || point > range.pointMax) {
        out += digits[0];
        if (count > 1) {
            out.append(".").append(digits, 1);
        }
        out += "e" + std::to_string(exponent);
    } else if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else if (point >= count) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0').append(".0");
    } else {
        digits.insert(static_cast<std::size_t>(point), ".");
        out += digits;
    }
}

}  // namespace

void appendShortest(float value, std::string& out) {
    append(value, {-5, 13}, out);
}

void appendShortest(double value, std::string& out) {
    append(value, {-4, 16}, out);
}

}  // namespace engine::wire
