#include "engine/jobs/clock_watch.h"

namespace engine::jobs {

namespace {

constexpr std::int64_t jumpMilliseconds = std::int64_t{24} * 3600 * 1000;

}  // namespace

ClockWatch::ClockWatch(const Clock& clock)
    : m_clock(clock), m_wall(clock.now()), m_uptime(clock.uptime()) {
}

std::optional<ClockWatch::Jump> ClockWatch::look() {
    const auto wall = m_clock.now();
    const auto uptime = m_clock.uptime();
    const Timestamp expected{m_wall.milliseconds + (uptime - m_uptime).count()};
    const std::int64_t ahead = wall.milliseconds - expected.milliseconds;
    const bool isJump = ahead > jumpMilliseconds;
    // Small leaps forwards add up until they are a jump; going back starts anew.
    if (isJump || ahead < 0) {
        m_wall = wall;
        m_uptime = uptime;
    }
    return isJump ? std::optional(Jump{expected, wall}) : std::nullopt;
}

}  // namespace engine::jobs
