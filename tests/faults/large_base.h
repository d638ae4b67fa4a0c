#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/faults/program.h"
#include "tests/faults/workload.h"

namespace engine::faults {

// A database whose data.mdb is too large to have its leaves checked when it is opened: they are
// checked as reads and writes reach them (engine/storage/write_guard.h). Made once, then copied.
class LargeBase final {
public:
    static constexpr std::uint64_t seed = 21;
    static constexpr std::size_t stock = 34'000;
    static constexpr std::size_t preparation = 3 + stock / 25;  // of a workload with such a stock

    // In `directory`, with the preparation of the workload and `more` writes behind it, the last
    // of which stand in the log only: a killed process left them there. Empty if it was made.
    static std::string make(const std::string& directory, const Workload& writes, std::size_t more);

    // Makes a copy in place of whatever is at `target`: what changes in place is copied, the
    // rest linked.
    static void copy(const std::string& directory, const std::string& target);
};

}  // namespace engine::faults
