#include "engine/transfer/ion_number.h"

#include <algorithm>
#include <cctype>

namespace engine::transfer {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

Error notANumber(std::string_view text) {
    const bool isTimestamp = text.size() > 4 &&
                             std::all_of(text.begin(), text.begin() + 4, isDigit) &&
                             (text[4] == '-' || text[4] == 'T');
    return Error::validation(
        isTimestamp ? "Ion text: timestamps have no DynamoDB type"
                    : "The parameter cannot be converted to a numeric value: " + std::string(text));
}

// Takes digits off the front and appends them; single underscores may stand between two digits.
bool takeDigits(std::string_view& text, std::string& out) {
    if (text.empty() || !isDigit(text.front())) {
        return false;
    }
    std::size_t at = 0;
    while (at < text.size()) {
        if (isDigit(text[at])) {
            out += text[at];
        } else if (text[at] != '_' || at + 1 == text.size() || !isDigit(text[at + 1])) {
            break;
        }
        ++at;
    }
    text.remove_prefix(at);
    return true;
}

int digitValue(char c) {
    if (isDigit(c)) {
        return c - '0';
    }
    const int lower = std::tolower(static_cast<unsigned char>(c));
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

// Digits behind 0x or 0b. The sum is exact: Number refuses what has more than 38 digits.
Result<values::Number> parseInBase(std::string_view text, std::string_view digits, int base,
                                   bool negative) {
    values::Number sum;
    bool lastWasDigit = false;
    for (const char c : digits) {
        if (c == '_' && lastWasDigit) {
            lastWasDigit = false;
            continue;
        }
        const int digit = digitValue(c);
        if (digit >= base) {
            return notANumber(text);
        }
        lastWasDigit = true;
        for (int doubled = 1; doubled < base; doubled *= 2) {
            auto twice = sum.plus(sum);
            if (!twice) {
                return twice;
            }
            sum = *twice;
        }
        auto next = sum.plus(values::Number::fromInteger(digit));
        if (!next) {
            return next;
        }
        sum = *next;
    }
    if (!lastWasDigit) {
        return notANumber(text);
    }
    return negative ? values::Number().minus(sum) : sum;
}

}  // namespace

Result<values::Number> parseIonNumber(std::string_view text) {
    std::string_view rest = text;
    std::string plain;
    const bool negative = rest.starts_with('-');
    if (negative) {
        plain += '-';
        rest.remove_prefix(1);
    }
    if (rest.starts_with("0x") || rest.starts_with("0X")) {
        return parseInBase(text, rest.substr(2), 16, negative);
    }
    if (rest.starts_with("0b") || rest.starts_with("0B")) {
        return parseInBase(text, rest.substr(2), 2, negative);
    }
    const std::string_view whole = rest;
    if (!takeDigits(rest, plain) || (whole.size() - rest.size() > 1 && whole.front() == '0')) {
        return notANumber(text);  // Ion has no leading zeros
    }
    if (rest.starts_with('.')) {
        plain += '.';
        rest.remove_prefix(1);
        takeDigits(rest, plain);
    }
    if (!rest.empty() && std::string_view("dDeE").find(rest.front()) != std::string_view::npos) {
        plain += 'e';
        rest.remove_prefix(1);
        if (rest.starts_with('-') || rest.starts_with('+')) {
            plain += rest.front();
            rest.remove_prefix(1);
        }
        if (!takeDigits(rest, plain)) {
            return notANumber(text);
        }
    }
    return rest.empty() ? values::Number::parse(plain) : notANumber(text);
}

void appendIonNumber(const values::Number& number, std::string& out) {
    const std::string plain = number.toString();
    const std::size_t point = plain.find('.');
    if (point == std::string::npos) {
        const std::size_t zeros =
            number.isZero() ? 0 : plain.size() - 1 - plain.find_last_not_of('0');
        out.append(plain, 0, plain.size() - zeros);
        out += zeros == 0 ? "." : "d" + std::to_string(zeros);
        return;
    }
    // Up to five zeros behind the point are written out.
    constexpr std::size_t writtenZerosMax = 5;
    const std::size_t firstDigit = plain.find_first_not_of("-0.");
    const bool isSmall = firstDigit > point && firstDigit - point - 1 > writtenZerosMax;
    if (!isSmall) {
        out += plain;
        return;
    }
    out += number.isNegative() ? "-" : "";
    out.append(plain, firstDigit);
    out += "d-" + std::to_string(plain.size() - point - 1);
}

}  // namespace engine::transfer
