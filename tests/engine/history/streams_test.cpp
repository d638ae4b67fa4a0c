#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/base/random.h"
#include "engine/history/stream_records.h"
#include "engine/history/stream_shards.h"

// What of streams needs no database: names, numbers and iterators. The rest is tested through the
// operations (tests/engine/operations/streams_test.cpp).
namespace engine::history {
namespace {

constexpr std::int64_t hour = std::int64_t{3600} * 1000;
constexpr std::string_view arn =
    "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2026-11-21T00:00:00.000";

ShardIterator sample() {
    ShardIterator iterator;
    iterator.table = 7;
    iterator.label = "2026-11-21T00:00:00.000";
    iterator.shard = 5;
    iterator.after = 123'456'789;
    iterator.createdAt = {1'790'000'000'123};
    iterator.skipsTrimmed = true;
    return iterator;
}

TEST(SequenceText, HasTwentyOneDigitsInOrder) {
    EXPECT_EQ(sequenceText(0), "100000000000000000000");
    EXPECT_EQ(sequenceText(UINT64_MAX), "118446744073709551615");
    for (const std::uint64_t sequence : {0ULL, 1ULL, 999ULL, 1'000ULL, ~0ULL}) {
        EXPECT_EQ(parseSequence(sequenceText(sequence)), sequence);
    }
    EXPECT_LT(sequenceText(999), sequenceText(1'000));
    for (const char* const bad :
         {"", "1", "000000000000000000001", "10000000000000000000", "1000000000000000000000",
          "1-0000000000000000001", "10000000000000000000x", "199999999999999999999"}) {
        EXPECT_EQ(parseSequence(bad), std::nullopt) << bad;
    }
}

TEST(StreamLabels, AreTimesAndNeverRepeat) {
    schema::Table table;
    beginStream(table, "KEYS_ONLY", {1'790'000'000'123}, 1);
    EXPECT_EQ(table.streams.back().label, "2026-09-21T14:13:20.123");
    endStream(table, {1'790'000'000'123}, 2);
    beginStream(table, "NEW_IMAGE", {1'790'000'000'123}, 3);
    EXPECT_EQ(table.streams.back().label, "2026-09-21T14:13:20.124");
    EXPECT_EQ(table.openStream(), &table.streams.back());
    // The first one can be read for a day; the open one is never forgotten.
    forgetOldStreams(table, {1'790'000'000'123 + 24 * hour - 1});
    EXPECT_EQ(table.streams.size(), 2U);
    forgetOldStreams(table, {1'790'000'000'123 + 24 * hour});
    ASSERT_EQ(table.streams.size(), 1U);
    EXPECT_EQ(table.streams.back().viewType, "NEW_IMAGE");
    forgetOldStreams(table, {1'790'000'000'123 + 240 * hour});
    EXPECT_EQ(table.streams.size(), 1U);

    schema::Table recreated;
    beginStream(recreated, "KEYS_ONLY", {1'790'000'000'123}, 9, "2026-09-21T14:13:20.124");
    EXPECT_EQ(recreated.streams.back().label, "2026-09-21T14:13:20.125");
}

TEST(ShardIterators, ComeBackAsTheyWereMade) {
    const auto text = encodeIterator(sample(), arn, "database");
    EXPECT_EQ(decodeIterator(text, "database"), sample());
    EXPECT_EQ(decodeIterator(text, "another"), std::nullopt);
    EXPECT_EQ(decodeIterator("", "database"), std::nullopt);
    EXPECT_EQ(decodeIterator("|1|", "database"), std::nullopt);
}

TEST(ShardIterators, AreRefusedWithAnyCharacterChanged) {
    const auto text = encodeIterator(sample(), arn, "database");
    SeededRandom random(20261121);
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int round = 0; round < 20; ++round) {
            auto changed = text;
            changed[at] = static_cast<char>(random.next() & 0xFFU);
            if (changed != text) {
                EXPECT_EQ(decodeIterator(changed, "database"), std::nullopt) << changed;
            }
        }
        EXPECT_EQ(decodeIterator(text.substr(0, at), "database"), std::nullopt);
    }
}

TEST(EventIds, DifferAndStay) {
    EXPECT_EQ(eventIdOf("database", 5), eventIdOf("database", 5));
    EXPECT_NE(eventIdOf("database", 5), eventIdOf("database", 6));
    EXPECT_NE(eventIdOf("database", 5), eventIdOf("databases", 5));
    EXPECT_EQ(eventIdOf("database", 5).size(), 32U);
}

}  // namespace
}  // namespace engine::history
