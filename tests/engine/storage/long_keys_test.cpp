#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/limits.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

// Sort keys of `count` items that agree in all but their last bytes, in random order.
std::vector<std::string> sortsWithPrefix(std::size_t prefixBytes, std::uint32_t count) {
    std::vector<std::string> sorts;
    for (std::uint32_t i = 0; i < count; ++i) {
        std::string number = std::to_string(100'000 + i);
        std::reverse(number.begin(), number.end());
        sorts.push_back(std::string(prefixBytes, 's') + number);
    }
    return sorts;
}

class LongKeys : public ::testing::Test {
protected:
    LongKeys() {
        DatabaseOptions options;
        options.durability = Durability::Memory;
        m_database = openOrFail("", std::move(options));
        m_table = addTable(*m_database, "orders");
    }

    void putAll(const std::string& partition, const std::vector<std::string>& sorts) {
        const auto done = write(*m_database, [&](WriteTransaction& transaction) -> Result<void> {
            for (const std::string& sort : sorts) {
                auto put =
                    transaction.putItem(m_table, keyOf(partition, sort), itemWith(sort).view());
                if (!put) {
                    return put;
                }
            }
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }

    std::vector<std::string> query(const std::string& partition, bool forward,
                                   const std::optional<std::string>& after) {
        const auto read = m_database->beginRead();
        return drain((*read)->queryItems(m_table, terminated(partition), {}, forward, after));
    }

    std::unique_ptr<Database> m_database;
    schema::TableNumber m_table = 0;
};

TEST_F(LongKeys, AroundTheLimitOfLmdbEachKeyIsItsOwn) {
    // 4 bytes of table, 1 of bucket, 3 of partition: stored keys of 509 to 513 bytes.
    std::vector<std::string> sorts;
    for (std::size_t stored = 509; stored <= 513; ++stored) {
        sorts.push_back(std::string(stored - 8, 's'));
    }
    putAll("p", sorts);
    for (const std::string& sort : sorts) {
        EXPECT_EQ(get(*m_database, m_table, keyOf("p", sort)), sort) << sort.size();
    }
    EXPECT_EQ(get(*m_database, m_table, keyOf("p", std::string(506, 's'))), std::nullopt);
    EXPECT_EQ(query("p", true, std::nullopt), sorts);
    EXPECT_EQ(query("p", true, sorts[2]), std::vector(sorts.begin() + 3, sorts.end()));
    std::reverse(sorts.begin(), sorts.end());
    EXPECT_EQ(query("p", false, std::nullopt), sorts);
    EXPECT_EQ(query("p", false, sorts[2]), std::vector(sorts.begin() + 3, sorts.end()));
}

TEST_F(LongKeys, TwoThousandKeysThatShare510BytesComeInOrder) {
    auto sorts = sortsWithPrefix(510, 2000);
    putAll("p", sorts);
    putAll("p", {"before", std::string(510, 's'), std::string(509, 's') + "t", "u"});
    sorts.insert(sorts.end(), {"before", std::string(510, 's'), std::string(509, 's') + "t", "u"});
    std::sort(sorts.begin(), sorts.end());
    EXPECT_EQ(query("p", true, std::nullopt), sorts);
    EXPECT_EQ(query("p", true, sorts[1000]), std::vector(sorts.begin() + 1001, sorts.end()));
    EXPECT_EQ(query("p", true, sorts[1000] + "!"), std::vector(sorts.begin() + 1001, sorts.end()));
    std::reverse(sorts.begin(), sorts.end());
    EXPECT_EQ(query("p", false, sorts[1000]), std::vector(sorts.begin() + 1001, sorts.end()));
}

TEST_F(LongKeys, AScanReadsThemInOrderAndGoesOnInsideOfTheRun) {
    auto sorts = sortsWithPrefix(510, 300);
    sorts.insert(sorts.end(), {"before", std::string(510, 's'), std::string(509, 's') + "t", "u"});
    putAll("p", sorts);
    std::sort(sorts.begin(), sorts.end());
    const auto read = m_database->beginRead();
    EXPECT_EQ(drain((*read)->scanItems(m_table, {}, std::nullopt)), sorts);
    for (std::size_t i = 0; i < sorts.size(); ++i) {
        EXPECT_EQ(drain((*read)->scanItems(m_table, {}, keyOf("p", sorts[i]))),
                  std::vector(sorts.begin() + static_cast<std::ptrdiff_t>(i) + 1, sorts.end()));
    }
    // Behind a key that is not there.
    EXPECT_EQ(drain((*read)->scanItems(m_table, {}, keyOf("p", sorts[100] + "!"))),
              std::vector(sorts.begin() + 101, sorts.end()));
}

TEST_F(LongKeys, AScanOfAnIndexReadsEqualKeysInTheOrderOfThePrimaryKey) {
    // 200 bytes of partition, sort and primary partition: the primary sort key is cut off.
    const auto sorts = sortsWithPrefix(10, 100);
    std::vector<schema::IndexKey> keys;
    for (const std::string& sort : sorts) {
        keys.push_back({terminated(std::string(200, 'P')), terminated(std::string(200, 'S')),
                        keyOf(std::string(200, 'p'), sort)});
    }
    ASSERT_TRUE(write(*m_database, [&](WriteTransaction& transaction) -> Result<void> {
        for (const auto& key : keys) {
            EXPECT_TRUE(transaction.putItem(m_table, key.primary, itemWith("x").view()));
            EXPECT_TRUE(transaction.putIndexEntry(m_table, 1, key, 9));
        }
        return {};
    }));
    std::sort(keys.begin(), keys.end());
    const auto read = m_database->beginRead();
    EXPECT_EQ(drainKeys((*read)->scanIndex(m_table, 1, {}, std::nullopt)), keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        EXPECT_EQ(drainKeys((*read)->scanIndex(m_table, 1, {}, keys[i])),
                  std::vector(keys.begin() + static_cast<std::ptrdiff_t>(i) + 1, keys.end()));
    }
}

TEST_F(LongKeys, TheLongestKeysOfTheServiceAreStored) {
    const std::string partition(limits::partitionKeyBytesMax, 'p');
    std::vector<std::string> sorts;
    for (const char last : {'c', 'a', 'b'}) {
        sorts.push_back(std::string(limits::sortKeyBytesMax - 1, 's') + last);
    }
    putAll(partition, sorts);
    const std::string other = std::string(limits::partitionKeyBytesMax - 1, 'p') + "q";
    putAll(other, {sorts[0]});
    std::sort(sorts.begin(), sorts.end());
    EXPECT_EQ(query(partition, true, std::nullopt), sorts);
    EXPECT_EQ(query(other, true, std::nullopt), std::vector{sorts[2]});
    EXPECT_EQ(get(*m_database, m_table, keyOf(other, sorts[0])), std::nullopt);
    const auto done = write(*m_database, [&](WriteTransaction& transaction) {
        return transaction.deleteItem(m_table, keyOf(partition, sorts[1]));
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(query(partition, false, std::nullopt), (std::vector{sorts[2], sorts[0]}));
}

TEST_F(LongKeys, AKeyOfNullBytesDoublesWhenItIsEscaped) {
    const std::string partition(limits::partitionKeyBytesMax, '\0');
    EXPECT_EQ(terminated(partition).size(), 2 * limits::partitionKeyBytesMax + 2);
    const std::string sort(limits::sortKeyBytesMax, '\0');
    putAll(partition, {sort});
    EXPECT_EQ(get(*m_database, m_table, keyOf(partition, sort)), sort);
}

TEST_F(LongKeys, IndexEntriesOfLongKeysAreFoundAndDeleted) {
    const schema::PrimaryKey primary = keyOf(std::string(2048, 'p'), std::string(1024, 's'));
    const schema::IndexKey key{terminated(std::string(2048, 'P')),
                               terminated(std::string(1024, 'S')), primary};
    schema::IndexKey other = key;
    other.primary = keyOf(std::string(2048, 'p'), std::string(1023, 's') + "t");
    const auto putBoth = [&](WriteTransaction& transaction) -> Result<void> {
        for (const auto& entry : {key, other}) {
            EXPECT_TRUE(transaction.putItem(m_table, entry.primary, itemWith("x").view()));
            EXPECT_TRUE(transaction.putIndexEntry(m_table, 1, entry, 9));
        }
        return {};
    };
    ASSERT_TRUE(write(*m_database, putBoth));
    {
        const auto read = m_database->beginRead();
        EXPECT_THAT(
            drainKeys((*read)->queryIndex(m_table, 1, key.partition, {}, true, std::nullopt)),
            ::testing::ElementsAre(key, other));
        EXPECT_THAT(drainKeys((*read)->queryIndex(m_table, 1, key.partition, {}, true, key)),
                    ::testing::ElementsAre(other));
    }
    ASSERT_TRUE(write(*m_database, [&](WriteTransaction& transaction) {
        return transaction.deleteIndexEntry(m_table, 1, key, 9);
    }));
    const auto read = m_database->beginRead();
    EXPECT_THAT(drainKeys((*read)->scanIndex(m_table, 1, {}, std::nullopt)),
                ::testing::ElementsAre(other));
}

}  // namespace
}  // namespace engine::storage::testing
