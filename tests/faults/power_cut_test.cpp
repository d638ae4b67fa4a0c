#include <algorithm>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>

#include "tests/faults/power_cuts.h"

namespace engine::faults {
namespace {

class PowerCut : public ::testing::Test {
protected:
    Tally cutPower(const Plan& plan) {
        Tally tally = m_cuts.cut(plan);
        EXPECT_EQ(tally.problems(), "");
        return tally;
    }

private:
    PowerCuts m_cuts;
};

TEST_F(PowerCut, FullDurabilityLosesNothing) {
    for (int seed = 1; seed <= count(4, 17); ++seed) {
        const Tally tally = cutPower({.seed = static_cast<std::uint64_t>(seed)});
        std::printf("seed %d: %s\n", seed, tally.text().c_str());
        EXPECT_EQ(tally.lost(), 0);
        EXPECT_EQ(tally.corrupt(), 0);
    }
}

TEST_F(PowerCut, IntervalDurabilityLosesTheLastIntervalAtMost) {
    std::size_t behind = 0;
    for (int seed = 1; seed <= count(4, 17); ++seed) {
        const Tally tally =
            cutPower({.seed = static_cast<std::uint64_t>(seed), .durability = "interval"});
        std::printf("seed %d: %s\n", seed, tally.text().c_str());
        EXPECT_EQ(tally.lost(), 0) << "of those that a flush had reached";
        EXPECT_EQ(tally.corrupt(), 0);
        behind = std::max(behind, tally.behind());
    }
    std::printf("up to %zu acknowledged writes waited for a flush\n", behind);
    EXPECT_GT(behind, 20U);
}

TEST_F(PowerCut, ADatabaseThatIsBeingCreatedIsThereOrNot) {
    for (int seed = 1; seed <= count(4, 20); ++seed) {
        const Tally tally = cutPower({.seed = static_cast<std::uint64_t>(seed), .writes = 3});
        std::printf("seed %d: %s\n", seed, tally.text().c_str());
        EXPECT_EQ(tally.lost(), 0);
        EXPECT_EQ(tally.corrupt(), 0);
    }
}

// The test is sharp: without a step that the database takes, it finds losses. Of 200 images a
// prototype lost as many as the comments say (research/checkpoint.md).
class SharpPowerCut : public PowerCut {
protected:
    void expectFindings(Plan plan, int least) {
        int found = 0;
        int images = 0;
        std::string text;
        for (plan.seed = 1; plan.seed <= 2; ++plan.seed) {
            const Tally tally = cutPower(plan);
            found += tally.lost() + tally.corrupt();
            images += tally.images();
            text += tally.text() + "\n";
        }
        std::printf("%d bad of %d images\n", found, images);
        EXPECT_GE(found, least) << text;
    }
};

TEST_F(SharpPowerCut, FindsAMissingFlushOfTheLog) {  // 97
    expectFindings({.ignored = {"/log/", false}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingFlushOfTheData) {  // 195
    expectFindings({.ignored = {"/data.mdb", false}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingFlushOfTheCheckpointFile) {  // 101
    expectFindings({.ignored = {"/checkpoint", false}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingFlushOfTheDirectories) {  // 69
    expectFindings({.ignored = {"", true}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingPin) {  // 157
    expectFindings({.seam = "pin"}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingPinDuringReplay) {  // 6
    expectFindings({.seam = "replay-pin", .cutsRecoveryAlways = true}, 4);
}
TEST_F(SharpPowerCut, FindsAMissingRestoreOfTheMetaPage) {  // 83
    expectFindings({.seam = "meta-restore"}, 20);
}
TEST_F(SharpPowerCut, FindsARestoreOfOneMetaPageOnly) {  // 65
    expectFindings({.seam = "meta-page"}, 20);
}

}  // namespace
}  // namespace engine::faults
