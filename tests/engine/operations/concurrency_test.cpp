#include <atomic>
#include <mutex>
#include <thread>

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

}  // namespace
}  // namespace engine::operations::test
