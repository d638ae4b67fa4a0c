#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/faults/workload.h"

namespace engine::faults {

// Reads, writes and deletes items of the stock of a database that may be damaged: those of `keys`,
// which stand in damaged pages, and others; then reads everything, also after a restart. Each
// answer must be what it is after all writes of the workload and the acknowledged ones made here,
// or an error. "good"; "error" when there was one; "not opened"; else what is wrong.
std::string useStock(const std::string& directory, const Workload& writes,
                     const std::vector<std::string>& keys, std::uint64_t seed);

}  // namespace engine::faults
