#pragma once

#include <chrono>
#include <optional>

#include "engine/base/clock.h"

namespace engine::jobs {

// Tells a wall clock that was set from one that ran. It compares the wall clock with the time that
// the machine has been up (sleep included), from the moment that the program began to watch. While
// the program does not run nothing is compared: the wall clock may then advance by any time, and an
// item that expired meanwhile is due.
class ClockWatch final {
public:
    struct Jump {
        Timestamp expected;
        Timestamp seen;
    };

    explicit ClockWatch(const Clock& clock);

    // The jump, when the wall clock is more than a day before the time that it should show: in one
    // leap or in many. It is told once; from then on the clock is watched from where it is. A clock
    // that is set back is followed.
    std::optional<Jump> look();

private:
    const Clock& m_clock;
    Timestamp m_wall;
    std::chrono::milliseconds m_uptime;
};

}  // namespace engine::jobs
