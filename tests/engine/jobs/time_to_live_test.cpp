#include "engine/jobs/time_to_live.h"

#include "tests/engine/operations/moving_engine.h"

namespace engine::jobs {
namespace {

using operations::test::day;
using operations::test::hour;
using operations::test::minute;
using operations::test::MovingEngineTest;

class TimeToLiveTest : public MovingEngineTest {
protected:
    TimeToLiveTest() { createTable("Sessions"); }

    std::string switchTimeToLive(bool enabled, const std::string& attribute = "ttl") {
        return outcome(operations::UpdateTimeToLiveInput{"Sessions", {enabled, attribute}});
    }
    std::int64_t nowSeconds() { return clock().now().milliseconds / 1000; }
    void putExpiring(const std::string& pk, std::int64_t second) {
        put("Sessions", pk, {{"ttl", number(second)}});
    }
    bool isThere(const std::string& pk) { return MovingEngineTest::isThere("Sessions", pk); }

    TimeToLiveSweep::Report run(TimeToLiveSweep& sweep) {
        const auto report = sweep.run(m_stop);
        if (!report) {
            ADD_FAILURE() << report.error().message;
            return {};
        }
        return *report;
    }
    std::size_t jobs() {
        auto snapshot = engine().database().beginRead();
        return (*snapshot)->listRecords(storage::RecordKind::Job, "", 100)->size();
    }
    TimeToLiveSweep sweep() { return {engine().database(), clock()}; }
    std::optional<operations::ClockPause> confirm() {
        return answer<operations::ConfirmClockOutput>(operations::ConfirmClockInput{}).pause;
    }

    std::atomic<bool> m_stop{false};
};

TEST_F(TimeToLiveTest, DeletesAtTheSecondAndNotBefore) {
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    auto pass = sweep();
    putExpiring("a", nowSeconds() + 60);
    EXPECT_EQ(run(pass).deleted, 0U);
    clock().pass(59'000);
    EXPECT_EQ(run(pass).deleted, 0U);
    clock().pass(1'000);
    EXPECT_EQ(run(pass).deleted, 1U);
    EXPECT_FALSE(isThere("a"));
}

TEST_F(TimeToLiveTest, LeavesWhatIsNotASecondOfTheLastFiveYears) {
    const std::int64_t fiveYears = std::int64_t{5} * 365 * 24 * 3600;
    putExpiring("ancient", nowSeconds() - fiveYears - 10);
    putExpiring("old", nowSeconds() - fiveYears + 10);
    putExpiring("milliseconds", nowSeconds() * 1000);
    putExpiring("negative", -5);
    put("Sessions", "text",
        {{"ttl", values::AttributeValue::string(std::to_string(nowSeconds() - 5))}});
    put("Sessions", "without");
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    auto pass = sweep();
    EXPECT_EQ(run(pass).deleted, 1U);
    EXPECT_FALSE(isThere("old"));
    clock().pass(minute);
    EXPECT_EQ(run(pass).deleted, 0U);
    for (const char* const key : {"ancient", "milliseconds", "negative", "text", "without"}) {
        EXPECT_TRUE(isThere(key)) << key;
    }
}

TEST_F(TimeToLiveTest, AnItemThatAgedInTheQueueHoldsNobodyUp) {
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    putExpiring("early", nowSeconds() + 60);
    // Six years without the program.
    clock().pass(std::int64_t{6} * 365 * day);
    putExpiring("late", nowSeconds() - 60);
    auto pass = sweep();
    EXPECT_EQ(run(pass).deleted, 1U);
    EXPECT_TRUE(isThere("early"));
    EXPECT_FALSE(isThere("late"));
}

TEST_F(TimeToLiveTest, ALaterTimeSavesAnItem) {
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    putExpiring("a", nowSeconds() + 10);
    putExpiring("b", nowSeconds() + 10);
    putExpiring("a", nowSeconds() + 1'000);
    put("Sessions", "b");
    clock().pass(minute);
    auto pass = sweep();
    EXPECT_EQ(run(pass).deleted, 0U);
    EXPECT_TRUE(isThere("a") && isThere("b"));
}

TEST_F(TimeToLiveTest, ItemsThatWereThereAreQueuedInSteps) {
    for (int i = 0; i < 12'000; ++i) {
        putExpiring(std::to_string(i), nowSeconds() - 1);
    }
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    EXPECT_EQ(jobs(), 1U);
    auto pass = sweep();
    const auto report = run(pass);
    EXPECT_EQ(report.deleted, 12'000U);
    EXPECT_GE(report.steps, 3U);
    EXPECT_EQ(jobs(), 0U);
}

TEST_F(TimeToLiveTest, AStoppedPassGoesOnWhereItWas) {
    useDirectory();
    createTable("Sessions");
    for (int i = 0; i < 200; ++i) {
        putExpiring(std::to_string(i), nowSeconds() - 1);
    }
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    {
        auto stopped = sweep();
        m_stop = true;
        EXPECT_EQ(run(stopped).deleted, 0U);
        EXPECT_EQ(jobs(), 1U);
    }
    reopen();
    m_stop = false;
    auto pass = sweep();
    EXPECT_EQ(run(pass).deleted, 200U);
}

TEST_F(TimeToLiveTest, DisablingForgetsTheQueue) {
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    putExpiring("a", nowSeconds() + 60);
    auto pass = sweep();
    run(pass);
    EXPECT_EQ(switchTimeToLive(false),
              "Validation: Time to live has been modified multiple times within a fixed interval");
    clock().pass(hour - 1);
    EXPECT_EQ(switchTimeToLive(false),
              "Validation: Time to live has been modified multiple times within a fixed interval");
    putExpiring("b", nowSeconds() + 60);
    clock().pass(1);
    EXPECT_EQ(switchTimeToLive(false), "accepted");
    clock().pass(hour);
    EXPECT_EQ(run(pass).deleted, 0U);
    EXPECT_EQ(jobs(), 0U);
    // Enabled for another attribute: the old times do not count.
    EXPECT_EQ(switchTimeToLive(true, "until"), "accepted");
    put("Sessions", "c", {{"until", number(nowSeconds() - 1)}});
    EXPECT_EQ(run(pass).deleted, 1U);
    EXPECT_TRUE(isThere("a") && isThere("b"));
}

TEST_F(TimeToLiveTest, ADroppedTableEndsItsJobs) {
    putExpiring("a", nowSeconds() - 1);
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    EXPECT_EQ(outcome(operations::DeleteTableInput{"Sessions"}), "accepted");
    auto pass = sweep();
    EXPECT_EQ(run(pass).deleted, 0U);
    EXPECT_EQ(jobs(), 0U);
}

TEST_F(TimeToLiveTest, AJumpOfTheClockPausesUntilItIsConfirmed) {
    useDirectory();
    createTable("Sessions");
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    putExpiring("tomorrow", nowSeconds() + 2 * 24 * 3600);
    auto pass = std::make_unique<TimeToLiveSweep>(engine().database(), clock());
    EXPECT_FALSE(run(*pass).isPaused);
    const auto right = clock().now();
    clock().jump(30 * day);
    for (int i = 0; i < 3; ++i) {
        const auto report = run(*pass);
        EXPECT_TRUE(report.isPaused);
        EXPECT_EQ(report.deleted, 0U);
        clock().pass(minute);
    }
    pass.reset();
    reopen();
    pass = std::make_unique<TimeToLiveSweep>(engine().database(), clock());
    EXPECT_TRUE(run(*pass).isPaused);
    EXPECT_TRUE(isThere("tomorrow"));
    const auto confirmed = confirm();
    ASSERT_TRUE(confirmed);
    EXPECT_EQ(confirmed->before, right);
    EXPECT_EQ(confirmed->after.milliseconds, right.milliseconds + 30 * day);
    EXPECT_FALSE(confirm());
    const auto report = run(*pass);
    EXPECT_FALSE(report.isPaused);
    EXPECT_EQ(report.deleted, 1U);
}

TEST_F(TimeToLiveTest, TimeThatPassedWhileTheProgramWasOffCounts) {
    useDirectory();
    createTable("Sessions");
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    putExpiring("a", nowSeconds() + 60);
    {
        auto pass = sweep();
        run(pass);
    }
    clock().jump(90 * day);  // another boot: uptime says nothing
    reopen();
    auto pass = sweep();
    const auto report = run(pass);
    EXPECT_FALSE(report.isPaused);
    EXPECT_EQ(report.deleted, 1U);
}

// 100 scenarios: whatever is done to the clock, nothing is deleted before the time that has really
// passed says so, except by leaps of less than a day.
TEST_F(TimeToLiveTest, NoMassDeletionWhateverTheClockDoes) {
    EXPECT_EQ(switchTimeToLive(true), "accepted");
    const std::int64_t leaps[] = {-hour, -day, 2 * day, 3'650 * day, hour, -20'000 * day};
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        SeededRandom random(seed);
        clock().set(1'790'000'000'000);
        auto pass = sweep();
        for (int i = 0; i < 5; ++i) {
            putExpiring(std::to_string(i), 1'790'000'000 + 5 * 24 * 3600 + i);
        }
        for (int step = 0; step < 6; ++step) {
            clock().jump(leaps[random.next() % std::size(leaps)]);
            clock().pass(static_cast<std::int64_t>(random.next() % minute));
            EXPECT_EQ(run(pass).deleted, 0U);
        }
        for (int i = 0; i < 5; ++i) {
            EXPECT_TRUE(isThere(std::to_string(i)));
        }
        clock().set(1'790'000'000'000);
        confirm();
    }
}

}  // namespace
}  // namespace engine::jobs
