#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> namesIn(const Database& database) {
    std::vector<std::string> names;
    for (const auto& table : database.catalog()->tables()) {
        names.push_back(table->name);
    }
    return names;
}

Result<void> drop(Database& database, schema::TableNumber table) {
    return write(database,
                 [&](WriteTransaction& transaction) { return transaction.dropTable(table); });
}

// Many items and as many index entries, in one group.
void fill(Database& database, schema::TableNumber table, int count) {
    const auto done = write(database, [&](WriteTransaction& transaction) -> Result<void> {
        for (int i = 0; i < count; ++i) {
            const auto key = keyOf("p" + std::to_string(i), "s");
            auto item = transaction.putItem(table, key, itemWith("x").view());
            auto entry = transaction.putIndexEntry(
                table, 1, {terminated("all"), terminated(std::to_string(i)), key}, 5);
            EXPECT_TRUE(item && entry);
        }
        return {};
    });
    ASSERT_TRUE(done) << done.error().message;
}

std::size_t itemsOf(Database& database, schema::TableNumber table) {
    const auto read = database.beginRead();
    return drain((*read)->scanItems(table, {}, std::nullopt)).size();
}

TableCounts countsOf(Database& database, schema::TableNumber table, schema::IndexNumber index) {
    const auto read = database.beginRead();
    const auto counts = (*read)->counts(table, index);
    EXPECT_TRUE(counts) << counts.error().message;
    return counts ? *counts : TableCounts{};
}

TEST(CatalogOfDatabase, TablesAreListedByNameAndFoundByNumber) {
    const TemporaryFolder folder;
    schema::TableNumber orders = 0;
    {
        const auto database = openOrFail(folder / "db");
        EXPECT_THAT(namesIn(*database), ElementsAre());
        orders = addTable(*database, "orders");
        addTable(*database, "customers");
        EXPECT_THAT(namesIn(*database), ElementsAre("customers", "orders"));
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_THAT(namesIn(*database), ElementsAre("customers", "orders"));
    ASSERT_NE(database->catalog()->find(orders), nullptr);
    EXPECT_EQ(database->catalog()->find(orders)->name, "orders");
    EXPECT_EQ(database->catalog()->find("Orders"), nullptr);
    EXPECT_EQ(database->catalog()->find(orders + 100), nullptr);
}

TEST(CatalogOfDatabase, AGroupSeesItsOwnTablesBeforeTheCommit) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto done = write(*database, [&](WriteTransaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.findTable("orders"), nullptr);
        EXPECT_TRUE(transaction.addTable(makeTable("orders")));
        EXPECT_NE(transaction.findTable("orders"), nullptr);
        EXPECT_EQ(database->catalog()->find("orders"), nullptr);
        return {};
    });
    EXPECT_TRUE(done);
    EXPECT_NE(database->catalog()->find("orders"), nullptr);
}

TEST(CatalogOfDatabase, ASecondTableOfTheSameNameIsRefused) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    addTable(*database, "orders");
    const auto again = write(*database, [](WriteTransaction& transaction) -> Result<void> {
        auto added = transaction.addTable(makeTable("orders"));
        return added ? Result<void>() : Result<void>(std::move(added).error());
    });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::ResourceInUse);
    EXPECT_EQ(again.error().message, "Table already exists: orders");
}

TEST(CatalogOfDatabase, NumbersOfTablesAreNeverUsedAgain) {
    const TemporaryFolder folder;
    schema::TableNumber first = 0;
    {
        const auto database = openOrFail(folder / "db");
        first = addTable(*database, "orders");
        ASSERT_TRUE(drop(*database, first));
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_GT(addTable(*database, "orders"), first);
}

TEST(Counts, FollowPutsReplacementsAndDeletes) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    EXPECT_EQ(countsOf(*database, table, 0).items, 0U);
    put(*database, table, keyOf("a", "1"), "12345");
    put(*database, table, keyOf("a", "2"), "1");
    EXPECT_EQ(countsOf(*database, table, 0).items, 2U);
    EXPECT_EQ(countsOf(*database, table, 0).bytes, 14U);
    put(*database, table, keyOf("a", "1"), "");
    EXPECT_EQ(countsOf(*database, table, 0).items, 2U);
    EXPECT_EQ(countsOf(*database, table, 0).bytes, 9U);
    ASSERT_TRUE(write(*database, [&](WriteTransaction& transaction) {
        return transaction.deleteItem(table, keyOf("a", "2"));
    }));
    EXPECT_EQ(countsOf(*database, table, 0).items, 1U);
    EXPECT_EQ(countsOf(*database, table, 0).bytes, 4U);
}

TEST(Counts, OfAnIndexFollowTheSizesOfItsEntries) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    const schema::IndexKey key{terminated("p"), terminated("s"), keyOf("a", "1")};
    const auto putEntry = [&](std::uint64_t bytes) {
        return write(*database, [&, bytes](WriteTransaction& transaction) {
            return transaction.putIndexEntry(table, 3, key, bytes);
        });
    };
    ASSERT_TRUE(putEntry(100));
    ASSERT_TRUE(putEntry(70));
    EXPECT_EQ(countsOf(*database, table, 3).items, 1U);
    EXPECT_EQ(countsOf(*database, table, 3).bytes, 70U);
    EXPECT_EQ(countsOf(*database, table, 2).items, 0U);
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(write(*database, [&](WriteTransaction& transaction) {
            return transaction.deleteIndexEntry(table, 3, key, 70);
        }));
        EXPECT_EQ(countsOf(*database, table, 3).items, 0U);
        EXPECT_EQ(countsOf(*database, table, 3).bytes, 0U);
    }
}

// Of which nothing is kept once it is no longer needed.
DatabaseOptions withoutHistory() {
    DatabaseOptions options;
    options.retention = {.milliseconds = 0, .bytes = 0};
    return options;
}

TEST(DropTable, KeepsItsItemsAsLongAsTheHistory) {
    const TemporaryFolder folder;
    schema::TableNumber table = 0;
    {
        const auto database = openOrFail(folder / "db");
        table = addTable(*database, "orders");
        fill(*database, table, 100);
        ASSERT_TRUE(drop(*database, table));
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_EQ(itemsOf(*database, table), 100U);
    const auto dropped = database->catalog()->findDropped(table);
    ASSERT_TRUE(dropped.has_value());
    EXPECT_EQ(dropped->table->name, "orders");
    EXPECT_EQ(dropped->droppedBy, database->history().last);
    EXPECT_EQ(database->catalog()->droppedTables().size(), 1U);
}

TEST(DropTable, TakesItsItemsInTheBackgroundAndLeavesOtherTablesAlone) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db", withoutHistory());
    const auto kept = addTable(*database, "kept");
    const auto table = addTable(*database, "orders");
    const auto alsoKept = addTable(*database, "also-kept");
    for (const auto number : {kept, table, alsoKept}) {
        fill(*database, number, 15'000);
    }
    ASSERT_TRUE(drop(*database, table));
    EXPECT_EQ(database->catalog()->find("orders"), nullptr);
    while (itemsOf(*database, table) > 0) {
        ASSERT_TRUE(drop(*database, table));  // each waits for one more group
    }
    // One more group for the index entries, one for the counts.
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(drop(*database, table));
    }
    EXPECT_EQ(countsOf(*database, table, 0).items, 0U);
    EXPECT_EQ(countsOf(*database, table, 1).items, 0U);
    for (const auto number : {kept, alsoKept}) {
        EXPECT_EQ(itemsOf(*database, number), 15'000U);
        EXPECT_EQ(countsOf(*database, number, 1).items, 15'000U);
    }
}

TEST(DropTable, GoesOnAfterARestartInTheMiddle) {
    const TemporaryFolder folder;
    schema::TableNumber table = 0;
    {
        const auto database = openOrFail(folder / "db", withoutHistory());
        table = addTable(*database, "orders");
        fill(*database, table, 35'000);
        ASSERT_TRUE(drop(*database, table));
    }
    std::size_t left = 0;
    int restarts = 0;
    do {
        const auto database = openOrFail(folder / "db", withoutHistory());
        EXPECT_EQ(database->catalog()->find("orders"), nullptr);
        left = itemsOf(*database, table);
        ASSERT_LT(++restarts, 100);
    } while (left > 0);
}

TEST(DropTable, ATableOfTheSameNameBeginsEmpty) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto first = addTable(*database, "orders");
    fill(*database, first, 100);
    ASSERT_TRUE(drop(*database, first));
    const auto second = addTable(*database, "orders");
    EXPECT_EQ(itemsOf(*database, second), 0U);
    EXPECT_EQ(countsOf(*database, second, 0).items, 0U);
    EXPECT_EQ(get(*database, second, keyOf("p1", "s")), std::nullopt);
}

}  // namespace
}  // namespace engine::storage::testing
