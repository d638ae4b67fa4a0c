#include "engine/storage/dropped_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DroppedTablesTest : public ::testing::Test {
protected:
    // As the writer does: a copy is changed and takes the old one's place.
    void drop(schema::TableNumber number, Sequence droppedBy) {
        auto table = makeTable("table" + std::to_string(number));
        table.number = number;
        auto next = std::make_shared<CatalogSnapshot>(*m_catalog);
        next->drop({std::make_shared<const schema::Table>(std::move(table)), {}, droppedBy});
        m_catalog = std::move(next);
    }
    void addTable(schema::TableNumber number) {
        auto table = makeTable("table" + std::to_string(number));
        table.number = number;
        auto next = std::make_shared<CatalogSnapshot>(*m_catalog);
        next->add(std::make_shared<const schema::Table>(std::move(table)));
        m_catalog = std::move(next);
    }
    void forget(schema::TableNumber number) {
        auto next = std::make_shared<CatalogSnapshot>(*m_catalog);
        next->forgetDropped(number);
        m_catalog = std::move(next);
    }

    DroppedTables tables(std::uint64_t bytesMax) {
        return {bytesMax, [this](schema::TableNumber) {
                    ++m_asked;
                    return std::uint64_t{100};
                }};
    }

    std::shared_ptr<const CatalogSnapshot> m_catalog = std::make_shared<CatalogSnapshot>();
    int m_asked = 0;
};

TEST_F(DroppedTablesTest, TheSizeOfEachIsAskedForOnce) {
    auto tables = this->tables(1'000'000);
    for (schema::TableNumber number = 1; number <= 50; ++number) {
        drop(number, number);
        for (int commit = 0; commit < 10; ++commit) {
            EXPECT_THAT(tables.expired(*m_catalog, 1), IsEmpty());
        }
    }
    EXPECT_EQ(m_asked, 50);
}

TEST_F(DroppedTablesTest, CatalogsWithoutANewDropShareWhatWasDropped) {
    drop(1, 1);
    const auto before = m_catalog->droppedAndPurgedTables();
    addTable(2);
    EXPECT_EQ(m_catalog->droppedAndPurgedTables(), before);
    drop(2, 2);
    EXPECT_NE(m_catalog->droppedAndPurgedTables(), before);
    EXPECT_EQ(before->size(), 1U);
}

TEST_F(DroppedTablesTest, AShorterLogEndsThoseItNoLongerReachesBackTo) {
    auto tables = this->tables(1'000'000);
    drop(1, 10);
    drop(2, 20);
    EXPECT_THAT(tables.expired(*m_catalog, 10), IsEmpty());
    EXPECT_THAT(tables.expired(*m_catalog, 11), ElementsAre(1));
    EXPECT_THAT(tables.expired(*m_catalog, 12), IsEmpty());
    forget(1);
    EXPECT_THAT(tables.expired(*m_catalog, 21), ElementsAre(2));
}

TEST_F(DroppedTablesTest, TheOldestGoWhenAllTogetherHoldTooMuch) {
    auto tables = this->tables(250);
    for (schema::TableNumber number = 1; number <= 4; ++number) {
        drop(number, number);
    }
    EXPECT_THAT(tables.expired(*m_catalog, 1), ElementsAre(2, 1));
    drop(5, 5);
    EXPECT_THAT(tables.expired(*m_catalog, 1), ElementsAre(3));
}

TEST_F(DroppedTablesTest, WithoutHistoryAllGoAtOnce) {
    auto tables = this->tables(0);
    drop(1, 1);
    EXPECT_THAT(tables.expired(*m_catalog, 1), ElementsAre(1));
    EXPECT_EQ(m_asked, 0);
}

}  // namespace
}  // namespace engine::storage::testing
