#include <array>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/faults/large_base.h"
#include "tests/faults/power_cuts.h"

namespace engine::faults {
namespace {

// Of a database above 64 MiB, whose leaves are not read when it is opened.
TEST(LargePowerCut, LosesNothing) {
    const Workshop workshop;
    const std::string base = workshop / "base";
    const Workload preparation(LargeBase::seed, LargeBase::preparation, LargeBase::stock);
    ASSERT_EQ(LargeBase::make(base, preparation, 0), "");
    // Made here: forked processes would make the same random names.
    std::array<PowerCuts, 2> cuts;
    const auto tallies = storage::testing::inChildren(cuts.size(), [&](int process) {
        const auto number = static_cast<std::size_t>(process);
        const Tally tally = cuts.at(number).cut({.seed = LargeBase::seed,
                                                 .writes = 400 + 200 * number,
                                                 .images = count(43, 250),
                                                 .prepared = base});
        return tally.text();
    });
    for (const auto& tally : tallies) {
        std::printf("%s\n", tally.c_str());
        // Nothing may follow: neither examples nor problems.
        EXPECT_TRUE(tally.ends_with(" images, 0 lost, 0 corrupt")) << tally;
    }
}

}  // namespace
}  // namespace engine::faults
