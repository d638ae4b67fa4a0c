#include "engine/base/random.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(Random, TheSameSeedReplaysTheSameSequence) {
    SeededRandom first(7);
    SeededRandom second(7);
    SeededRandom other(8);
    const auto value = first.next();
    EXPECT_EQ(second.next(), value);
    EXPECT_NE(other.next(), value);
    EXPECT_NE(first.next(), value);
}

TEST(Uuid, IsVersionFourInLowerCase) {
    SeededRandom random(1);
    for (int i = 0; i < 1000; ++i) {
        const std::string uuid = makeUuid(random);
        ASSERT_EQ(uuid.size(), 36U);
        for (std::size_t at = 0; at < uuid.size(); ++at) {
            if (at == 8 || at == 13 || at == 18 || at == 23) {
                ASSERT_EQ(uuid[at], '-') << uuid;
            } else {
                ASSERT_NE(std::string("0123456789abcdef").find(uuid[at]), std::string::npos)
                    << uuid;
            }
        }
        ASSERT_EQ(uuid[14], '4') << uuid;
        ASSERT_THAT(uuid[19], testing::AnyOf('8', '9', 'a', 'b')) << uuid;
    }
}

TEST(Uuid, DoesNotRepeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) {
        EXPECT_TRUE(seen.insert(makeUuid(systemRandom())).second);
    }
}

}  // namespace
}  // namespace engine
