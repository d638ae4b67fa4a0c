#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

using ::testing::ElementsAre;

TEST(RoundTrip, AnItemIsReadAsItWasWrittenAlsoAfterReopening) {
    const TemporaryFolder folder;
    const auto key = keyOf("customer", "order-1");
    schema::TableNumber table = 0;
    std::string id;
    {
        const auto database = openOrFail(folder / "db");
        table = addTable(*database, "orders");
        put(*database, table, key, "first");
        EXPECT_EQ(get(*database, table, key), "first");
        EXPECT_EQ(get(*database, table, keyOf("customer", "order-2")), std::nullopt);
        EXPECT_EQ(get(*database, table + 1, key), std::nullopt);
        id = database->databaseId();
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_EQ(get(*database, table, key), "first");
    EXPECT_EQ(database->databaseId(), id);
    ASSERT_NE(database->catalog()->find("orders"), nullptr);
    EXPECT_EQ(database->catalog()->find("orders")->number, table);
}

TEST(RoundTrip, PutReplacesAndDeleteRemoves) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    const auto key = keyOf("customer", "order-1");
    put(*database, table, key, "first");
    put(*database, table, key, "second");
    EXPECT_EQ(get(*database, table, key), "second");
    const auto remove = [&](WriteTransaction& transaction) {
        return transaction.deleteItem(table, key);
    };
    EXPECT_TRUE(write(*database, remove));
    EXPECT_EQ(get(*database, table, key), std::nullopt);
    EXPECT_TRUE(write(*database, remove));
}

TEST(RoundTrip, AWorkSeesWhatEarlierWorkOfItsGroupWrote) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    const auto key = keyOf("customer", "order-1");
    const auto done = write(*database, [&](WriteTransaction& transaction) -> Result<void> {
        if (auto put = transaction.putItem(table, key, itemWith("new").view()); !put) {
            return put;
        }
        const auto item = transaction.getItem(table, key);
        EXPECT_TRUE(item && *item && textOf(**item) == "new");
        return {};
    });
    EXPECT_TRUE(done);
}

TEST(RoundTrip, AReadTransactionKeepsItsSnapshot) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    const auto key = keyOf("customer", "order-1");
    put(*database, table, key, "old");
    const auto snapshot = database->beginRead();
    ASSERT_TRUE(snapshot);
    const auto before = (*snapshot)->getItem(table, key);
    put(*database, table, key, "new");
    ASSERT_TRUE(before && *before);
    EXPECT_EQ(textOf(**before), "old");
    EXPECT_EQ(get(*database, table, key), "new");
}

TEST(RoundTrip, QueryGivesAPartitionInSortOrderAndScanEverything) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    for (const char* sort : {"c", "a", "b"}) {
        put(*database, table, keyOf("one", sort), std::string("one-") + sort);
        put(*database, table, keyOf("two", sort), std::string("two-") + sort);
    }
    const auto read = database->beginRead();
    ASSERT_TRUE(read);
    const std::string one = terminated("one");
    EXPECT_THAT(drain((*read)->queryItems(table, one, {}, true, std::nullopt)),
                ElementsAre("one-a", "one-b", "one-c"));
    EXPECT_THAT(drain((*read)->queryItems(table, one, {}, false, std::nullopt)),
                ElementsAre("one-c", "one-b", "one-a"));
    EXPECT_THAT(drain((*read)->queryItems(table, one, {}, true, "a")),
                ElementsAre("one-b", "one-c"));
    EXPECT_THAT(
        drain((*read)->scanItems(table, {}, std::nullopt)),
        ::testing::UnorderedElementsAre("one-a", "one-b", "one-c", "two-a", "two-b", "two-c"));
}

TEST(RoundTrip, IndexEntriesLeadToTheirItems) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    const schema::IndexKey early{terminated("open"), terminated("1"), keyOf("one", "b")};
    const schema::IndexKey late{terminated("open"), terminated("2"), keyOf("one", "a")};
    const auto done = write(*database, [&](WriteTransaction& transaction) -> Result<void> {
        for (const auto& key : {early, late}) {
            auto item = transaction.putItem(table, key.primary,
                                            itemWith("item " + key.primary.sort).view());
            auto entry = transaction.putIndexEntry(table, 1, key, 10);
            EXPECT_TRUE(item && entry);
        }
        return {};
    });
    ASSERT_TRUE(done);
    const auto read = database->beginRead();
    ASSERT_TRUE(read);
    EXPECT_THAT(drain((*read)->queryIndex(table, 1, terminated("open"), {}, true, std::nullopt)),
                ElementsAre("item b", "item a"));
    EXPECT_THAT(drainKeys((*read)->scanIndex(table, 1, {}, std::nullopt)),
                ElementsAre(early, late));
    EXPECT_THAT(drainKeys((*read)->queryIndex(table, 1, terminated("open"), {}, true, early)),
                ElementsAre(late));
    EXPECT_THAT(drain((*read)->queryIndex(table, 2, terminated("open"), {}, true, std::nullopt)),
                ElementsAre());
}

TEST(RoundTrip, AMemoryDatabaseIsGoneAfterClosing) {
    DatabaseOptions options;
    options.durability = Durability::Memory;
    std::string directory;
    {
        const auto database = openOrFail("", std::move(options));
        directory = database->directory();
        const auto table = addTable(*database, "orders");
        put(*database, table, keyOf("a", "b"), "x");
        EXPECT_EQ(get(*database, table, keyOf("a", "b")), "x");
        EXPECT_TRUE(std::filesystem::exists(directory));
    }
    EXPECT_FALSE(std::filesystem::exists(directory));
}

TEST(RoundTrip, IntervalKeepsWhatWasWrittenBeforeClosing) {
    const TemporaryFolder folder;
    schema::TableNumber table = 0;
    {
        DatabaseOptions options;
        options.durability = Durability::Interval;
        const auto database = openOrFail(folder / "db", std::move(options));
        table = addTable(*database, "orders");
        put(*database, table, keyOf("a", "b"), "x");
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_EQ(get(*database, table, keyOf("a", "b")), "x");
}

}  // namespace
}  // namespace engine::storage::testing
