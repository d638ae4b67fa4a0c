#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Strict serializability of what clients saw. The change log is the witness of the order of all
// writes; every answer must fit to one moment of that order, and the moments must respect real
// time: what was answered before another operation began is not later than it. Linear in the
// operations.
namespace engine::test {

// A value stands for the operation that wrote it, by its number; 0: the item is not there.
using Value = std::uint64_t;

struct Observation {
    int key = 0;
    Value value = 0;
    friend bool operator==(const Observation&, const Observation&) = default;
};

// One answered operation. Times are ticks of one counter that all threads share.
struct Operation {
    std::uint64_t id = 0;
    std::uint64_t invoked = 0;
    std::uint64_t answered = 0;
    bool isTransaction = false;
    bool isConflict = false;          // refused because a transaction held one of `keys`
    std::vector<int> keys;            // that it touches
    std::vector<Observation> before;  // what it saw
    std::vector<Observation> after;   // what it wrote; empty: nothing
};

// One record of the log.
struct LoggedChange {
    std::uint64_t sequence = 0;
    std::uint64_t operation = 0;
    Observation before;
    Observation after;
};

// nullopt when the history holds, else what is wrong.
std::optional<std::string> findViolation(const std::vector<Operation>& operations,
                                         const std::vector<LoggedChange>& log);

}  // namespace engine::test
