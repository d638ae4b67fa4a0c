#include <lmdb.h>

#include <future>

#include <gtest/gtest.h>

#include "engine/storage/verify.h"
#include "engine/storage/verify_state.h"
#include "tests/engine/storage/support.h"

// Groups that share one transaction of the trees.
namespace engine::storage::testing {
namespace {

constexpr int workCount = 3'000;
constexpr int failingEvery = 97;

// Keeps the writer's queue from getting empty: two works always wait, each answer sends the next.
class Chain final {
public:
    explicit Chain(Database& database, schema::TableNumber table)
        : m_database(database), m_table(table) {}

    void run() {
        send();
        send();
        m_done.get_future().wait();
    }

private:
    class Link final : public WriteWork {
    public:
        Link(Chain& chain, int number) : m_chain(chain), m_number(number) {}
        Result<void> apply(WriteTransaction& transaction) override {
            return m_chain.apply(transaction, m_number);
        }
        void finished(Result<void> outcome) override { m_chain.finished(m_number, outcome); }

    private:
        Chain& m_chain;
        int m_number;
    };

    void send() { m_database.submit(std::make_unique<Link>(*this, m_sent++)); }

    Result<void> apply(WriteTransaction& transaction, int number) {
        auto done = transaction.putItem(
            m_table, keyOf("p" + std::to_string(number % 200), std::to_string(number)),
            itemWith(std::string(900, static_cast<char>('a' + number % 26))).view());
        // After a change: the group is taken back and comes again without it.
        return done && number % failingEvery == 0 ? Error::internal("no") : done;
    }

    void finished(int number, const Result<void>& outcome) {
        EXPECT_EQ(outcome.hasValue(), number % failingEvery != 0) << number;
        if (m_sent < workCount) {
            send();
        } else if (++m_over == 2) {
            m_done.set_value();
        }
    }

    Database& m_database;
    schema::TableNumber m_table;
    int m_sent = 0;
    int m_over = 0;
    std::promise<void> m_done;
};

std::size_t transactions(Database& database) {
    MDB_envinfo info{};
    mdb_env_info(dynamic_cast<Verifiable&>(database).environment().handle(), &info);
    return info.me_last_txnid;
}

std::size_t expectAll(Database& database, schema::TableNumber table) {
    const auto read = database.beginRead();
    EXPECT_TRUE(read);
    const auto items = drain((*read)->scanItems(table, {}, std::nullopt)).size();
    EXPECT_EQ((*read)->counts(table, 0)->items, items);
    return items;
}

constexpr std::size_t expectedItems = workCount - (workCount + failingEvery - 1) / failingEvery;

TEST(OpenTransaction, TakesManyGroupsAndLosesNoneWhenItMustBeDoneAgain) {
    const TemporaryFolder folder;
    std::size_t groups = 0;
    DatabaseOptions options;
    options.mapBytes = std::uint64_t{512} << 10U;  // full again and again
    options.onCommit = [&](const CommitSummary&) { ++groups; };
    auto database = openOrFail(folder / "db", options);
    const auto table = addTable(*database, "orders");
    const auto before = transactions(*database);
    Chain(*database, table).run();
    EXPECT_EQ(expectAll(*database, table), expectedItems);
    EXPECT_LT(transactions(*database) - before, groups / 2);
    const auto report = verifyDatabase(*database, systemClock());
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) {
        // The items of these tests have none of their key's attributes.
        EXPECT_EQ(finding.message, "Its key does not follow from its attributes.");
    }
    EXPECT_EQ(report->items, expectedItems);

    database.reset();
    database = openOrFail(folder / "db", options);
    EXPECT_EQ(expectAll(*database, table), expectedItems);
}

TEST(OpenTransaction, AReaderSeesWhatWasAcknowledgedAtOnce) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    for (int i = 0; i < 300; ++i) {
        put(*database, table, keyOf("p", std::to_string(i)), "x");
        EXPECT_EQ(get(*database, table, keyOf("p", std::to_string(i))), "x");
        EXPECT_EQ(database->history().last, (*database->beginRead())->sequence().value());
    }
}

// Transaction ids are the keys of LMDB's free list, which orders them as numbers, not as bytes.
TEST(OpenTransaction, OpensAgainAfterMoreCommitsThanAByteCounts) {
    const TemporaryFolder folder;
    schema::TableNumber table = 0;
    {
        const auto database = openOrFail(folder / "db");
        table = addTable(*database, "orders");
        for (int i = 0; i < 600; ++i) {
            put(*database, table, keyOf("p", std::to_string(i % 40)), std::to_string(i));
            ASSERT_TRUE(database->beginRead());
        }
        EXPECT_GT(transactions(*database), 512U);
    }
    const auto database = openOrFail(folder / "db");
    EXPECT_EQ(expectAll(*database, table), 40U);
}

// An answer that is made on the writer thread may look at what its write has done.
TEST(OpenTransaction, AnAnswerMayRead) {
    class Looking final : public WriteWork {
    public:
        Looking(Database& database, schema::TableNumber table, std::promise<bool>& found)
            : m_database(database), m_table(table), m_found(found) {}
        Result<void> apply(WriteTransaction& transaction) override {
            return transaction.putItem(m_table, keyOf("p", "1"), itemWith("x").view());
        }
        void finished(Result<void> outcome) override {
            EXPECT_TRUE(outcome);
            m_found.set_value(get(m_database, m_table, keyOf("p", "1")) == "x");
        }

    private:
        Database& m_database;
        schema::TableNumber m_table;
        std::promise<bool>& m_found;
    };
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    std::promise<bool> found;
    database->submit(std::make_unique<Looking>(*database, table, found));
    EXPECT_TRUE(found.get_future().get());
}

}  // namespace
}  // namespace engine::storage::testing
