#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "tests/faults/workload.h"

namespace engine::faults {

// Hears of each write of a load: on the loading thread when it is submitted, on the writer thread
// when it is acknowledged.
struct LoadEvents {
    std::function<void(std::size_t)> begun;
    std::function<void(std::size_t)> acknowledged;
};

// Makes the writes of a workload from number `from` on, with a changing number of them in flight,
// so that groups of every size are made. Ends with the last one, or when one is refused, which it
// prints. Gives how many were acknowledged, those before `from` among them.
std::size_t runLoad(operations::Engine& engine, const Workload& writes, std::size_t from,
                    std::uint64_t seed, const LoadEvents& events);

}  // namespace engine::faults
