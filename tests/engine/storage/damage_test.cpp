#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

constexpr int itemCount = 600;
constexpr schema::TableNumber onlyTable = 1;

std::string textFor(int number) {
    return std::to_string(number) + std::string(static_cast<std::size_t>(number % 300), 'x');
}

schema::PrimaryKey placeOf(int number) {
    return keyOf("p" + std::to_string(number / 20), std::to_string(number));
}

void build(const std::string& directory) {
    const auto database = openOrFail(directory);
    ASSERT_EQ(addTable(*database, "orders"), onlyTable);
    const auto done = write(*database, [](WriteTransaction& transaction) -> Result<void> {
        for (int i = 0; i < itemCount; ++i) {
            auto item = transaction.putItem(onlyTable, placeOf(i), itemWith(textFor(i)).view());
            auto entry = transaction.putIndexEntry(
                onlyTable, 1, {terminated("all"), terminated(std::to_string(i)), placeOf(i)}, 5);
            EXPECT_TRUE(item && entry);
        }
        return {};
    });
    ASSERT_TRUE(done);
}

std::string checkGets(ReadTransaction& read) {
    int errors = 0;
    for (int i = 0; i < itemCount; ++i) {
        const auto item = read.getItem(onlyTable, placeOf(i));
        errors += item ? 0 : 1;
        if (item && (!*item || textOf(**item) != textFor(i))) {
            return "WRONG get of " + std::to_string(i);
        }
    }
    return errors == 0 ? "good" : "error";
}

// A walk must give all items or end with an error.
std::string checkWalk(Result<std::unique_ptr<ItemCursor>> cursor) {
    int seen = 0;
    while (cursor) {
        auto entry = (*cursor)->next();
        if (!entry) {
            return "error";
        }
        if (!*entry) {
            return seen == itemCount ? "good" : "WRONG walk of " + std::to_string(seen);
        }
        const std::string text = textOf((*entry)->item);
        if (text != textFor(std::stoi(text))) {
            return "WRONG item in a walk: " + text;
        }
        ++seen;
    }
    return "error";
}

// "good", "error" or what was wrong.
std::string readEverything(const std::string& directory) {
    DatabaseOptions options;
    options.directory = directory;
    const auto database = Database::open(std::move(options));
    if (!database) {
        return "error";
    }
    const auto read = (*database)->beginRead();
    if (!read) {
        return "error";
    }
    const std::string results[] = {
        checkGets(**read), checkWalk((*read)->scanItems(onlyTable, {}, std::nullopt)),
        checkWalk((*read)->queryIndex(onlyTable, 1, terminated("all"), {}, true, std::nullopt)),
        checkWalk((*read)->queryIndex(onlyTable, 1, terminated("all"), {}, false, std::nullopt))};
    std::string worst = "good";
    for (const std::string& result : results) {
        worst = worst.starts_with("WRONG") || result == "good" ? worst : result;
    }
    const auto counts = (*read)->counts(onlyTable, 0);
    if (counts && counts->items != itemCount) {
        return "WRONG count";
    }
    return worst;
}

TEST(Damage, AFlippedByteNeverGivesAWrongAnswer) {
    const TemporaryFolder folder;
    const std::string directory = folder / "db";
    build(directory);
    const std::string path = directory + "/state/data.mdb";
    std::ifstream file(path, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    ASSERT_GT(whole.size(), 100'000U);
    SeededRandom random(20'261'121);
    std::map<std::string, int> outcomes;
    for (int flip = 0; flip < 400; ++flip) {
        const std::size_t at = random.next() % whole.size();
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1 + random.next() % 255));
        std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
        const std::string outcome = inChild([&] { return readEverything(directory); });
        EXPECT_THAT(outcome, ::testing::Not(::testing::StartsWith("WRONG")))
            << "flip " << flip << " of byte " << at % 4096 << " of page " << at / 4096;
        ++outcomes[outcome];
    }
    for (const auto& [outcome, count] : outcomes) {
        RecordProperty(outcome, count);
        std::printf("%s: %d\n", outcome.c_str(), count);
    }
    EXPECT_GT(outcomes["error"], 100);
}

// The file may not grow further; the kernel's answer is the one of a quota or a full disk.
TEST(Damage, AFullDiskStopsWritingButNotReading) {
    const TemporaryFolder folder;
    const std::string answer = inChild([&]() -> std::string {
        std::signal(SIGXFSZ, SIG_IGN);
        DatabaseOptions options;
        options.directory = folder / "db";
        const auto database = Database::open(std::move(options));
        if (!database) {
            return database.error().message;
        }
        const auto table = addTable(**database, "orders");
        put(**database, table, keyOf("p", "first"), "kept");
        const struct rlimit limit { 200'000, 200'000 };
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto tooMuch = write(**database, [&](WriteTransaction& transaction) {
            return transaction.putItem(table, keyOf("p", "big"),
                                       itemWith(std::string(300'000, 'x')).view());
        });
        if (tooMuch) {
            return "was written";
        }
        const auto later = write(**database, [&](WriteTransaction& transaction) {
            return transaction.putItem(table, keyOf("p", "small"), itemWith("x").view());
        });
        if (later || later.error().message != tooMuch.error().message) {
            return "went on writing";
        }
        if (get(**database, table, keyOf("p", "first")) != "kept" ||
            get(**database, table, keyOf("p", "big")) ||
            get(**database, table, keyOf("p", "small"))) {
            return "reads wrongly";
        }
        return std::string(errorKindName(tooMuch.error().kind)) + ": " + tooMuch.error().message;
    });
    EXPECT_EQ(answer, "DiskFull: The disk that holds " + (folder / "db/state") +
                          " is full. Free some space, then open the database again.");
    const auto database = openOrFail(folder / "db");
    EXPECT_EQ(get(*database, 1, keyOf("p", "first")), "kept");
    put(*database, 1, keyOf("p", "second"), "works");
}

TEST(Damage, KilledWhileWritingNothingAcknowledgedIsLost) {
    const TemporaryFolder folder;
    { addTable(*openOrFail(folder / "db"), "orders"); }
    for (int round = 0; round < 20; ++round) {
        // Each child writes its numbers one after the other, and dies after a few of them with
        // more in the queue.
        const std::string answer = inChild([&]() -> std::string {
            const auto database = openOrFail(folder / "db");
            for (int i = 0; i < 100; ++i) {
                auto done = submit(*database, [round, i](WriteTransaction& transaction) {
                    return transaction.putItem(1, keyOf(std::to_string(round), std::to_string(i)),
                                               itemWith(std::to_string(i)).view());
                });
                if (i == 3 + round) {
                    EXPECT_TRUE(done.get());
                    killSelf();
                }
            }
            return "not killed";
        });
        ASSERT_EQ(answer, "killed by signal 9");
        const auto database = openOrFail(folder / "db");
        const auto read = database->beginRead();
        const std::string partition = terminated(std::to_string(round));
        const auto texts = drain((*read)->queryItems(1, partition, {}, true, std::nullopt));
        EXPECT_GE(texts.size(), static_cast<std::size_t>(4 + round));
        const auto counts = (*read)->counts(1, 0);
        ASSERT_TRUE(counts);
        EXPECT_EQ(counts->items, drain((*read)->scanItems(1, {}, std::nullopt)).size());
    }
}

}  // namespace
}  // namespace engine::storage::testing
