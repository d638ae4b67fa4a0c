#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/base/result.h"

// Operation of our own: the clock jumped forwards by more than a day while the program ran, which
// would make items expire that are not due. Nothing is deleted by time to live until somebody says
// that the clock is right.
namespace engine::operations {

// storage::RecordKind::Setting; there while deletion is paused.
inline constexpr std::string_view clockPauseKey = "clock-pause";

struct ClockPause {
    Timestamp before;  // what the clock should have shown
    Timestamp after;   // what it showed
    friend bool operator==(const ClockPause&, const ClockPause&) = default;
};
std::string encodeClockPause(const ClockPause& pause);
Result<ClockPause> decodeClockPause(std::string_view bytes);  // Corrupt

struct ConfirmClockInput {};

struct ConfirmClockOutput {
    std::optional<ClockPause> pause;  // what was confirmed; nullopt: there was nothing to confirm
    Timestamp now;
};

}  // namespace engine::operations
