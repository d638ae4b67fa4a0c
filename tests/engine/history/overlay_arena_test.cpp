#include "engine/history/overlay_arena.h"

#include <filesystem>
#include <vector>

#include <gtest/gtest.h>

namespace engine::history {
namespace {

TEST(OverlayArena, KeepsWhatWasCopiedInMemoryAndInTheFile) {
    const auto directory = std::filesystem::temp_directory_path().string();
    OverlayBudget budget{directory, 100'000, {}};
    std::vector<std::pair<std::string_view, std::string>> copies;
    {
        OverlayArena arena(budget);
        for (std::size_t i = 0; i < 2000; ++i) {
            const std::string text(i * 7 % 1500, static_cast<char>('a' + i % 26));
            ASSERT_TRUE(arena.reserve(text.size() + 1));
            copies.emplace_back(arena.copy(text), text);
        }
        for (const auto& [copy, text] : copies) {
            ASSERT_EQ(copy, text);
        }
        EXPECT_LE(budget.bytesUsed.load(), budget.bytesMax);
        EXPECT_GT(budget.bytesUsed.load(), 0U);
        EXPECT_GT(arena.bytes(), budget.bytesMax);
    }
    EXPECT_EQ(budget.bytesUsed.load(), 0U);
}

TEST(OverlayArena, SaysWhereNoFileCanBeMade) {
    OverlayBudget budget{"/proc/no-such-directory", 0, {}};
    OverlayArena arena(budget);
    const auto reserved = arena.reserve(1);
    ASSERT_FALSE(reserved);
    EXPECT_NE(reserved.error().message.find("/proc/no-such-directory"), std::string::npos);
}

}  // namespace
}  // namespace engine::history
