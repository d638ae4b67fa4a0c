#include "tests/engine/history/past_fixture.h"

#include <gmock/gmock.h>

namespace engine::history::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

TEST_F(PastTest, APointReadGivesTheItemOfThen) {
    const auto table = addTable("T");
    const auto before = clock().now();
    clock().advance(1000);
    put(*table, item("a", "1", {{"rank", 1}}));
    const auto first = clock().now();
    clock().advance(1000);
    put(*table, item("a", "1", {{"rank", 2}}));
    const auto second = clock().now();
    clock().advance(1000);
    remove(*table, "a", "1");
    clock().advance(1000);

    EXPECT_EQ(itemAt(before, table->number, key("a", "1")), std::nullopt);
    EXPECT_EQ(itemAt(first, table->number, key("a", "1")), item("a", "1", {{"rank", 1}}).bytes());
    EXPECT_EQ(itemAt({second.milliseconds - 1}, table->number, key("a", "1")),
              item("a", "1", {{"rank", 1}}).bytes());
    EXPECT_EQ(itemAt(second, table->number, key("a", "1")), item("a", "1", {{"rank", 2}}).bytes());
    EXPECT_EQ(itemAt(clock().now(), table->number, key("a", "1")), std::nullopt);
}

TEST_F(PastTest, AScanOfThenFollowsLaterPagesOfNewerSnapshots) {
    const auto table = addTable("T");
    for (int i = 0; i < 50; ++i) {
        put(*table, item("p" + std::to_string(i), "s"));
    }
    const auto then = clock().now();
    const auto expected = scanAt(then, table->number);
    ASSERT_EQ(expected.size(), 50U);
    clock().advance(1000);

    // One item a page; between the pages everything is rewritten and half of it deleted.
    std::vector<std::string> paged;
    std::optional<schema::PrimaryKey> after;
    for (int round = 0;; ++round) {
        const auto snapshot = past().at(then);
        ASSERT_TRUE(snapshot);
        const auto cursor = (*snapshot)->scanItems(table->number, {}, after);
        ASSERT_TRUE(cursor);
        const auto entry = (*cursor)->next();
        ASSERT_TRUE(entry);
        if (!*entry) {
            break;
        }
        paged.emplace_back((*entry)->item.bytes());
        after = schema::storedKey(*table, (*entry)->item);
        for (int i = round % 2; i < 50; i += 2) {
            if (round % 3 == 0) {
                remove(*table, "p" + std::to_string(i), "s");
            } else {
                put(*table, item("p" + std::to_string(i), "s", {{"rank", round}}));
            }
        }
        put(*table, item("new" + std::to_string(round), "s"));
        clock().advance(10);
    }
    EXPECT_EQ(paged, expected);
}

TEST_F(PastTest, ASnapshotThatIsHeldDoesNotSeeWhatItsOverlayLearnsLater) {
    const auto table = addTable("T");
    put(*table, item("a", "1", {{"rank", 1}}, "Rome"));
    put(*table, item("a", "2", {{"rank", 2}}, "Rome"));
    const auto then = clock().now();
    clock().advance(1000);
    put(*table, item("a", "1", {{"rank", 7}}, "Bonn"));

    const auto held = past().at(then);
    ASSERT_TRUE(held);
    const auto cursor = (*held)->scanIndex(table->number, 2, {}, std::nullopt);
    ASSERT_TRUE(cursor);
    const auto entry = (*cursor)->next();
    ASSERT_TRUE(entry && *entry);
    EXPECT_EQ((*entry)->item.bytes(), item("a", "1", {{"rank", 1}}, "Rome").bytes());

    put(*table, item("a", "2", {{"rank", 9}}, "Bonn"));
    EXPECT_EQ(scanAt(then, table->number).size(), 2U);  // extends the overlay
    const auto next = (*cursor)->next();
    ASSERT_TRUE(next && *next);
    EXPECT_EQ((*next)->item.bytes(), item("a", "2", {{"rank", 2}}, "Rome").bytes());
    const auto end = (*cursor)->next();
    ASSERT_TRUE(end);
    EXPECT_FALSE(*end);
}

TEST_F(PastTest, CountsAreThoseOfThen) {
    const auto table = addTable("T");
    put(*table, item("a", "1", {{"rank", 1}}, "Rome"));
    put(*table, item("a", "2", {{"rank", 2}}));
    const auto then = clock().now();
    std::vector<storage::TableCounts> expected;
    {
        const auto now = database().beginRead();
        for (const auto index : std::initializer_list<schema::IndexNumber>{0, 1, 2}) {
            expected.push_back(*(*now)->counts(table->number, index));
        }
    }
    clock().advance(1000);
    put(*table, item("a", "1", {{"rank", 1}}, "a longer name"));
    remove(*table, "a", "2");
    put(*table, item("b", "3", {{"rank", 1}}, "Rome"));
    const auto past = this->past().at(then);
    ASSERT_TRUE(past);
    for (const auto index : std::initializer_list<schema::IndexNumber>{0, 1, 2}) {
        const auto counts = (*past)->counts(table->number, index);
        ASSERT_TRUE(counts);
        EXPECT_EQ(counts->items, expected[index].items);
        EXPECT_EQ(counts->bytes, expected[index].bytes);
    }
}

TEST_F(PastTest, ADroppedTableCanBeReadAsItWas) {
    const auto table = addTable("T");
    put(*table, item("a", "1", {{"rank", 1}}, "Rome"));
    const auto first = clock().now();
    clock().advance(1000);
    remove(*table, "a", "1");
    put(*table, item("a", "2", {}, "Rome"));
    put(*table, item("a", "3", {{"rank", 3}}, "Rome"));
    const auto second = clock().now();
    clock().advance(1000);
    dropTable(table->number);
    clock().advance(1000);
    const auto again = addTable("T");
    put(*again, item("z", "1"));

    EXPECT_EQ(scanAt(first, table->number), bytesOf({item("a", "1", {{"rank", 1}}, "Rome")}));
    EXPECT_EQ(scanAt(second, table->number),
              bytesOf({item("a", "2", {}, "Rome"), item("a", "3", {{"rank", 3}}, "Rome")}));
    const auto then = past().at(first);
    ASSERT_TRUE(then);
    EXPECT_EQ(drain((*then)->scanIndex(table->number, 2, {}, std::nullopt)),
              bytesOf({item("a", "1", {{"rank", 1}}, "Rome")}));
}

TEST_F(PastTest, TheFutureIsRefused) {
    const auto table = addTable("T");
    const auto future = past().at({clock().now().milliseconds + 1});
    ASSERT_FALSE(future);
    EXPECT_EQ(future.error().kind, ErrorKind::Validation);
    EXPECT_EQ(future.error().message, "The time 2026-09-21T14:13:20.001Z lies in the future");
    // Nothing was trimmed, so that the database of before it was made is known: it was empty.
    EXPECT_TRUE(scanAt({1}, table->number).empty());
    const auto unwritten = past().after(database().history().last + 1);
    ASSERT_FALSE(unwritten);
    EXPECT_EQ(unwritten.error().kind, ErrorKind::Validation);
    EXPECT_TRUE(past().after(database().history().last));
}

TEST_F(PastTest, TheTimeOfARecordIsTheFirstAtWhichItWasTheLast) {
    const auto table = addTable("T");
    std::vector<std::pair<storage::Sequence, Timestamp>> records;
    for (int i = 0; i < 20; ++i) {
        clock().advance(i * 17);
        put(*table, item("a", std::to_string(i)));
        records.emplace_back(database().history().last, clock().now());
    }
    for (const auto& [sequence, time] : records) {
        const auto found = past().timeOf(sequence);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->milliseconds, time.milliseconds);
    }
}

TEST_F(PastTest, ChangedItemsComeInPagesWithTheirImagesOfThen) {
    const auto table = addTable("T");
    put(*table, item("a", "1"));
    put(*table, item("b", "1"));
    const auto after = database().history().last;
    put(*table, item("a", "1", {{"rank", 1}}));
    put(*table, item("a", "1", {{"rank", 2}}));
    put(*table, item("c", "1"));
    const auto upTo = database().history().last;
    put(*table, item("b", "1", {{"rank", 1}}));

    // What is kept knows more than is asked for.
    const auto all = past().changedItems({.table = table->number,
                                          .after = after,
                                          .upTo = database().history().last,
                                          .behind = {},
                                          .most = 10});
    ASSERT_TRUE(all);
    EXPECT_EQ(all->items.size(), 3U);

    std::vector<std::pair<std::string, bool>> found;
    ChangedItemsRequest request{
        .table = table->number, .after = after, .upTo = upTo, .behind = {}, .most = 1};
    while (true) {
        const auto page = past().changedItems(request);
        ASSERT_TRUE(page);
        for (const auto& changed : page->items) {
            found.emplace_back(changed.key.partition, changed.then.has_value());
            request.behind = changed.key;
        }
        if (!page->hasMore) {
            break;
        }
        EXPECT_EQ(page->items.size(), 1U);
    }
    EXPECT_THAT(found, UnorderedElementsAreArray({std::pair(key("a", "1").partition, true),
                                                  std::pair(key("c", "1").partition, false)}));
}

// Nothing fits into memory, so that everything goes to the file.
TEST_F(PastTest, ABigOverlayGoesToAFile) {
    usePastReads(0);
    const auto table = addTable("T");
    const std::string city(2000, 'x');  // near the most that a key may have
    for (int i = 0; i < 400; ++i) {
        put(*table, item("p" + std::to_string(i), std::string(600, 's'), {{"rank", i}}, city));
    }
    const auto then = clock().now();
    const auto expected = scanAt(then, table->number);
    clock().advance(1000);
    for (int i = 0; i < 400; ++i) {
        remove(*table, "p" + std::to_string(i), std::string(600, 's'));
    }
    EXPECT_EQ(scanAt(then, table->number), expected);
    EXPECT_THAT(scanAt(clock().now(), table->number), IsEmpty());
    const auto snapshot = past().at(then);
    ASSERT_TRUE(snapshot);
    EXPECT_EQ(drain((*snapshot)->scanIndex(table->number, 2, {}, std::nullopt)).size(), 400U);
}

TEST_F(PastTest, ManyPartitionsOfOneReadAreReadAsOneTable) {
    const auto table = addTable("T");
    for (int i = 0; i < 20; ++i) {
        put(*table, item("p" + std::to_string(i), "s", {{"rank", 1}}));
    }
    const auto then = clock().now();
    clock().advance(1000);
    for (int i = 0; i < 20; ++i) {
        put(*table, item("p" + std::to_string(i), "s", {{"rank", 2}}));
    }
    const auto snapshot = past().at(then);
    ASSERT_TRUE(snapshot);
    for (int i = 0; i < 20; ++i) {
        const auto name = "p" + std::to_string(i);
        const auto found = (*snapshot)->getItem(table->number, key(name, "s"));
        ASSERT_TRUE(found && *found);
        EXPECT_EQ((*found)->bytes(), item(name, "s", {{"rank", 1}}).bytes());
    }
}

// A database whose log no longer reaches back to its beginning.
class TrimmedDatabase final : public storage::Database {
public:
    explicit TrimmedDatabase(storage::Database& whole) : m_whole(whole) {}
    std::shared_ptr<const storage::Catalog> catalog() const override { return m_whole.catalog(); }
    Result<std::unique_ptr<storage::ReadTransaction>> beginRead() override {
        return m_whole.beginRead();
    }
    void submit(std::unique_ptr<storage::WriteWork> work) override {
        m_whole.submit(std::move(work));
    }
    storage::HistoryExtent history() const override {
        auto extent = m_whole.history();
        extent.first = 10;
        extent.begin = {1'790'000'000'000};
        return extent;
    }
    Result<std::unique_ptr<storage::ChangeReader>> readChanges(storage::ChangeFilter filter,
                                                               storage::Sequence after,
                                                               storage::Sequence upTo) override {
        return m_whole.readChanges(std::move(filter), after, upTo);
    }
    Result<storage::Sequence> sequenceAt(Timestamp time) override {
        return m_whole.sequenceAt(time);
    }
    Result<Timestamp> timeOf(storage::Sequence sequence) override {
        return m_whole.timeOf(sequence);
    }
    const std::string& directory() const override { return m_whole.directory(); }
    const std::string& databaseId() const override { return m_whole.databaseId(); }
    void setEndpoint(std::string_view url) override { m_whole.setEndpoint(url); }

private:
    storage::Database& m_whole;
};

TEST_F(PastTest, WhatIsTrimmedIsRefused) {
    TrimmedDatabase trimmed(database());
    PastReads reads(trimmed, clock());
    const auto early = reads.at({1'789'999'999'999});
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().kind, ErrorKind::TrimmedDataAccess);
    EXPECT_EQ(early.error().message,
              "The history of this database does not reach back to 2026-09-21T14:13:19.999Z; it "
              "begins at 2026-09-21T14:13:20.000Z");
    const auto trimmedRecord = reads.after(8);
    ASSERT_FALSE(trimmedRecord);
    EXPECT_EQ(trimmedRecord.error().kind, ErrorKind::TrimmedDataAccess);
    EXPECT_TRUE(reads.at({1'790'000'000'000}));
}

}  // namespace
}  // namespace engine::history::testing
