#include "engine/jobs/clock_watch.h"

#include "tests/engine/operations/moving_engine.h"

namespace engine::jobs {
namespace {

using operations::test::day;
using operations::test::hour;
using operations::test::MovingClock;

TEST(ClockWatch, TimeThatPassesIsNoJump) {
    MovingClock clock;
    ClockWatch watch(clock);
    clock.pass(40 * day);  // a machine that slept, too
    EXPECT_FALSE(watch.look());
}

TEST(ClockWatch, ALeapOfMoreThanADayIsToldOnce) {
    MovingClock clock;
    ClockWatch watch(clock);
    clock.pass(hour);
    const auto right = clock.now();
    clock.jump(day);
    EXPECT_FALSE(watch.look());
    clock.jump(1);
    const auto jump = watch.look();
    ASSERT_TRUE(jump);
    EXPECT_EQ(jump->expected, right);
    EXPECT_EQ(jump->seen, clock.now());
    EXPECT_FALSE(watch.look());
}

TEST(ClockWatch, SmallLeapsAddUp) {
    MovingClock clock;
    ClockWatch watch(clock);
    int told = 0;
    for (int i = 0; i < 26; ++i) {
        clock.pass(hour);
        clock.jump(hour);
        told += watch.look() ? 1 : 0;
    }
    EXPECT_EQ(told, 1);
}

TEST(ClockWatch, AClockThatGoesBackIsFollowed) {
    MovingClock clock;
    ClockWatch watch(clock);
    clock.jump(-3'650 * day);
    EXPECT_FALSE(watch.look());
    clock.jump(3'650 * day);  // put right again: from here it is a leap
    EXPECT_TRUE(watch.look());
}

}  // namespace
}  // namespace engine::jobs
