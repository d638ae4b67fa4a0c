#include "engine/expressions/tree_cache.h"

#include <gtest/gtest.h>

namespace engine::expressions {
namespace {

SyntaxTreePointer emptyTree() {
    return std::make_shared<const SyntaxTree>();
}

TEST(TreeCacheTest, FindsWhatWasInserted) {
    TreeCache cache;
    const auto tree = emptyTree();
    cache.insert(ExpressionKind::Condition, "a = :a", tree);
    EXPECT_EQ(cache.find(ExpressionKind::Condition, "a = :a"), tree);
    EXPECT_EQ(cache.find(ExpressionKind::Filter, "a = :a"), tree);
    EXPECT_EQ(cache.find(ExpressionKind::Update, "a = :a"), nullptr);
    EXPECT_EQ(cache.find(ExpressionKind::Condition, "b = :a"), nullptr);
}

TEST(TreeCacheTest, StaysBoundedAndKeepsWhatIsUsed) {
    TreeCache cache;
    const auto used = emptyTree();
    cache.insert(ExpressionKind::Projection, "used", used);
    for (std::size_t i = 0; i < 5 * TreeCache::generationEntriesMax; ++i) {
        cache.insert(ExpressionKind::Projection, std::to_string(i), emptyTree());
        ASSERT_EQ(cache.find(ExpressionKind::Projection, "used"), used);
        ASSERT_LE(cache.size(), 2 * TreeCache::generationEntriesMax);
    }
    EXPECT_EQ(cache.find(ExpressionKind::Projection, "0"), nullptr);
}

}  // namespace
}  // namespace engine::expressions
