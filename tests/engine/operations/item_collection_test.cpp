#include "engine/operations/item_collection.h"

#include "engine/base/limits.h"
#include "engine/schema/keys.h"
#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

class ItemCollectionTest : public EngineTest {
protected:
    std::shared_ptr<const schema::Table> table(const char* name) {
        return engine().database().catalog()->find(name);
    }

    std::optional<std::uint64_t> bytesOf(const char* name, const char* pk,
                                         std::uint64_t tableBytesMin) {
        const auto key = schema::lookupKey(*table(name), item({{"pk", pk}, {"sk", 0}}));
        EXPECT_TRUE(key);
        const auto bytes =
            itemCollectionBytes(engine().database(), *table(name), key->partition, tableBytesMin);
        EXPECT_TRUE(bytes);
        return *bytes;
    }
};

TEST_F(ItemCollectionTest, HoldsTheItemsAndTheirLocalEntries) {
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}, {"x", "12345"}}));               // 3 + 4 + 6
    givenItem("Music", item({{"pk", "a"}, {"sk", 2}, {"rank", 7}, {"x", "12345"}}));  // + 6
    givenItem("Music", item({{"pk", "b"}, {"sk", 1}, {"rank", 7}}));
    // byRank holds the keys and the rank: 3 + 4 + 6.
    EXPECT_EQ(bytesOf("Music", "a", 0), 13U + 19U + 13U);
    EXPECT_EQ(bytesOf("Music", "b", 0), 13U + 13U);
    EXPECT_EQ(bytesOf("Music", "absent", 0), 0U);
}

TEST_F(ItemCollectionTest, IsReadPageByPage) {
    constexpr int count = 5'003;
    std::uint64_t bytes = 0;
    for (int i = 0; i < count; ++i) {
        const auto attributes = item({{"pk", "a"}, {"sk", i}, {"rank", i}});
        givenItem("Music", attributes);
        bytes += 2 * values::itemSizeBytes(attributes);
    }
    EXPECT_EQ(bytesOf("Music", "a", 0), bytes);
}

TEST_F(ItemCollectionTest, IsNotLookedAtInASmallTableOrWithoutALocalIndex) {
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}}));
    givenItem("Notes", item({{"pk", "a"}, {"sk", 1}}));
    EXPECT_EQ(bytesOf("Music", "a", 1'000), std::nullopt);
    EXPECT_EQ(bytesOf("Notes", "a", 0), std::nullopt);
}

// facts/validation.md section 14; one that is too big may still shrink.
TEST_F(ItemCollectionTest, MayNotGrowBeyondItsLimit) {
    const EncodedItem small(item({{"pk", "a"}, {"sk", 1}}));
    const EncodedItem big(item({{"pk", "a"}, {"sk", 1}, {"x", "12345"}}));
    const ItemImages grows{small.view(), big.view()};
    const ItemImages shrinks{big.view(), small.view()};
    constexpr auto limit = limits::itemCollectionBytesMax;
    EXPECT_TRUE(checkCollectionSize(std::nullopt, grows, {}));
    EXPECT_TRUE(checkCollectionSize(limit - 6, grows, {}));
    const auto refused = checkCollectionSize(limit - 5, grows, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::ItemCollectionSizeLimitExceeded);
    EXPECT_EQ(refused.error().message, "Item collection size limit exceeded.");
    EXPECT_TRUE(checkCollectionSize(limit + 100, shrinks, {}));
    IndexWork entry;
    entry.index = table("Music")->findIndex("byRank");
    entry.bytesAfter = 1;
    EXPECT_FALSE(checkCollectionSize(limit - 6, grows, {entry}));
}

TEST_F(ItemCollectionTest, IsToldInWholeGigabytes) {
    const auto range = [&](std::optional<std::uint64_t> bytes) {
        const auto metrics = itemCollectionMetricsOf(ReturnItemCollectionMetrics::Size,
                                                     *table("Music"), Value("a").value, bytes);
        return std::pair(metrics->lowerGigabytes, metrics->upperGigabytes);
    };
    constexpr std::uint64_t gigabyte = std::uint64_t{1} << 30U;
    EXPECT_EQ(range(std::nullopt), std::pair(0.0, 1.0));
    EXPECT_EQ(range(gigabyte - 1), std::pair(0.0, 1.0));
    EXPECT_EQ(range(5 * gigabyte + 1), std::pair(5.0, 6.0));
    EXPECT_FALSE(itemCollectionMetricsOf(ReturnItemCollectionMetrics::Size, *table("Notes"),
                                         Value("a").value, std::nullopt));
}

}  // namespace
}  // namespace engine::operations::test
