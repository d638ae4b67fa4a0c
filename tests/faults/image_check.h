#pragma once

#include <cstddef>
#include <string>

#include "tests/faults/recording.h"
#include "tests/faults/workload.h"

namespace engine::faults {

// How far a load had come: it had submitted `begun` writes and been told that `acknowledged` of
// them are durable. With durability `interval` those that were must have reached a flush.
struct Progress {
    std::size_t acknowledged = 0;
    std::size_t begun = 0;

    void see(const Call& call);
};

// Opens what a crash has left, as a user would, and judges it: "good"; "lost N" when the content is
// that of N writes before the last acknowledged one; otherwise what is wrong. A good one is
// verified, must go on working, and is verified again; with fewer `verifications` the first, or
// none of them is made: they take most of the time with a large one.
std::string judge(const std::string& directory, const Workload& writes, Progress progress,
                  const storage::FaultSeams& seams = {}, int verifications = 2);

}  // namespace engine::faults
