#include <gtest/gtest.h>

#include "engine/expressions/expressions.h"

namespace engine::expressions {
namespace {

// facts/expressions.md section 10.
TEST(ReservedWordsTest, FindsWordsInAnyCase) {
    for (const auto* word : {"ABORT", "abort", "Status", "ZONE", "size", "FLATTERN", "INNTER",
                             "LOGED", "name", "set", "between", "TTL"}) {
        EXPECT_TRUE(isReservedWord(word)) << word;
    }
}

TEST(ReservedWordsTest, LeavesOtherWordsFree) {
    for (const auto* word : {"", "remove", "contains", "begins_with", "pk", "sk", "ABOR", "ABORTS",
                             "a_word_longer_than_any_reserved_word"}) {
        EXPECT_FALSE(isReservedWord(word)) << word;
    }
}

}  // namespace
}  // namespace engine::expressions
