#include "engine/values/key_bytes.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/values/sample_items.h"

namespace engine::values {
namespace {

using testing::number;

std::string terminated(const AttributeValue& value) {
    std::string bytes;
    appendTerminatedKey(value, bytes);
    return bytes;
}

std::string open(const AttributeValue& value) {
    std::string bytes;
    appendOpenKey(value, bytes);
    return bytes;
}

// Strings in the order of their bytes, with zeros, prefixes and high bytes among them.
std::vector<std::string> awkwardStrings() {
    std::vector<std::string> strings = {std::string("a"),
                                        std::string("a\0", 2),
                                        std::string("a\0\0", 3),
                                        std::string("a\0\1", 3),
                                        std::string("a\0\xff", 3),
                                        std::string("a\1"),
                                        std::string("a\xff"),
                                        std::string("ab"),
                                        std::string("b"),
                                        std::string("\0", 1),
                                        std::string("\0\0", 2),
                                        std::string("\0\1", 2),
                                        std::string("\0\xff", 2),
                                        std::string("\1"),
                                        std::string("\xff"),
                                        std::string("\xff\xff"),
                                        std::string("")};
    std::sort(strings.begin(), strings.end());
    return strings;
}

TEST(KeyBytes, TerminatedStringsEscapeZerosAndEnd) {
    EXPECT_EQ(terminated(AttributeValue::string("ab")), std::string("ab\0\1", 4));
    EXPECT_EQ(terminated(AttributeValue::binary(std::string("a\0b", 3))), std::string("a\0\xff"
                                                                                      "b\0\1",
                                                                                      6));
    EXPECT_EQ(terminated(AttributeValue::string("")), std::string("\0\1", 2));
    EXPECT_EQ(open(AttributeValue::binary(std::string("a\0b", 3))), std::string("a\0b", 3));
}

TEST(KeyBytes, TerminatedStringsKeepTheirOrderWhateverFollows) {
    const auto strings = awkwardStrings();
    for (std::size_t i = 1; i < strings.size(); ++i) {
        const auto left = terminated(AttributeValue::string(strings[i - 1]));
        const auto right = terminated(AttributeValue::string(strings[i]));
        EXPECT_LT(left + std::string(8, '\xff'), right) << i;
        EXPECT_FALSE(right.starts_with(left)) << i;
        EXPECT_LT(open(AttributeValue::string(strings[i - 1])),
                  open(AttributeValue::string(strings[i])));
    }
}

TEST(KeyBytes, RandomBinariesKeepTheirOrder) {
    std::mt19937 random(1);
    const auto binary = [&] {
        std::string bytes;
        for (auto left = random() % 6; left > 0; --left) {
            constexpr char few[] = {'\0', '\1', '\2', '\xfe', '\xff'};
            bytes.push_back(few[random() % sizeof(few)]);
        }
        return bytes;
    };
    for (int i = 0; i < 20'000; ++i) {
        const auto a = binary();
        const auto b = binary();
        const auto aKey = terminated(AttributeValue::binary(a));
        const auto bKey = terminated(AttributeValue::binary(b));
        ASSERT_EQ(a < b, aKey < bKey) << ::testing::PrintToString(a) << ::testing::PrintToString(b);
        ASSERT_EQ(a == b, aKey == bKey);
    }
}

TEST(KeyBytes, RoundTripsBothForms) {
    std::vector<AttributeValue> keys;
    for (const auto& text : awkwardStrings()) {
        keys.push_back(AttributeValue::string(text));
        keys.push_back(AttributeValue::binary(text));
    }
    for (const char* text :
         {"0", "-1.5", "1e125", "-1e-130", "12345678901234567890123456789012345678"}) {
        keys.push_back(AttributeValue::number(number(text)));
    }
    for (const auto& key : keys) {
        const std::string bytes = terminated(key) + "next";
        std::string_view rest = bytes;
        const auto taken = takeTerminatedKey(key.type(), rest);
        ASSERT_TRUE(taken.hasValue());
        EXPECT_EQ(*taken, key);
        EXPECT_EQ(rest, "next");
        const auto opened = openKeyValue(key.type(), open(key));
        ASSERT_TRUE(opened.hasValue());
        EXPECT_EQ(*opened, key);
    }
}

TEST(KeyBytes, ViewsGiveTheBytesOfTheirValues) {
    const EncodedItem item({{"b", AttributeValue::binary(std::string("x\0y", 3))},
                            {"n", AttributeValue::number(number("-12.5"))},
                            {"s", AttributeValue::string(std::string("\0", 1))}});
    for (const char* name : {"b", "n", "s"}) {
        const auto view = item.view().find(name).value();
        std::string fromView;
        appendTerminatedKey(view, fromView);
        EXPECT_EQ(fromView, terminated(view.decode())) << name;
        std::string openFromView;
        appendOpenKey(view, openFromView);
        EXPECT_EQ(openFromView, open(view.decode())) << name;
    }
}

TEST(KeyBytes, RefusesDamagedKeys) {
    for (const std::string& bytes :
         {std::string(""), std::string("a"), std::string("a\0", 2), std::string("a\0\2", 3),
          std::string("a\0\xff", 3), std::string("a\0\xff\0", 4)}) {
        std::string_view rest = bytes;
        const auto taken = takeTerminatedKey(AttributeType::S, rest);
        ASSERT_FALSE(taken.hasValue()) << ::testing::PrintToString(bytes);
        EXPECT_EQ(taken.error().kind, ErrorKind::Corrupt);
    }
    std::string_view noNumber = "a";
    EXPECT_EQ(takeTerminatedKey(AttributeType::N, noNumber).error().kind, ErrorKind::Corrupt);
    EXPECT_EQ(openKeyValue(AttributeType::N, "\x02\x02").error().kind, ErrorKind::Corrupt);
    EXPECT_EQ(openKeyValue(AttributeType::N, "").error().kind, ErrorKind::Corrupt);
}

TEST(KeyBytes, PrefixSuccessorIsTheFirstKeyBehindAPrefix) {
    EXPECT_EQ(prefixSuccessor("abc"), "abd");
    EXPECT_EQ(prefixSuccessor("ab\xff\xff"), "ac");
    EXPECT_EQ(prefixSuccessor("a\x7f"), "a\x80");
    EXPECT_EQ(prefixSuccessor(std::string("\0", 1)), "\x01");
    EXPECT_EQ(prefixSuccessor("\xff\xff"), "");
    EXPECT_EQ(prefixSuccessor(""), "");
}

}  // namespace
}  // namespace engine::values
