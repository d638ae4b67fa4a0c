#include "engine/base/result.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace engine {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) {
        return Error::validation("odd");
    }
    return value / 2;
}

Result<void> refuse(bool wanted) {
    if (wanted) {
        return Error::io("refused");
    }
    return {};
}

TEST(Result, HoldsAValueOrTheError) {
    const auto good = half(8);
    ASSERT_TRUE(good.hasValue());
    EXPECT_EQ(*good, 4);
    const auto bad = half(7);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().kind, ErrorKind::Validation);
    EXPECT_EQ(bad.error().message, "odd");
}

TEST(Result, GivesItsValueAway) {
    Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
    const std::unique_ptr<int> taken = *std::move(result);
    EXPECT_EQ(*taken, 5);
    Result<std::string> text(std::string("abc"));
    text->append("d");
    EXPECT_EQ(*text, "abcd");
}

TEST(Result, OfNothingIsSuccessOrTheError) {
    EXPECT_TRUE(refuse(false).hasValue());
    const auto refused = refuse(true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Io);
}

TEST(ResultDeathTest, TheWrongHalfEndsTheProcess) {
    EXPECT_DEATH(static_cast<void>(half(7).value()), "ENSURE failed: hasValue\\(\\)");
    EXPECT_DEATH(static_cast<void>(half(8).error()), "ENSURE failed: !hasValue\\(\\)");
    EXPECT_DEATH(static_cast<void>(refuse(false).error()), "ENSURE failed: !hasValue\\(\\)");
}

TEST(Error, AFailedConditionHasTheTextOfTheServiceAndTheOldItem) {
    const auto error = Error::conditionalCheckFailed("old");
    EXPECT_EQ(error.kind, ErrorKind::ConditionalCheckFailed);
    EXPECT_EQ(error.message, "The conditional request failed");
    EXPECT_EQ(error.item, "old");
}

TEST(Error, KindsHaveNamesForLogs) {
    EXPECT_EQ(errorKindName(ErrorKind::Validation), "Validation");
    EXPECT_EQ(errorKindName(ErrorKind::ResourceNotFound), "ResourceNotFound");
    EXPECT_EQ(errorKindName(ErrorKind::Cancelled), "Cancelled");
}

}  // namespace
}  // namespace engine
