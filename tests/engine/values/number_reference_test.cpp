#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/values/number.h"
#include "engine/values/number_key_bytes.h"

namespace engine::values {
namespace {

// Runs number_reference.py and gives its cases, one vector of fields each.
std::vector<std::vector<std::string>> readCases() {
    std::vector<std::vector<std::string>> cases;
    FILE* pipe = popen(PYTHON " -S -E " NUMBER_REFERENCE, "r");
    if (pipe == nullptr) {
        return cases;
    }
    std::string output;
    std::vector<char> buffer(65536);
    for (std::size_t got = 1; got > 0;) {
        got = std::fread(buffer.data(), 1, buffer.size(), pipe);
        output.append(buffer.data(), got);
    }
    if (pclose(pipe) != 0) {
        return cases;
    }
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        auto& one = cases.emplace_back();
        for (std::string field; std::getline(fields, field, '\t');) {
            one.push_back(field);
        }
    }
    return cases;
}

// The canonical text, or the reference's name of the error.
std::string outcome(const Result<Number>& number) {
    if (number) {
        return number->toString();
    }
    const std::string& message = number.error().message;
    if (message.starts_with("Number overflow.")) {
        return "overflow";
    }
    if (message.starts_with("Number underflow.")) {
        return "underflow";
    }
    return message.starts_with("Attempting to store more than 38") ? "precision" : "malformed";
}

Number parsed(const std::string& text) {
    auto number = Number::parse(text);
    EXPECT_TRUE(number.hasValue()) << text;
    return number ? *number : Number();
}

std::string keyBytes(const Number& number) {
    std::string bytes;
    number.appendKeyBytes(bytes);
    return bytes;
}

void checkText(const std::string& text, const std::string& expected, const std::string& size) {
    const auto number = Number::parse(text);
    ASSERT_EQ(outcome(number), expected) << text;
    if (!number) {
        return;
    }
    ASSERT_EQ(std::to_string(number->sizeBytes()), size) << text;
    ASSERT_EQ(parsed(expected), *number) << text;
    const std::string bytes = keyBytes(*number);
    ASSERT_EQ(std::to_string(numberSizeBytes(bytes)), size) << text;
    const std::string followed = bytes + "tail";
    std::string_view skipped = followed;
    ASSERT_EQ(takeNumberBytes(skipped), bytes) << text;
    std::string_view rest = followed;
    const auto again = Number::takeKeyBytes(rest);
    ASSERT_TRUE(again.hasValue()) << text;
    ASSERT_EQ(*again, *number) << text;
    ASSERT_EQ(rest, "tail") << text;
}

void checkOrder(const std::string& left, const std::string& right, int expected) {
    const Number a = parsed(left);
    const Number b = parsed(right);
    const int order = a < b ? -1 : a > b ? 1 : 0;
    ASSERT_EQ(order, expected) << left << " and " << right;
    ASSERT_EQ(a == b, expected == 0) << left << " and " << right;
    const std::string aBytes = keyBytes(a);
    const std::string bBytes = keyBytes(b);
    const int bytesOrder = aBytes.compare(bBytes);
    ASSERT_EQ(bytesOrder < 0 ? -1 : bytesOrder > 0 ? 1 : 0, expected) << left << " and " << right;
    if (expected != 0) {
        ASSERT_FALSE(aBytes.starts_with(bBytes) || bBytes.starts_with(aBytes))
            << left << " and " << right;
    }
}

TEST(NumberReference, EveryCaseOfPythonsDecimalHolds) {
    const auto cases = readCases();
    ASSERT_GE(cases.size(), 20000U) << "the reference script did not run";
    std::map<std::string, int> counts;
    for (const auto& one : cases) {
        ASSERT_EQ(one.size(), 4U);
        ++counts[one[0]];
        if (one[0] == "text") {
            checkText(one[1], one[2], one[3]);
        } else if (one[0] == "order") {
            checkOrder(one[1], one[2], std::stoi(one[3]));
        } else {
            const auto left = parsed(one[1]);
            const auto right = parsed(one[2]);
            const auto result = one[0] == "sum" ? left.plus(right) : left.minus(right);
            ASSERT_EQ(outcome(result), one[3]) << one[0] << " of " << one[1] << " and " << one[2];
        }
        if (HasFatalFailure()) {
            return;
        }
    }
    EXPECT_GE(counts["text"], 10000);
    EXPECT_EQ(counts["order"], 8000);
    EXPECT_EQ(counts["sum"], 4000);
    EXPECT_EQ(counts["diff"], 4000);
}

}  // namespace
}  // namespace engine::values
