#pragma once

#include <chrono>
#include <cstdint>

namespace engine {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
    std::int64_t milliseconds = 0;
    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

// The only source of wall-clock and monotonic time in the engine; tests inject their own.
// Implementations are safe to call from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    virtual std::chrono::steady_clock::time_point steadyNow() const = 0;
    // How long the machine has been up, sleep included, whatever is done to the wall clock.
    virtual std::chrono::milliseconds uptime() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            steadyNow().time_since_epoch());
    }
};

// The machine's clocks. One instance for the whole process.
Clock& systemClock();

}  // namespace engine
