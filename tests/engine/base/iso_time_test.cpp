#include "engine/base/iso_time.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(IsoTime, IsWrittenInUtcWithMilliseconds) {
    EXPECT_EQ(isoTime({0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(isoTime({1'790'000'000'123}), "2026-09-21T14:13:20.123Z");
    EXPECT_EQ(isoTime({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(IsoTime, IsReadWithAnyZoneAndPrecision) {
    EXPECT_EQ(parseIsoTime("2026-09-21T14:13:20.123Z"), Timestamp{1'790'000'000'123});
    EXPECT_EQ(parseIsoTime("2026-09-21T14:13:20Z"), Timestamp{1'790'000'000'000});
    EXPECT_EQ(parseIsoTime("2026-09-21T14:13:20.1239999Z"), Timestamp{1'790'000'000'123});
    EXPECT_EQ(parseIsoTime("2026-09-21T16:13:20.1+02:00"), Timestamp{1'790'000'000'100});
    EXPECT_EQ(parseIsoTime("2026-09-20T23:43:20-14:30"), Timestamp{1'790'000'000'000});
    EXPECT_EQ(parseIsoTime("2024-02-29T00:00:00Z"), Timestamp{1'709'164'800'000});
}

TEST(IsoTime, NothingElseIsATime) {
    for (const char* const text :
         {"", "2026", "2026-09-21", "2026-09-21T14:13:20", "2026-09-21 14:13:20Z",
          "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-09-21T24:00:00Z",
          "2026-09-21T14:60:20Z", "2026-09-21T14:13:60Z", "2026-09-21T14:13:20.Z",
          "2026-09-21T14:13:20Zx", "2026-09-21T14:13:20+2:00", "2026-09-21T14:13:20+24:00",
          "+026-09-21T14:13:20Z", "2026-09-21T14:13:20+", "tomorrow"}) {
        EXPECT_EQ(parseIsoTime(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace engine
