#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "engine/storage/checkpoint_file.h"
#include "engine/storage/database.h"
#include "tests/engine/storage/child.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

namespace fs = std::filesystem;

// Runs a function in a process that ends without closing anything, as after kill -9.
void inKilledProcess(const std::string& directory, const std::function<void(Database&)>& run) {
    const std::string answer = inChild([&]() -> std::string {
        const auto database = openOrFail(directory);
        run(*database);
        killSelf();
    });
    ASSERT_EQ(answer, "killed by signal 9");
}

schema::Table tableWithTimeToLive(const std::string& name) {
    schema::Table table = makeTable(name);
    table.timeToLive = schema::TimeToLive{"expires", {}};
    return table;
}

values::EncodedItem expiring(const std::string& text, std::int64_t second) {
    auto item = itemWith(text).view().decode();
    item.emplace("expires", values::AttributeValue::number(values::Number::fromInteger(second)));
    return values::EncodedItem(item);
}

TEST(Recovery, DoesAgainWhatNoCheckpointHas) {
    const TemporaryFolder folder;
    const std::string directory = folder / "db";
    inKilledProcess(directory, [](Database& database) {
        const auto table = addTable(database, "orders");
        for (int i = 0; i < 500; ++i) {
            put(database, table, keyOf("p" + std::to_string(i % 50), std::to_string(i)), "one");
        }
        static_cast<void>(write(database, [&](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < 100; ++i) {
                const auto key = keyOf("p" + std::to_string(i % 50), std::to_string(i));
                if (auto done = transaction.deleteItem(table, key); !done) {
                    return done;
                }
            }
            return transaction.putRecord(RecordKind::Bookmark, "first", "body");
        }));
    });
    const auto database = openOrFail(directory);
    const auto table = database->catalog()->find("orders");
    ASSERT_NE(table, nullptr);
    const auto read = database->beginRead();
    EXPECT_EQ((*read)->counts(table->number, 0)->items, 400U);
    EXPECT_EQ(get(*database, table->number, keyOf("p0", "0")), std::nullopt);
    EXPECT_EQ(get(*database, table->number, keyOf("p0", "450")), "one");
    EXPECT_EQ(*(*read)->getRecord(RecordKind::Bookmark, "first"), "body");
    EXPECT_EQ(*(*read)->sequence(), database->history().last);
    // Sequences go on where they were.
    const auto before = database->history().last;
    put(*database, table->number, keyOf("p", "new"), "x");
    EXPECT_EQ(database->history().last, before + 1);
}

TEST(Recovery, BringsBackSettingsQueuesAndDroppedTables) {
    const TemporaryFolder folder;
    const std::string directory = folder / "db";
    inKilledProcess(directory, [](Database& database) {
        schema::TableNumber kept = 0;
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
            auto number = transaction.addTable(tableWithTimeToLive("sessions"));
            kept = *number;
            return {};
        }));
        const auto dropped = addTable(database, "old");
        put(database, dropped, keyOf("p", "s"), "kept for history");
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < 10; ++i) {
                const auto key = keyOf("p", std::to_string(i));
                if (auto done =
                        transaction.putItem(kept, key, expiring("x", 2'000'000'000 + i).view());
                    !done) {
                    return done;
                }
            }
            // One moves, one goes.
            const auto moved =
                transaction.putItem(kept, keyOf("p", "3"), expiring("x", 3'000'000'000).view());
            return moved ? transaction.deleteItem(kept, keyOf("p", "4")) : moved;
        }));
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) {
            return transaction.dropTable(dropped);
        }));
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) {
            schema::Table changed = *transaction.findTable("sessions");
            changed.deletionProtection = true;
            return transaction.changeTable(changed);
        }));
    });
    const auto database = openOrFail(directory);
    const auto table = database->catalog()->find("sessions");
    ASSERT_NE(table, nullptr);
    EXPECT_TRUE(table->deletionProtection);
    EXPECT_EQ(database->catalog()->find("old"), nullptr);
    const auto dropped = database->catalog()->droppedTables();
    ASSERT_EQ(dropped.size(), 1U);
    EXPECT_EQ(dropped[0].table->name, "old");
    EXPECT_EQ(get(*database, dropped[0].table->number, keyOf("p", "s")), "kept for history");
    const auto read = database->beginRead();
    const auto soon = (*read)->expiringItems(table->number, 0, 2'000'000'005, 100);
    ASSERT_TRUE(soon);
    std::vector<std::string> keys;
    for (const auto& item : *soon) {
        keys.push_back(item.key.sort);
    }
    EXPECT_THAT(keys, ::testing::ElementsAre("0", "1", "2", "5"));
    EXPECT_EQ((*read)->expiringItems(table->number, 0, 4'000'000'000, 100)->size(), 9U);
    // The next table does not take the number of the dropped one.
    EXPECT_GT(addTable(*database, "new"), dropped[0].table->number);
}

TEST(Recovery, QueuesItemsThatWereThereBeforeTimeToLive) {
    const TemporaryFolder folder;
    const std::string directory = folder / "db";
    inKilledProcess(directory, [](Database& database) {
        const auto table = addTable(database, "sessions");
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < 25; ++i) {
                const auto key = keyOf("p" + std::to_string(i), "s");
                if (auto done =
                        transaction.putItem(table, key, expiring("x", 2'000'000'000).view());
                    !done) {
                    return done;
                }
            }
            return transaction.changeTable([&] {
                schema::Table changed = *transaction.findTable("sessions");
                changed.timeToLive = schema::TimeToLive{"expires", {}};
                return changed;
            }());
        }));
        std::optional<schema::PrimaryKey> after;
        do {
            ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
                auto next = transaction.queueExpiring(table, after, 10);
                after = *std::move(next);
                return {};
            }));
        } while (after);
    });
    const auto database = openOrFail(directory);
    const auto table = database->catalog()->find("sessions")->number;
    EXPECT_EQ((*database->beginRead())->expiringItems(table, 0, 2'000'000'000, 100)->size(), 25U);
    bool isEmpty = false;
    for (int step = 0; step < 3; ++step) {
        ASSERT_TRUE(write(*database, [&](WriteTransaction& transaction) -> Result<void> {
            isEmpty = *transaction.clearExpiring(table, 10);
            return {};
        }));
    }
    EXPECT_TRUE(isEmpty);
    EXPECT_TRUE((*database->beginRead())->expiringItems(table, 0, 2'000'000'000, 100)->empty());
}

// Fills or clears the index of the table in steps of ten.
void fillByGroup(Database& database, schema::TableNumber table) {
    std::optional<schema::PrimaryKey> after;
    do {
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
            auto next = transaction.fillIndex(table, 1, after, 10);
            after = *std::move(next);
            return {};
        }));
    } while (after);
}

void clearByGroup(Database& database, schema::TableNumber table) {
    bool isGone = false;
    while (!isGone) {
        ASSERT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
            isGone = *transaction.clearIndex(table, 1, 10);
            return {};
        }));
    }
}

// 35 items of which 5 lack the key of the index and 5 have one of another type.
schema::TableNumber addGroupedItems(Database& database) {
    const auto table = addTable(database, "orders");
    EXPECT_TRUE(write(database, [&](WriteTransaction& transaction) -> Result<void> {
        for (int i = 0; i < 35; ++i) {
            values::AttributeMap item;
            item.emplace("pk", values::AttributeValue::string("p" + std::to_string(i)));
            item.emplace("sk", values::AttributeValue::string("s"));
            if (i % 7 == 1) {
                item.emplace("group",
                             values::AttributeValue::number(values::Number::fromInteger(i)));
            } else if (i % 7 != 0) {
                item.emplace("group", values::AttributeValue::string("g"));
            }
            auto done = transaction.putItem(table, keyOf("p" + std::to_string(i), "s"),
                                            values::EncodedItem(item).view());
            if (!done) {
                return done;
            }
        }
        schema::Table changed = *transaction.findTable("orders");
        schema::Index index;
        index.number = 1;
        index.name = "byGroup";
        index.partitionKey = {{"group", values::AttributeType::S}};
        changed.indexes = {index};
        return transaction.changeTable(std::move(changed));
    }));
    return table;
}

std::size_t entriesOf(Database& database, schema::TableNumber table) {
    const auto read = database.beginRead();
    const auto entries = drainKeys((*read)->scanIndex(table, 1, {}, std::nullopt)).size();
    EXPECT_EQ((*read)->counts(table, 1)->items, entries);
    return entries;
}

TEST(Recovery, FillsAndClearsIndexesAgain) {
    for (const bool clears : {false, true}) {
        const TemporaryFolder folder;
        inKilledProcess(folder / "db", [&](Database& database) {
            const auto table = addGroupedItems(database);
            fillByGroup(database, table);
            ASSERT_EQ(entriesOf(database, table), 25U);
            if (clears) {
                clearByGroup(database, table);
            }
        });
        const auto database = openOrFail(folder / "db");
        const auto table = database->catalog()->find("orders")->number;
        EXPECT_EQ(entriesOf(*database, table), clears ? 0U : 25U);
        fillByGroup(*database, table);
        EXPECT_EQ(entriesOf(*database, table), 25U);
    }
}

TEST(Recovery, ManyUncleanEndsInARow) {
    const TemporaryFolder folder;
    const std::string directory = folder / "db";
    std::map<std::string, std::string> model;
    for (int round = 0; round < 15; ++round) {
        inKilledProcess(directory, [&](Database& database) {
            const auto known = database.catalog()->find("orders");
            const auto table = known ? known->number : addTable(database, "orders");
            for (int i = 0; i < 20; ++i) {
                const std::string key = std::to_string((round * 7 + i) % 60);
                put(database, table, keyOf("p", key), std::to_string(round));
            }
        });
        for (int i = 0; i < 20; ++i) {
            model[std::to_string((round * 7 + i) % 60)] = std::to_string(round);
        }
    }
    const auto database = openOrFail(directory);
    const auto table = database->catalog()->find("orders")->number;
    for (const auto& [key, text] : model) {
        EXPECT_EQ(get(*database, table, keyOf("p", key)), text) << key;
    }
    EXPECT_EQ((*database->beginRead())->counts(table, 0)->items, model.size());
    // The whole history is there: one record per put, two for the table.
    auto reader = database->readChanges({table, {}, 0}, 0, database->history().last);
    ASSERT_TRUE(reader);
    std::size_t changes = 0;
    while (*(*reader)->next()) {
        ++changes;
    }
    EXPECT_EQ(changes, 300U);
}

TEST(Recovery, RefusesWhenNoCheckpointIsWhole) {
    const TemporaryFolder folder;
    const std::string directory = folder / "db";
    { addTable(*openOrFail(directory), "orders"); }
    fs::resize_file(directory + "/state/checkpoint", 0);
    const auto before = fs::last_write_time(directory + "/state/data.mdb");
    const Error error = openError(directory);
    EXPECT_EQ(error.kind, ErrorKind::Corrupt);
    EXPECT_THAT(error.message, ::testing::HasSubstr("restore it from a backup"));
    EXPECT_EQ(fs::last_write_time(directory + "/state/data.mdb"), before);
}

TEST(CheckpointFile, TheNewestWholeOneCounts) {
    const TemporaryFolder folder;
    const std::string path = folder / "checkpoint";
    const auto checkpoint = [](std::uint64_t number) {
        return Checkpoint{number, {number * 10, {5}}, number, std::string(4096, 'm')};
    };
    ASSERT_TRUE(CheckpointFile::create(path, checkpoint(1)));
    auto file = CheckpointFile::open(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write(checkpoint(2)));
    ASSERT_TRUE(file->write(checkpoint(3)));
    EXPECT_EQ((*file->newest())->number, 3U);
    EXPECT_EQ((*file->newest())->position.last, 30U);
    // One copy of 3 is torn, then both.
    for (const std::streamoff place : {16'384, 24'576}) {
        std::fstream bytes(path, std::ios::binary | std::ios::in | std::ios::out);
        bytes.seekp(place + 100);
        bytes.write("torn", 4);
        bytes.close();
        EXPECT_EQ((*file->newest())->number, place == 16'384 ? 3U : 2U);
    }
}

}  // namespace
}  // namespace engine::storage::testing
