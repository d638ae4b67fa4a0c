#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/clock.h"

namespace engine {

// "2026-11-21T15:04:05.123Z". Years 0 to 9999.
std::string isoTime(Timestamp time);

// Date and time of ISO 8601 with a time zone (Z or an offset): "2026-11-21T15:04:05Z",
// "2026-11-21T16:04:05.5+01:00". Digits behind the milliseconds are dropped. nullopt: no such time.
std::optional<Timestamp> parseIsoTime(std::string_view text);

}  // namespace engine
