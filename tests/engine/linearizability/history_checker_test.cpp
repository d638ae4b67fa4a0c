// The checker finds what is wrong in small histories made by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/linearizability/history_checker.h"

namespace engine::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

constexpr int a = 0;
constexpr int b = 1;

Operation write(std::uint64_t id, std::uint64_t invoked, std::uint64_t answered,
                std::vector<Observation> before, std::vector<Observation> after) {
    return {id, invoked, answered, false, false, {a}, std::move(before), std::move(after)};
}
Operation read(std::uint64_t id, std::uint64_t invoked, std::uint64_t answered,
               std::vector<Observation> seen) {
    return write(id, invoked, answered, std::move(seen), {});
}

// Operation 1 writes both keys at once, then operation 2 writes the first.
const std::vector<LoggedChange> twoWrites = {
    {1, 1, {a, 0}, {a, 1}}, {2, 1, {b, 0}, {b, 1}}, {3, 2, {a, 1}, {a, 2}}};
const Operation first = write(1, 10, 20, {}, {{a, 1}, {b, 1}});
const Operation second = write(2, 30, 40, {{a, 1}}, {{a, 2}});

std::optional<std::string> judged(std::vector<Operation> more) {
    more.push_back(first);
    more.push_back(second);
    return findViolation(more, twoWrites);
}

TEST(HistoryChecker, AcceptsWhatCanHaveBeen) {
    EXPECT_EQ(judged({}), std::nullopt);
    EXPECT_EQ(judged({read(3, 1, 9, {{a, 0}})}), std::nullopt);
    EXPECT_EQ(judged({read(3, 11, 12, {{a, 0}, {b, 0}}), read(4, 13, 14, {{a, 1}, {b, 1}})}),
              std::nullopt);
    EXPECT_EQ(judged({read(3, 25, 35, {{a, 1}, {b, 1}}), read(4, 36, 50, {{a, 2}, {b, 1}})}),
              std::nullopt);
}

TEST(HistoryChecker, FindsStaleReads) {
    EXPECT_THAT(judged({read(3, 21, 22, {{a, 0}})}), Optional(HasSubstr("was past")));
    EXPECT_THAT(judged({read(3, 41, 42, {{a, 1}})}), Optional(HasSubstr("was past")));
    // The second reader goes back behind the first.
    EXPECT_THAT(judged({read(3, 31, 32, {{a, 2}}), read(4, 33, 34, {{a, 1}})}),
                Optional(HasSubstr("was past")));
}

TEST(HistoryChecker, FindsTornReads) {
    EXPECT_THAT(judged({read(3, 11, 15, {{a, 1}, {b, 0}})}), Optional(HasSubstr("at one time")));
    EXPECT_THAT(judged({read(3, 11, 15, {{a, 0}, {b, 1}})}), Optional(HasSubstr("at one time")));
}

TEST(HistoryChecker, FindsReadsFromTheFuture) {
    EXPECT_THAT(judged({read(3, 1, 9, {{a, 1}})}), Optional(HasSubstr("was past")));
    EXPECT_THAT(judged({read(3, 1, 9, {{a, 7}})}), Optional(HasSubstr("was past")));
}

TEST(HistoryChecker, FindsLostAndTornWrites) {
    const auto lost = write(3, 50, 60, {{a, 2}}, {{a, 3}});
    EXPECT_THAT(judged({lost}), Optional(HasSubstr("not in the log")));
    EXPECT_THAT(findViolation({first}, twoWrites), Optional(HasSubstr("changes of nobody")));
    EXPECT_THAT(findViolation({first, read(2, 30, 40, {{a, 1}})}, twoWrites),
                Optional(HasSubstr("wrote something")));
    EXPECT_THAT(findViolation({write(1, 10, 20, {}, {{a, 1}}), second}, twoWrites),
                Optional(HasSubstr("wrote more")));
    EXPECT_THAT(findViolation({first, write(2, 30, 40, {{a, 0}}, {{a, 2}})}, twoWrites),
                Optional(HasSubstr("another item")));
}

TEST(HistoryChecker, FindsWritesOutOfOrder) {
    // Operation 2 was answered before operation 1 began, and yet it is behind it in the log.
    EXPECT_THAT(findViolation({write(1, 50, 60, {}, {{a, 1}, {b, 1}}), second}, twoWrites),
                Optional(HasSubstr("was past")));
}

TEST(HistoryChecker, FindsChangesThatDoNotStandTogether) {
    const std::vector<LoggedChange> mixed = {
        {1, 1, {a, 0}, {a, 1}}, {2, 2, {a, 1}, {a, 2}}, {3, 1, {b, 0}, {b, 1}}};
    EXPECT_THAT(findViolation({first, second}, mixed), Optional(HasSubstr("stand together")));
    EXPECT_THAT(findViolation({first, second}, {{1, 1, {a, 5}, {a, 1}}}),
                Optional(HasSubstr("does not fit")));
}

TEST(HistoryChecker, FindsConflictsWithNobody) {
    Operation conflict = read(3, 50, 60, {});
    conflict.isConflict = true;
    EXPECT_THAT(judged({conflict}), Optional(HasSubstr("with nobody")));
    Operation transaction = read(4, 55, 70, {{a, 2}});
    transaction.isTransaction = true;
    EXPECT_EQ(judged({conflict, transaction}), std::nullopt);
    transaction.invoked = 61;
    EXPECT_THAT(judged({conflict, transaction}), Optional(HasSubstr("with nobody")));
}

}  // namespace
}  // namespace engine::test
