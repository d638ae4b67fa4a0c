#include "engine/storage/key_layout.h"

#include <gtest/gtest.h>

#include "engine/storage/record.h"

namespace engine::storage {
namespace {

using namespace std::string_literals;

TEST(KeyLayout, AKeyBeginsWithTableAndBucketAndGoesOnWithTheKeyItself) {
    const StoredKey key = itemStoredKey(0x01020304, {"abc\0\x01"s, "sort"});
    const std::string bytes(key.bytes());
    EXPECT_EQ(bytes.substr(0, 4), "\x01\x02\x03\x04");
    EXPECT_EQ(static_cast<unsigned char>(bytes[4]), partitionHash("abc\0\x01"s) >> 56U);
    EXPECT_EQ(bytes.substr(5), "abc\0\x01sort"s);
    EXPECT_FALSE(key.isAbridged());
}

TEST(KeyLayout, AnIndexKeyEndsWithThePrimaryKey) {
    const StoredKey key = indexStoredKey(7, 0x0203, {"P\0\x01"s, "S\0\x01"s, {"p\0\x01"s, "s"}});
    const std::string bytes(key.bytes());
    EXPECT_EQ(bytes.substr(0, 6), "\0\0\0\x07\x02\x03"s);
    EXPECT_EQ(bytes.substr(7), "P\0\x01S\0\x01p\0\x01s"s);
}

TEST(KeyLayout, HashesAreThoseOfTheFormat) {
    // Changing them would misplace every stored item.
    EXPECT_EQ(partitionHash("a\0\x01"s), 15814989881936569741U);
    EXPECT_EQ(partitionHash("customer#1\0\x01"s), 9614890078499442798U);
}

TEST(KeyLayout, KeysUpTo510BytesAreWholeAndLongerOnesHaveExactly511) {
    const std::string partition = "p\0\x01"s;
    const std::size_t header = itemHeaderBytes + partition.size();
    for (std::size_t whole = 509; whole <= 513; ++whole) {
        const StoredKey key = itemStoredKey(1, {partition, std::string(whole - header, 's')});
        EXPECT_EQ(key.isAbridged(), whole > 510) << whole;
        EXPECT_EQ(key.bytes().size(), whole > 510 ? 511 : whole) << whole;
    }
    EXPECT_EQ(itemStoredKey(1, {std::string(2048, 'p'), std::string(1024, 's')}).bytes().size(),
              511U);
}

TEST(KeyLayout, LongPartitionsTakeExactly255Bytes) {
    EXPECT_EQ(itemPartitionKey(1, std::string(254, 'p')).bytes().size(), 5U + 254U);
    EXPECT_EQ(itemPartitionKey(1, std::string(255, 'p')).bytes().size(), 5U + 255U);
    EXPECT_EQ(itemPartitionKey(1, std::string(256, 'p')).bytes().size(), 5U + 255U);
    EXPECT_EQ(itemPartitionKey(1, std::string(2050, 'p')).bytes().size(), 5U + 255U);
}

TEST(KeyLayout, TheHashesOfTheSegmentsCoverAllHashesOnce) {
    for (const std::uint32_t total : {1U, 2U, 3U, 7U, 256U, 1000U, 1'000'000U}) {
        EXPECT_EQ(firstHashOf(0, total), 0U);
        EXPECT_EQ(lastHashOf(total - 1, total), ~std::uint64_t{0});
        for (std::uint32_t number = 0; number + 1 < total; number += 1 + total / 500) {
            ASSERT_EQ(lastHashOf(number, total) + 1, firstHashOf(number + 1, total));
            ASSERT_EQ(segmentOfHash(firstHashOf(number, total), total), number);
            ASSERT_EQ(segmentOfHash(lastHashOf(number, total), total), number);
        }
    }
}

TEST(KeyLayout, BucketsAreEvenlyUsed) {
    std::vector<int> used(bucketCount);
    for (int i = 0; i < 25'600; ++i) {
        ++used[partitionHash("customer#" + std::to_string(i)) >> 56U];
    }
    for (const int count : used) {
        EXPECT_GT(count, 50);
        EXPECT_LT(count, 150);
    }
}

TEST(Records, EveryFlippedBitOfAValueIsSeen) {
    const schema::PrimaryKey primary{"p\0\x01"s, "s"};
    const StoredKey key = itemStoredKey(1, primary);
    std::string sealed;
    sealItem(key, primary, "some item bytes", sealed);
    ASSERT_TRUE(openRecord(key.bytes(), sealed));
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string damaged = sealed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(openRecord(key.bytes(), damaged)) << bit;
    }
    EXPECT_FALSE(openRecord(itemStoredKey(2, primary).bytes(), sealed));
    EXPECT_FALSE(openRecord(key.bytes(), sealed.substr(0, 4)));
    EXPECT_FALSE(openRecord(key.bytes(), ""));
}

TEST(Records, AnAbridgedRecordHoldsTheWholeKey) {
    const schema::PrimaryKey primary{std::string(2000, 'p'), std::string(1000, 's')};
    const StoredKey key = itemStoredKey(1, primary);
    std::string sealed;
    sealItem(key, primary, "item", sealed);
    const auto record = openRecord(key.bytes(), sealed);
    ASSERT_TRUE(record);
    const auto item = parseItem(key.bytes(), *record);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->partition, primary.partition);
    EXPECT_EQ(item->sort, primary.sort);
    EXPECT_EQ(item->item, "item");
}

}  // namespace
}  // namespace engine::storage
