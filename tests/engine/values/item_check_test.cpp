#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/bytes.h"
#include "engine/values/item_view.h"
#include "tests/engine/values/sample_items.h"

namespace engine::values {
namespace {

using testing::everyType;
using testing::nested;

// Reads everything that a view offers, as a scan with a filter would.
std::size_t walk(const ValueView& value) {
    std::size_t sum = value.sizeBytes();
    if (value.type() == AttributeType::M) {
        auto cursor = value.members();
        while (const auto one = cursor.next()) {
            sum += one->name.size() + walk(one->value);
        }
    } else if (value.type() >= AttributeType::SS) {
        auto cursor = value.elements();
        while (const auto one = cursor.next()) {
            sum += walk(*one);
        }
    }
    return sum;
}

// Whatever passes the check must be safe to read and come back the same.
void readWhatPasses(const std::string& bytes) {
    if (!checkItemBytes(bytes)) {
        return;
    }
    const ItemView view(bytes);
    auto cursor = view.members();
    while (const auto one = cursor.next()) {
        EXPECT_GE(walk(one->value), one->value.sizeBytes());
        EXPECT_TRUE(view.find(one->name).has_value());
    }
    EXPECT_EQ(EncodedItem(view.decode()).bytes(), bytes);
}

void expectDamaged(const std::string& bytes) {
    const auto checked = checkItemBytes(bytes);
    ASSERT_FALSE(checked.hasValue()) << ::testing::PrintToString(bytes);
    EXPECT_EQ(checked.error().kind, ErrorKind::Corrupt);
}

// An item of one attribute "a" with this type byte and payload.
std::string itemWith(AttributeType type, const std::string& payload) {
    std::string bytes =
        "\x01\x01\x01"
        "a";
    ByteWriter writer(bytes);
    writer.u8(static_cast<std::uint8_t>(type));
    writer.sized(payload);
    return bytes;
}

TEST(ItemCheck, RefusesEveryTruncation) {
    const std::string bytes = EncodedItem(everyType()).bytes();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        expectDamaged(bytes.substr(0, length));
    }
    expectDamaged(bytes + '\0');
}

TEST(ItemCheck, SurvivesEveryChangedByte) {
    const std::string bytes = EncodedItem(everyType()).bytes();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(value);
            readWhatPasses(changed);
        }
    }
}

TEST(ItemCheck, SurvivesRandomDamageAndRandomBytes) {
    std::mt19937 random(20261121);
    const std::string bytes = EncodedItem(everyType()).bytes();
    for (int round = 0; round < 20'000; ++round) {
        std::string changed = bytes;
        for (unsigned i = 0; i <= random() % 4; ++i) {
            const std::size_t at = random() % changed.size();
            switch (random() % 3) {
                case 0: changed[at] = static_cast<char>(random()); break;
                case 1: changed.erase(at, random() % 8); break;
                default: changed.insert(at, 1, static_cast<char>(random())); break;
            }
            changed += changed.empty() ? "\x01" : "";
        }
        readWhatPasses(changed);
        std::string noise = "\x01";
        for (unsigned i = 0; i < random() % 40; ++i) {
            noise.push_back(static_cast<char>(random() % 16));
        }
        readWhatPasses(noise);
    }
}

TEST(ItemCheck, RefusesHostileLengths) {
    const std::string huge = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    expectDamaged("\x01" + huge);            // attributes
    expectDamaged("\x01\x01" + huge + "a");  // a name
    expectDamaged(std::string("\x01\x01\x01"
                              "a\x00",
                              5) +
                  huge);  // a payload
    for (const auto type : {AttributeType::SS, AttributeType::NS, AttributeType::BS,
                            AttributeType::L, AttributeType::M}) {
        expectDamaged(itemWith(type, huge));           // members
        expectDamaged(itemWith(type, "\x01" + huge));  // the first member
        expectDamaged(itemWith(type, ""));             // no count
    }
}

TEST(ItemCheck, RefusesWhatTheEncoderNeverWrites) {
    expectDamaged("");
    expectDamaged(std::string("\x02\x00", 2));      // another format
    expectDamaged(std::string("\x01\x80\x00", 3));  // a needlessly long count
    expectDamaged(
        "\x01\x01\x01"
        "a\x0a\x01x");  // no such type
    expectDamaged(itemWith(AttributeType::Bool, "\x02"));
    expectDamaged(itemWith(AttributeType::Bool, ""));
    expectDamaged(itemWith(AttributeType::Null, "x"));
    expectDamaged(itemWith(AttributeType::N, ""));
    expectDamaged(itemWith(AttributeType::N, "12"));
    expectDamaged(itemWith(AttributeType::N, "\x02\x02"));  // two zeros
    expectDamaged(itemWith(AttributeType::SS,
                           "\x02\x01"
                           "b\x01"
                           "a"));  // not sorted
    expectDamaged(itemWith(AttributeType::SS,
                           "\x02\x01"
                           "a\x01"
                           "a"));                                        // not unique
    expectDamaged(itemWith(AttributeType::NS, "\x02\x02\x02"));          // zero twice
    expectDamaged(itemWith(AttributeType::L, std::string("\x00x", 2)));  // bytes left over
    const std::string nullA = std::string("\x01", 1) + "a" + std::string("\x04\x00", 2);
    const std::string nullB = std::string("\x01", 1) + "b" + std::string("\x04\x00", 2);
    EXPECT_TRUE(checkItemBytes("\x01\x02" + nullA + nullB));
    expectDamaged("\x01\x02" + nullB + nullA);
    expectDamaged("\x01\x02" + nullA + nullA);
    EXPECT_TRUE(checkItemBytes(itemWith(AttributeType::M, "\x02" + nullA + nullB)));
    expectDamaged(itemWith(AttributeType::M, "\x02" + nullB + nullA));
}

TEST(ItemCheck, EndsAtOneLevelMoreThanRequestsMayNest) {
    EXPECT_TRUE(checkItemBytes(EncodedItem({{"a", nested(31)}}).bytes()));
    EXPECT_TRUE(checkItemBytes(EncodedItem({{"a", nested(32)}}).bytes()));
    expectDamaged(EncodedItem({{"a", nested(33)}}).bytes());
    std::string list(1, '\0');
    for (int i = 0; i < 5000; ++i) {
        std::string outer = "\x01";
        ByteWriter writer(outer);
        writer.u8(static_cast<std::uint8_t>(AttributeType::L));
        writer.sized(list);
        list = outer;
    }
    expectDamaged(itemWith(AttributeType::L, list));
}

}  // namespace
}  // namespace engine::values
