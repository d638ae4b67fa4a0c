#include "engine/values/number.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace engine::values {
namespace {

constexpr auto overflow =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
constexpr auto underflow =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";
constexpr auto precision = "Attempting to store more than 38 significant digits in a Number";

const std::string nines38(38, '9');

std::string canonical(const std::string& text) {
    const auto number = Number::parse(text);
    return number ? number->toString() : number.error().message;
}

Number num(const std::string& text) {
    auto number = Number::parse(text);
    EXPECT_TRUE(number.hasValue()) << text;
    return number ? *number : Number();
}

std::string keyBytes(const std::string& text) {
    std::string bytes;
    num(text).appendKeyBytes(bytes);
    return bytes;
}

TEST(Number, HasTheCanonicalTextOfTheService) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"007", "7"},       {"+1.5", "1.5"},        {"1.10", "1.1"},
        {"100.000", "100"}, {"1e3", "1000"},        {"1.23e4", "12300"},
        {"123e-2", "1.23"}, {".5", "0.5"},          {"-.5", "-0.5"},
        {"5.", "5"},        {"0e5", "0"},           {"1e125", "1" + std::string(125, '0')},
        {"-0", "0"},        {"-0.00", "0"},         {"1e-20", "0.00000000000000000001"},
        {"5.e1", "50"},     {"+1e2", "100"},        {"1E+2", "100"},
        {"10.01", "10.01"}, {"-120", "-120"},       {"000", "0"},
        {"0.000", "0"},     {"1e-1", "0.1"},        {"1234567890123456789", "1234567890123456789"},
        {"1e00000", "1"},   {"1e+0007", "10000000"}};
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(canonical(text), expected) << text;
    }
}

TEST(Number, KeepsThirtyEightDigitsAndNotOneMore) {
    EXPECT_EQ(canonical(nines38), nines38);
    EXPECT_EQ(canonical("-0." + nines38), "-0." + nines38);
    EXPECT_EQ(canonical(nines38 + "9"), precision);
    EXPECT_EQ(canonical("1" + std::string(37, '0') + ".1"), precision);
    EXPECT_EQ(canonical("0." + std::string(40, '0') + nines38 + "1"), precision);
    // Zeros at both ends are no significant digits, however many there are.
    EXPECT_EQ(canonical("1" + std::string(100, '0')), "1" + std::string(100, '0'));
    EXPECT_EQ(canonical(std::string(5000, '0') + nines38 + "." + std::string(5000, '0')), nines38);
}

TEST(Number, RangeEndsWhereTheServiceEndsIt) {
    const std::string largest = "9." + std::string(37, '9') + "E+125";
    EXPECT_EQ(canonical(largest), nines38 + std::string(88, '0'));
    EXPECT_EQ(canonical("-" + largest), "-" + nines38 + std::string(88, '0'));
    EXPECT_EQ(canonical("1e-130"), "0." + std::string(129, '0') + "1");
    EXPECT_EQ(canonical("1e126"), overflow);
    EXPECT_EQ(canonical("-1e126"), overflow);
    EXPECT_EQ(canonical("10e125"), overflow);
    EXPECT_EQ(canonical("1e-131"), underflow);
    EXPECT_EQ(canonical("9.9e-131"), underflow);
    EXPECT_EQ(canonical("0.1e-130"), underflow);
    EXPECT_EQ(canonical("1.1e-130"), "0." + std::string(129, '0') + "11");
    // The range is judged before the precision.
    EXPECT_EQ(canonical(nines38 + "9e100"), overflow);
}

TEST(Number, ReadsExponentsAsSixtyFourBits) {
    EXPECT_EQ(canonical("1e2147483647"), overflow);
    EXPECT_EQ(canonical("1e2147483648"), overflow);
    EXPECT_EQ(canonical("1e99999999999"), overflow);
    EXPECT_EQ(canonical("1e-99999999999"), underflow);
    EXPECT_EQ(canonical("10e9223372036854775807"), overflow);
    EXPECT_EQ(canonical("0.001e-9223372036854775807"), underflow);
    EXPECT_EQ(canonical("1e9223372036854775808"),
              "The parameter cannot be converted to a numeric value: 1e9223372036854775808");
}

TEST(Number, JudgesZeroByItsWrittenExponent) {
    EXPECT_EQ(canonical("0e125"), "0");
    EXPECT_EQ(canonical("0e126"), overflow);
    EXPECT_EQ(canonical("0.0e126"), "0");
    EXPECT_EQ(canonical("0e-130"), "0");
    EXPECT_EQ(canonical("0e-131"), underflow);
    EXPECT_EQ(canonical("-0e126"), overflow);
}

TEST(Number, RefusesWhatIsNoNumber) {
    for (const std::string text :
         {"",    "abc",  " 1",  "1 ",       "1 2",       "1+2",   "1.2.3", "+e2",     "1e",
          "1e+", "0x10", "NaN", "Infinity", "-Infinity", "+",     "-",     ".",       "-.",
          "e5",  ".e5",  "--1", "+-1",      "1e1.5",     "1_000", "1,5",   "\xd9\xa1"}) {
        EXPECT_EQ(canonical(text), "The parameter cannot be converted to a numeric value: " + text);
    }
    EXPECT_EQ(canonical(std::string("1\0", 2)),
              "The parameter cannot be converted to a numeric value: " + std::string("1\0", 2));
    EXPECT_EQ(Number::parse("abc").error().kind, ErrorKind::Validation);
}

TEST(Number, SizesAreThoseMeasuredOnTheService) {
    const std::vector<std::pair<std::string, std::size_t>> cases = {
        {"0", 1},       {"-0", 1},     {"1", 2},         {"12", 2},
        {"100", 2},     {"0042", 2},   {"0.0000001", 2}, {"0.15", 2},
        {"1E125", 2},   {"1E-100", 2}, {"15", 2},        {"123", 3},
        {"1234", 3},    {"1010", 3},   {"1.5", 3},       {"1.200", 3},
        {"1.2", 3},     {"-42", 3},    {"-0.15", 3},     {"-1E125", 3},
        {"123456", 4},  {"12345", 4},  {"1.234", 4},     {"100.5", 4},
        {"3.14159", 5}, {"-12345", 5}, {"1234567", 5},   {std::string(19, '9'), 11},
        {nines38, 20}};
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(num(text).sizeBytes(), expected) << text;
    }
}

TEST(Number, AddsExactly) {
    EXPECT_EQ(num("0.1").plus(num("0.2")).value().toString(), "0.3");
    EXPECT_EQ(num("5").plus(num("5")).value().toString(), "10");
    EXPECT_EQ(num("7").minus(num("7")).value(), Number());
    EXPECT_FALSE(num("-7").plus(num("7")).value().isNegative());
    EXPECT_EQ(num("0").minus(num("3")).value().toString(), "-3");
    EXPECT_EQ(num("3").minus(num("0")).value().toString(), "3");
    EXPECT_EQ(num("1e37").plus(num("1")).value().toString(), "1" + std::string(36, '0') + "1");
    EXPECT_EQ(num(nines38).plus(num("1")).value().toString(), "1" + std::string(38, '0'));
    EXPECT_EQ(num("1e38").minus(num("1")).value().toString(), nines38);
    EXPECT_EQ(num("1e-130").plus(num("-2e-130")).value(), num("-1e-130"));
}

TEST(Number, RefusesResultsThatDoNotFit) {
    const auto message = [](const Result<Number>& result) {
        return result ? "fits: " + result->toString() : result.error().message;
    };
    EXPECT_EQ(message(num("1e50").plus(num("1"))), overflow);
    EXPECT_EQ(message(num("1e38").plus(num("1"))), overflow);
    EXPECT_EQ(message(num("1e125").plus(num("1e-130"))), overflow);
    EXPECT_EQ(message(num("9e125").plus(num("1e125"))), overflow);
    EXPECT_EQ(message(num("-9e125").minus(num("1e125"))), overflow);
    EXPECT_EQ(message(num(nines38).plus(num("0.9"))), overflow);
    EXPECT_EQ(message(num("1.1e-130").minus(num("1e-130"))), underflow);
}

TEST(Number, TakesEveryInteger) {
    EXPECT_EQ(Number::fromInteger(0), Number());
    EXPECT_EQ(Number::fromInteger(-1200).toString(), "-1200");
    EXPECT_EQ(Number::fromInteger(std::numeric_limits<std::int64_t>::max()).toString(),
              "9223372036854775807");
    EXPECT_EQ(Number::fromInteger(std::numeric_limits<std::int64_t>::min()).toString(),
              "-9223372036854775808");
    EXPECT_EQ(Number::fromInteger(1000), num("1e3"));
}

TEST(Number, KeyBytesOrderTheLineOfNumbers) {
    const std::string tenToThe125 = "1e125";
    const std::vector<std::string> ascending = {
        "-9.9e125", "-1e125", "-100.5", "-100",    "-99",   "-10",    "-9.9",  "-9",   "-1.01",
        "-1",       "-0.5",   "-0.01",  "-1e-130", "0",     "1e-130", "0.009", "0.01", "0.0101",
        "0.1",      "0.5",    "1",      "1.01",    "1.1",   "9",      "9.9",   "10",   "10.01",
        "99",       "100",    "100.5",  "101",     "1e125", "9.9e125"};
    for (std::size_t i = 1; i < ascending.size(); ++i) {
        EXPECT_LT(keyBytes(ascending[i - 1]), keyBytes(ascending[i]))
            << ascending[i - 1] << " and " << ascending[i];
        EXPECT_LT(num(ascending[i - 1]), num(ascending[i]));
    }
    EXPECT_EQ(keyBytes("1.0"), keyBytes("1"));
    EXPECT_EQ(keyBytes("100e-2"), keyBytes("1"));
}

TEST(Number, KeyBytesAreTheStoredFormat) {
    EXPECT_EQ(keyBytes("0"), "\x02");
    EXPECT_EQ(keyBytes("1"), std::string("\x03\x81\x02\x00", 4));
    EXPECT_EQ(keyBytes("42"), std::string("\x03\x81\x2b\x00", 4));
    EXPECT_EQ(keyBytes("-1"), std::string("\x01\x7e\xfd\xff", 4));
    EXPECT_EQ(keyBytes("123.4"), std::string("\x03\x82\x02\x18\x29\x00", 6));
    EXPECT_EQ(keyBytes("0.01"), std::string("\x03\x80\x02\x00", 4));
}

TEST(Number, RefusesBytesThatItNeverWrites) {
    const std::vector<std::string> damaged = {
        "",
        std::string("\x00", 1),
        "\x04\x81\x02",
        "\x03",
        "\x03\x81",
        "\x03\x81\x02",                          // no end
        std::string("\x03\x81\x00", 3),          // no digits
        std::string("\x03\x81\x01\x00", 4),      // only zeros
        std::string("\x03\x81\x01\x02\x00", 5),  // a pair of zeros in front
        std::string("\x03\x81\x02\x01\x00", 5),  // a pair of zeros behind
        std::string("\x03\x81\x65\x00", 4),      // 100 is no base-100 digit
        std::string("\x03\xff\x02\x00", 4),      // above the range
        std::string("\x03\x01\x02\x00", 4),      // below the range
        std::string("\x03\x93") + std::string(20, '\x63') + std::string(1, '\0'),       // 40 digits
        std::string("\x03\x93\x02") + std::string(19, '\x63') + std::string(1, '\0')};  // 39
    for (const auto& bytes : damaged) {
        std::string_view rest = bytes;
        const auto number = Number::takeKeyBytes(rest);
        ASSERT_FALSE(number.hasValue()) << testing::PrintToString(bytes);
        EXPECT_EQ(number.error().kind, ErrorKind::Corrupt);
    }
}

}  // namespace
}  // namespace engine::values
