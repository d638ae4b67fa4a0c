#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

using ::testing::ElementsAre;

// Bytes that this process has mapped.
std::uint64_t addressSpace() {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Holds the writer inside one work, so that everything submitted meanwhile is the next group.
class Blocker final {
public:
    explicit Blocker(Database& database) {
        m_outcome = submit(database, [this](WriteTransaction&) -> Result<void> {
            m_entered.set_value();
            m_released.get_future().wait();
            return {};
        });
        m_entered.get_future().wait();
    }
    void release() {
        m_released.set_value();
        EXPECT_TRUE(m_outcome.get());
    }

private:
    std::promise<void> m_entered;
    std::promise<void> m_released;
    std::future<Result<void>> m_outcome;
};

TEST(GroupCommit, AFailingWorkHarmsNoNeighbour) {
    const TemporaryFolder folder;
    std::atomic<int> commits = 0;
    DatabaseOptions options;
    options.onCommit = [&](const CommitSummary&) { ++commits; };
    const auto database = openOrFail(folder / "db", std::move(options));
    const auto table = addTable(*database, "orders");
    Blocker blocker(*database);
    const int before = commits;
    std::vector<std::future<Result<void>>> outcomes;
    for (int i = 0; i < 100; ++i) {
        outcomes.push_back(submit(*database, [&, i](WriteTransaction& transaction) -> Result<void> {
            if (i % 3 == 0) {
                return Error::conditionalCheckFailed();
            }
            return transaction.putItem(table, keyOf("p", std::to_string(i)),
                                       itemWith(std::to_string(i)).view());
        }));
    }
    blocker.release();
    for (int i = 0; i < 100; ++i) {
        const auto outcome = outcomes[static_cast<std::size_t>(i)].get();
        EXPECT_EQ(outcome.hasValue(), i % 3 != 0) << i;
        EXPECT_EQ(get(*database, table, keyOf("p", std::to_string(i))).has_value(), i % 3 != 0);
    }
    EXPECT_EQ(commits, before + 1);
}

TEST(GroupCommit, AWorkThatFailsAfterAChangeIsTakenBackAlone) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    Blocker blocker(*database);
    auto good = submit(*database, [&](WriteTransaction& transaction) {
        return transaction.putItem(table, keyOf("p", "good"), itemWith("x").view());
    });
    auto bad = submit(*database, [&](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.putItem(table, keyOf("p", "bad"), itemWith("x").view()));
        return Error::internal("no");
    });
    auto alsoGood = submit(*database, [&](WriteTransaction& transaction) {
        return transaction.putItem(table, keyOf("p", "also"), itemWith("x").view());
    });
    blocker.release();
    EXPECT_TRUE(good.get());
    EXPECT_FALSE(bad.get());
    EXPECT_TRUE(alsoGood.get());
    const auto read = database->beginRead();
    EXPECT_EQ(drain((*read)->scanItems(table, {}, std::nullopt)).size(), 2U);
    EXPECT_EQ((*read)->counts(table, 0)->items, 2U);
}

TEST(GroupCommit, TheSummaryComesBeforeTheAnswersAndNamesWhatChanged) {
    const TemporaryFolder folder;
    std::vector<std::string> events;
    DatabaseOptions options;
    options.onCommit = [&](const CommitSummary& summary) {
        events.push_back(std::string(summary.catalogChanged ? "catalog" : "items") + " " +
                         std::to_string(summary.tables.size()));
    };
    const auto database = openOrFail(folder / "db", std::move(options));

    class Noting final : public WriteWork {
    public:
        Noting(std::vector<std::string>& noted, Change change, std::promise<void>& done)
            : m_noted(noted), m_change(std::move(change)), m_done(done) {}
        Result<void> apply(WriteTransaction& transaction) override { return m_change(transaction); }
        void finished(Result<void>) override {
            m_noted.push_back("finished");
            m_done.set_value();
        }

    private:
        std::vector<std::string>& m_noted;
        Change m_change;
        std::promise<void>& m_done;
    };
    const auto run = [&](Change change) {
        std::promise<void> done;
        database->submit(std::make_unique<Noting>(events, std::move(change), done));
        done.get_future().wait();
    };
    schema::TableNumber table = 0;
    run([&](WriteTransaction& transaction) -> Result<void> {
        table = *transaction.addTable(makeTable("orders"));
        return {};
    });
    run([&](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.putItem(table, keyOf("p", "1"), itemWith("x").view()));
        return transaction.putItem(table, keyOf("p", "2"), itemWith("x").view());
    });
    run([](WriteTransaction&) -> Result<void> { return {}; });
    EXPECT_THAT(events, ElementsAre("catalog 0", "finished", "items 1", "finished", "finished"));
}

TEST(GroupCommit, ClosingFinishesWhatWasSubmitted) {
    const TemporaryFolder folder;
    schema::TableNumber table = 0;
    std::vector<std::future<Result<void>>> outcomes;
    {
        const auto database = openOrFail(folder / "db");
        table = addTable(*database, "orders");
        for (int i = 0; i < 1000; ++i) {
            outcomes.push_back(submit(*database, [table, i](WriteTransaction& transaction) {
                return transaction.putItem(table, keyOf("p", std::to_string(i)),
                                           itemWith("x").view());
            }));
        }
    }
    for (auto& outcome : outcomes) {
        EXPECT_TRUE(outcome.get());
    }
    const auto database = openOrFail(folder / "db");
    const auto read = database->beginRead();
    EXPECT_EQ((*read)->counts(table, 0)->items, 1000U);
}

TEST(GroupCommit, LargeWorksAreSpreadOverGroups) {
    const TemporaryFolder folder;
    std::atomic<int> commits = 0;
    DatabaseOptions options;
    options.onCommit = [&](const CommitSummary&) { ++commits; };
    const auto database = openOrFail(folder / "db", std::move(options));
    const auto table = addTable(*database, "orders");
    Blocker blocker(*database);
    const int before = commits;
    std::vector<std::future<Result<void>>> outcomes;
    for (int i = 0; i < 64; ++i) {
        outcomes.push_back(submit(*database, [&, i](WriteTransaction& transaction) {
            return transaction.putItem(table, keyOf("p", std::to_string(i)),
                                       itemWith(std::string(400'000, 'x')).view());
        }));
    }
    blocker.release();
    for (auto& outcome : outcomes) {
        EXPECT_TRUE(outcome.get());
    }
    EXPECT_GE(commits, before + 3);
}

// A delete writes little, but the log gets what was there before.
TEST(GroupCommit, DeletesOfLargeItemsAreSpreadOverGroups) {
    const TemporaryFolder folder;
    std::atomic<int> commits = 0;
    DatabaseOptions options;
    options.onCommit = [&](const CommitSummary&) { ++commits; };
    const auto database = openOrFail(folder / "db", std::move(options));
    const auto table = addTable(*database, "orders");
    for (int i = 0; i < 64; ++i) {
        put(*database, table, keyOf("p", std::to_string(i)), std::string(400'000, 'x'));
    }
    Blocker blocker(*database);
    const int before = commits;
    std::vector<std::future<Result<void>>> outcomes;
    for (int i = 0; i < 64; ++i) {
        outcomes.push_back(submit(*database, [&, i](WriteTransaction& transaction) {
            return transaction.deleteItem(table, keyOf("p", std::to_string(i)));
        }));
    }
    blocker.release();
    for (auto& outcome : outcomes) {
        EXPECT_TRUE(outcome.get());
    }
    EXPECT_GE(commits, before + 3);
}

TEST(GroupCommit, AWorkThatTheLogCannotHoldIsRefusedAlone) {
    const TemporaryFolder folder;
    const auto key = keyOf("p", "large");
    const std::string text(400'000, 'x');
    schema::TableNumber table = 0;
    {
        const auto database = openOrFail(folder / "db");
        table = addTable(*database, "orders");
        put(*database, table, key, "small");
        Blocker blocker(*database);
        auto first = submit(*database, [&](WriteTransaction& transaction) {
            return transaction.putItem(table, keyOf("p", "1"), itemWith("1").view());
        });
        auto huge = submit(*database, [&](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < 350; ++i) {
                EXPECT_TRUE(transaction.deleteItem(table, key));
                EXPECT_TRUE(transaction.putItem(table, key, itemWith(text).view()));
            }
            return {};
        });
        auto second = submit(*database, [&](WriteTransaction& transaction) {
            return transaction.putItem(table, keyOf("p", "2"), itemWith("2").view());
        });
        blocker.release();
        EXPECT_TRUE(first.get());
        const auto refused = huge.get();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
        EXPECT_TRUE(second.get());
        put(*database, table, keyOf("p", "3"), "3");
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_EQ(get(*database, table, key), "small");
    for (const char* sort : {"1", "2", "3"}) {
        EXPECT_EQ(get(*database, table, keyOf("p", sort)), sort);
    }
}

TEST(MapGrowth, ASmallMapGrowsWhileReadersWork) {
    const TemporaryFolder folder;
    DatabaseOptions options;
    options.mapBytes = std::uint64_t{1} << 20U;
    const auto database = openOrFail(folder / "db", std::move(options));
    const auto table = addTable(*database, "orders");
    put(*database, table, keyOf("p", "0"), "first");
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::thread reader([&] {
        while (!stop) {
            wrong += get(*database, table, keyOf("p", "0")) == "first" ? 0 : 1;
        }
    });
    const std::string text(100'000, 'x');
    std::vector<std::future<Result<void>>> outcomes;
    for (int i = 1; i <= 300; ++i) {
        outcomes.push_back(submit(*database, [&, i](WriteTransaction& transaction) {
            return transaction.putItem(table, keyOf("p", std::to_string(i)), itemWith(text).view());
        }));
    }
    for (auto& outcome : outcomes) {
        const auto result = outcome.get();
        EXPECT_TRUE(result) << result.error().message;
    }
    stop = true;
    reader.join();
    EXPECT_EQ(wrong, 0);
    const auto read = database->beginRead();
    EXPECT_EQ((*read)->counts(table, 0)->items, 301U);
}

TEST(MapGrowth, AMapThatMayNotGrowIsStillRead) {
    const TemporaryFolder folder;
    const auto answer = inChild([&]() -> std::string {
        DatabaseOptions options;
        options.mapBytes = std::uint64_t{64} << 20U;
        options.durability = Durability::Interval;
        const auto database = openOrFail(folder / "db", std::move(options));
        const auto table = addTable(*database, "orders");
        put(*database, table, keyOf("p", "first"), "first");
        // What the process has, and too little for a map of 128 MiB beside the one of 64.
        const struct rlimit limit { addressSpace() + (std::uint64_t{100} << 20U), RLIM_INFINITY };
        if (::setrlimit(RLIMIT_AS, &limit) != 0) {
            return "no limit";
        }
        Result<void> written;
        const std::string text(390'000, 'x');
        for (int i = 0; i < 400 && written; ++i) {
            written = write(*database, [&](WriteTransaction& transaction) {
                return transaction.putItem(table, keyOf("p", std::to_string(i)),
                                           itemWith(text).view());
            });
        }
        if (written) {
            return "it grew";
        }
        return get(*database, table, keyOf("p", "first")).value_or("lost") + ", " +
               std::to_string(get(*database, table, keyOf("p", "0")).value_or("").size());
    });
    EXPECT_EQ(answer, "first, 390000");
    const auto database = openOrFail(folder / "db");
    const auto table = database->catalog()->find("orders")->number;
    EXPECT_EQ(get(*database, table, keyOf("p", "first")), "first");
}

// Each group writes one number to ten items; a reader must never see two numbers at once.
TEST(Concurrency, ReadersSeeWholeCommits) {
    const TemporaryFolder folder;
    DatabaseOptions options;
    options.durability = Durability::Memory;
    const auto database = openOrFail("", std::move(options));
    const auto table = addTable(*database, "orders");
    const auto writeAll = [&](int number) {
        return write(*database, [&, number](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < 10; ++i) {
                auto done = transaction.putItem(table, keyOf("p", std::to_string(i)),
                                                itemWith(std::to_string(number)).view());
                if (!done) {
                    return done;
                }
            }
            return {};
        });
    };
    ASSERT_TRUE(writeAll(0));
    std::atomic<bool> stop = false;
    std::atomic<int> torn = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto read = database->beginRead();
                const auto texts =
                    drain((*read)->queryItems(table, terminated("p"), {}, true, std::nullopt));
                const bool whole = texts.size() == 10 && texts.front() == texts.back();
                torn += whole ? 0 : 1;
            }
        });
    }
    for (int number = 1; number <= 500; ++number) {
        ASSERT_TRUE(writeAll(number));
    }
    stop = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(torn, 0);
}

TEST(Concurrency, ManyReadTransactionsMayBeOpenAtOnce) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    std::vector<std::unique_ptr<ReadTransaction>> open;
    auto read = database->beginRead();
    while (read) {
        open.push_back(std::move(read).value());
        read = database->beginRead();
    }
    EXPECT_GE(open.size(), 1024U);
    open.pop_back();
    EXPECT_TRUE(database->beginRead());
}

}  // namespace
}  // namespace engine::storage::testing
