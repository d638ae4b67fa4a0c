#include "engine/history/item_versions.h"

#include <gmock/gmock.h>

#include "tests/engine/history/past_fixture.h"

namespace engine::history::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(PastTest, VersionsSayWhatWhenAndWho) {
    const auto table = addTable("T");
    const auto begin = clock().now();
    write(*table, {{key("a", "1"), item("a", "1", {{"rank", 1}}, "Rome")}},
          storage::ChangeOrigin::Import);
    clock().advance(1000);
    write(*table, {{key("a", "1"), item("a", "1", {{"rank", 2}, {"x", 5}}, "Rome")}},
          storage::ChangeOrigin::User, "AKIDEXAMPLE");
    put(*table, item("a", "2"));
    clock().advance(1000);
    write(*table, {{key("a", "1"), std::nullopt}}, storage::ChangeOrigin::TimeToLive);

    const auto page = itemVersions(
        database(), {.table = table->number, .key = key("a", "1"), .before = {}, .most = 10});
    ASSERT_TRUE(page);
    EXPECT_FALSE(page->hasMore);
    ASSERT_EQ(page->versions.size(), 3U);
    const auto& [removed, modified, inserted] =
        std::tie(page->versions[0], page->versions[1], page->versions[2]);
    EXPECT_EQ(removed.event, Event::Remove);
    EXPECT_EQ(removed.origin, storage::ChangeOrigin::TimeToLive);
    EXPECT_THAT(removed.changedAttributes, ElementsAre("city", "pk", "rank", "sk", "x"));
    EXPECT_FALSE(removed.after);
    EXPECT_EQ(removed.time.milliseconds, begin.milliseconds + 2000);
    EXPECT_EQ(modified.event, Event::Modify);
    EXPECT_EQ(modified.actor, "AKIDEXAMPLE");
    EXPECT_THAT(modified.changedAttributes, ElementsAre("rank", "x"));
    EXPECT_EQ(modified.before, inserted.after);
    EXPECT_EQ(modified.after, removed.before);
    EXPECT_EQ(inserted.event, Event::Insert);
    EXPECT_EQ(inserted.origin, storage::ChangeOrigin::Import);
    EXPECT_EQ(inserted.time.milliseconds, begin.milliseconds);
    EXPECT_EQ(inserted.after, item("a", "1", {{"rank", 1}}, "Rome"));
    EXPECT_GT(removed.sequence, modified.sequence);
}

TEST_F(PastTest, VersionsComeNewestFirstInPages) {
    const auto table = addTable("T");
    // More records than the first stretch that is read, so that pages cross its border.
    std::vector<Write> writes;
    for (int i = 0; i < 40'000; ++i) {
        const bool isOurs = i % 1000 == 0;
        const std::string sk = isOurs ? "ours" : "other";
        writes.push_back({key("a", sk), item("a", sk, {{"rank", i}})});
        if (writes.size() == 500) {
            write(*table, writes);
            writes.clear();
        }
    }
    std::vector<int> ranks;
    ItemVersionsRequest request{
        .table = table->number, .key = key("a", "ours"), .before = {}, .most = 7};
    while (true) {
        const auto page = itemVersions(database(), request);
        ASSERT_TRUE(page);
        for (const auto& version : page->versions) {
            ranks.push_back(std::stoi(version.after->view().find("rank")->number().toString()));
            request.before = version.sequence;
        }
        if (!page->hasMore) {
            break;
        }
        ASSERT_THAT(page->versions, ::testing::Not(IsEmpty()));
    }
    std::vector<int> expected;
    for (int i = 39'000; i >= 0; i -= 1000) {
        expected.push_back(i);
    }
    EXPECT_EQ(ranks, expected);
}

TEST_F(PastTest, APageOfVersionsEndsByBytes) {
    const auto table = addTable("T");
    for (int i = 0; i < 10; ++i) {
        put(*table, item("a", "1", {{"rank", i}}, std::string(1000, 'x')));
    }
    const auto page = itemVersions(database(), {.table = table->number,
                                                .key = key("a", "1"),
                                                .before = {},
                                                .most = 100,
                                                .bytesMax = 4000});
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->hasMore);
    EXPECT_EQ(page->versions.size(), 2U);  // two images each, the last one passes the limit
    EXPECT_EQ(page->versions.front().event, Event::Modify);
}

}  // namespace
}  // namespace engine::history::testing
