#include <gtest/gtest.h>

#include "engine/expressions/update_size.h"
#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{
    {{"#long", "long name"}},
    {{":s", s("12345")}, {":n", n("12")}, {":l", l({s("ab")})}, {":ss", ss({"a", "bcd"})}}};

Update compiled(const std::string& expression) {
    auto placeholders = request.placeholders();
    auto update = Update::compile(expression, placeholders);
    EXPECT_TRUE(update) << expression << ": " << update.error().message;
    return *std::move(update);
}

struct Case {
    const char* expression;
    std::size_t bytes;
};

class UpdateSizeTest : public ::testing::TestWithParam<Case> {};

TEST_P(UpdateSizeTest, IsMeasured) {
    auto placeholders = request.placeholders();
    EXPECT_EQ(updateSizeBytes(GetParam().expression, placeholders), GetParam().bytes)
        << GetParam().expression;
}

// facts/aws-observed.md section 12, "UpdateItem action cost" to "SET through a list index".
INSTANTIATE_TEST_SUITE_P(
    Facts, UpdateSizeTest,
    ::testing::Values(Case{"SET b = :s", 3 + 19 + 1 + 5}, Case{"SET #long = :s", 3 + 19 + 9 + 5},
                      Case{"  SET   b  =  ( :s )  ", 3 + 19 + 1 + 5},
                      Case{"SET m.b = :s", 3 + 19 + (1 + 4 + 1) + 5},
                      Case{"SET l[10] = :s", 3 + 20 + (1 + 4 + 2) + 5},
                      Case{"SET b = :s, c = :s", 3 + (19 + 1 + 5) + (19 + 1 + 5)},
                      Case{"SET b = :l", 3 + 19 + 1 + (3 + 1 + 2)},
                      Case{"SET c = m.z", 3 + 19 + 1 + (1 + 15 + 15)},
                      Case{"SET c = l[3]", 3 + 19 + 1 + (1 + 15 + 15)},
                      Case{"SET c = c + :n", 3 + 19 + 1 + 34 + (1 + 15) + 2},
                      Case{"SET c = :n - c", 3 + 19 + 1 + 37 + 2 + (1 + 15)},
                      Case{"SET b = if_not_exists(b, :s)", 3 + 19 + 1 + 39 + (1 + 15) + 5},
                      Case{"SET l = list_append(if_not_exists(l, :l), :l)",
                           3 + 19 + 1 + 37 + (39 + (1 + 15) + 6) + 6},
                      Case{"REMOVE r", 3 + 2}, Case{"REMOVE l[10]", 3 + 1 + 1 + 4 + 2},
                      Case{"ADD c :n", 3 + 19 + 1 + 2},
                      Case{"ADD m.c :ss", 3 + 19 + (1 + 4 + 1) + 4},
                      Case{"DELETE s :ss", 3 + 1 + 1},
                      Case{"SET b = :s REMOVE r DELETE s :ss ADD c :n",
                           3 + (19 + 1 + 5) + 2 + 2 + (19 + 1 + 2)}));

// facts/aws-observed.md section 21: REMOVE on an absent item leaves no record.
TEST(UpdateTest, TakingAwayMakesNoItem) {
    EXPECT_TRUE(compiled("REMOVE a, b.c").makesNoItem());
    EXPECT_TRUE(compiled("DELETE a :ss").makesNoItem());
    EXPECT_FALSE(compiled("REMOVE a SET b = :s").makesNoItem());
    EXPECT_FALSE(compiled("ADD a :n").makesNoItem());
}

}  // namespace
}  // namespace engine::expressions
