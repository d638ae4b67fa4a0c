#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/operations/handlers.h"
#include "engine/operations/vector_cache.h"
#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::Contains;

class ConcurrencyTest : public EngineTest {};

TEST_F(ConcurrencyTest, IncrementsFromEightThreadsAddUpExactly) {
    constexpr int threadCount = 8;
    constexpr int incrementsEach = 200;
    std::vector<std::thread> threads;
    std::atomic<int> refused{0};
    for (int t = 0; t < threadCount; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < incrementsEach; ++i) {
                const auto result = engine().executeAndWait(update(
                    "Simple", item({{"pk", "counter"}}), "ADD n :one", given({{":one", 1}})));
                refused += result ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(refused, 0);
    EXPECT_EQ(storedItem("Simple", item({{"pk", "counter"}})),
              item({{"pk", "counter"}, {"n", threadCount * incrementsEach}}));
}

TEST_F(ConcurrencyTest, OnlyOneOfManyConditionalPutsWins) {
    std::vector<std::thread> threads;
    std::atomic<int> winners{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                auto input = put("Simple", item({{"pk", "lock" + std::to_string(i)}, {"by", t}}));
                input.conditionExpression = "attribute_not_exists(pk)";
                winners += engine().executeAndWait(input) ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(winners, 50);
}

TEST_F(ConcurrencyTest, ReadsSeeCompletedWrites) {
    for (int i = 0; i < 100; ++i) {
        givenItem("Simple", item({{"pk", "a"}, {"n", i}}));
        ASSERT_EQ(storedItem("Simple", item({{"pk", "a"}})), item({{"pk", "a"}, {"n", i}}));
    }
}

class Recorder final : public ChangeListener {
public:
    void tablesChanged() override { ++tableChanges; }
    void itemsChanged(const std::string& tableName) override {
        const std::lock_guard lock(mutex);
        changed.push_back(tableName);
    }
    std::vector<std::string> names() {
        const std::lock_guard lock(mutex);
        return changed;
    }
    std::atomic<int> tableChanges{0};

private:
    std::mutex mutex;
    std::vector<std::string> changed;
};

// A listener is told after the completion or before it; a second write in the queue of the one
// writer thread is behind both.
TEST_F(ConcurrencyTest, ListenersHearOfChanges) {
    Recorder recorder;
    engine().addListener(&recorder);
    givenItem("Simple", item({{"pk", "a"}}));
    givenItem("Notes", item({{"pk", "a"}, {"sk", 1}}));
    EXPECT_THAT(recorder.names(), Contains("Simple"));
    EXPECT_EQ(recorder.tableChanges, 0);
    answer<CreateTableOutput>(simpleSpec("Fresh"));
    givenItem("Fresh", item({{"pk", "a"}}));
    EXPECT_EQ(recorder.tableChanges, 1);

    engine().removeListener(&recorder);
    const auto heard = recorder.names().size();
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}}));
    givenItem("Music", item({{"pk", "b"}, {"sk", 1}}));
    EXPECT_EQ(recorder.names().size(), heard);
}

UpdateTableInput indexOnColour() {
    schema::IndexSpec index;
    index.name = "byColour";
    index.keySchema = {{"colour", schema::KeyType::Hash}};
    index.projection.type = schema::ProjectionType::All;
    UpdateTableInput input;
    input.tableName = "Simple";
    input.attributeDefinitions = {{"colour", AttributeType::S}};
    input.indexUpdates.emplace();
    input.indexUpdates->push_back({.update = {}, .create = std::move(index), .remove = {}});
    return input;
}

TransactWriteItemsInput transactPut(AttributeMap attributes) {
    TransactWriteItem action;
    action.kind = TransactActionKind::Put;
    action.tableName = "Simple";
    action.itemOrKey = std::move(attributes);
    TransactWriteItemsInput input;
    input.transactItems.push_back(std::move(action));
    return input;
}

BatchWriteItemInput batchPut(AttributeMap attributes) {
    BatchWriteItemInput input;
    input.requestItems["Simple"].push_back({.isPut = true, .itemOrKey = std::move(attributes)});
    return input;
}

ExecuteStatementInput insert(const std::string& key) {
    ExecuteStatementInput input;
    input.statement = "INSERT INTO \"Simple\" VALUE {'pk': '" + key + "', 'colour': 'red'}";
    return input;
}

// The index begins between the preparation of the writes and their turn: it gets their entries.
TEST_F(ConcurrencyTest, AnIndexThatBeginsInTheMeantimeIsWrittenToo) {
    const auto& options = engine().options();
    ItemClaims claims;
    VectorCache vectors(engine().database());
    const Context context{engine().database(), engine().past(), options.region,
                          options.accountId,   *options.clock,  *options.random,
                          options.retention,   claims,          vectors};
    std::vector<PreparedWrite> prepared;
    prepared.push_back(
        preparePutItem(context, put("Simple", item({{"pk", "a"}, {"colour", "red"}}))));
    prepared.push_back(
        prepareTransactWriteItems(context, transactPut(item({{"pk", "b"}, {"colour", "red"}}))));
    prepared.push_back(
        prepareBatchWriteItem(context, batchPut(item({{"pk", "c"}, {"colour", "red"}}))));
    auto statement = prepareExecuteStatement(context, insert("d"));
    ASSERT_TRUE(statement);
    prepared.emplace_back(std::get<std::unique_ptr<PendingWrite>>(*std::move(statement)));
    prepared.push_back(prepareUpdateItem(
        context, update("Simple", item({{"pk", "e"}}), "SET colour = :c", given({{":c", "red"}}))));

    ASSERT_EQ(refusal(indexOnColour()), "accepted");
    for (auto& each : prepared) {
        ASSERT_TRUE(each);
        std::promise<std::string> told;
        (*each)->setCompletion([&told](const auto& result) {
            told.set_value(result ? "accepted" : result.error().message);
        });
        ASSERT_TRUE((*each)->begin(claims));
        engine().database().submit(*std::move(each));
        EXPECT_EQ(told.get_future().get(), "accepted");
    }

    DescribeTableInput describe;
    describe.tableName = "Simple";
    const auto described = answer<DescribeTableOutput>(describe).description;
    ASSERT_EQ(described.indexes.size(), 1U);
    EXPECT_EQ(described.itemCount, 5U);
    EXPECT_EQ(described.indexes[0].items, 5U);
}

}  // namespace
}  // namespace engine::operations::test
