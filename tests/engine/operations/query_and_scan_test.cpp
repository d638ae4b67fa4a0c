#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class QueryAndScanTest : public EngineTest {
protected:
    void SetUp() override {
        for (int sort = 1; sort <= 4; ++sort) {
            givenItem("Notes", item({{"pk", "a"}, {"sk", sort}, {"even", 1 - sort % 2}}));
        }
        givenItem("Notes", item({{"pk", "b"}, {"sk", 1}, {"even", 0}}));
    }

    static QueryInput partitionA() { return queryOf("Notes", "pk = :p", given({{":p", "a"}})); }
};

TEST_F(QueryAndScanTest, FiltersAfterReading) {
    auto query = partitionA();
    query.filterExpression = "even = :e";
    query.attributes.values->emplace(":e", Value(1).value);
    const auto found = answer<QueryOutput>(query);
    EXPECT_EQ(found.count, 2);
    EXPECT_EQ(found.scannedCount, 4);
    EXPECT_EQ(found.items.size(), 2U);

    query.limit = 1;
    const auto page = answer<QueryOutput>(query);
    EXPECT_EQ(page.count, 0);
    EXPECT_EQ(page.scannedCount, 1);
    EXPECT_EQ(page.lastEvaluatedKey, item({{"pk", "a"}, {"sk", 1}}));
}

TEST_F(QueryAndScanTest, ProjectsAfterFiltering) {
    auto query = partitionA();
    query.filterExpression = "even = :e";
    query.projectionExpression = "sk, absent";
    query.attributes.values->emplace(":e", Value(1).value);
    EXPECT_THAT(itemsOf(query), ElementsAre(item({{"sk", 2}}), item({{"sk", 4}})));
    query.projectionExpression = "absent";
    EXPECT_THAT(itemsOf(query), ElementsAre(AttributeMap(), AttributeMap()));
}

TEST_F(QueryAndScanTest, CountsOnly) {
    auto query = partitionA();
    query.select = Select::Count;
    const auto counted = answer<QueryOutput>(query);
    EXPECT_TRUE(counted.countOnly);
    EXPECT_THAT(counted.items, IsEmpty());
    EXPECT_EQ(counted.count, 4);
    EXPECT_EQ(counted.scannedCount, 4);
}

TEST_F(QueryAndScanTest, FilterMayNotNameKeysInAQuery) {
    auto query = partitionA();
    query.filterExpression = "sk > :p";
    EXPECT_EQ(
        refusal(query),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: "
        "sk");
    auto scan = scanOf("Notes");
    scan.filterExpression = "sk > :v";
    scan.attributes.values = given({{":v", 3}});
    EXPECT_THAT(itemsOf(scan), ElementsAre(item({{"pk", "a"}, {"sk", 4}, {"even", 1}})));
}

TEST_F(QueryAndScanTest, ScanReadsEverything) {
    const auto all = answer<QueryOutput>(scanOf("Notes"));
    EXPECT_EQ(all.count, 5);
    EXPECT_EQ(all.scannedCount, 5);
    EXPECT_EQ(all.lastEvaluatedKey, std::nullopt);
}

TEST_F(QueryAndScanTest, SegmentsDivideTheTable) {
    for (int i = 0; i < 40; ++i) {
        givenItem("Simple", item({{"pk", "key" + std::to_string(i)}}));
    }
    const auto whole = itemsOf(scanOf("Simple"));
    for (const int total : {1, 2, 3, 7, 100}) {
        std::vector<AttributeMap> joined;
        for (int segment = 0; segment < total; ++segment) {
            auto scan = scanOf("Simple");
            scan.segment = segment;
            scan.totalSegments = total;
            for (auto& found : itemsOf(scan)) {
                joined.push_back(std::move(found));
            }
        }
        EXPECT_THAT(joined, ::testing::UnorderedElementsAreArray(whole)) << total;
        EXPECT_EQ(joined, whole) << "segments are consecutive ranges of the whole scan";
    }
}

TEST_F(QueryAndScanTest, SegmentsComeInPairs) {
    auto scan = scanOf("Notes");
    scan.segment = 0;
    EXPECT_EQ(refusal(scan),
              "The TotalSegments parameter is required but was not present in the request when "
              "Segment parameter is present");
    scan.totalSegments = 5;
    scan.segment = 5;
    EXPECT_EQ(refusal(scan),
              "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
              "Segment: 5 is not less than TotalSegments: 5");
    scan.segment.reset();
    EXPECT_EQ(refusal(scan),
              "The Segment parameter is required but was not present in the request when parameter "
              "TotalSegments is present");
}

TEST_F(QueryAndScanTest, SelectAndProjectionMustAgree) {
    auto query = partitionA();
    query.select = Select::SpecificAttributes;
    EXPECT_EQ(
        refusal(query),
        "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression "
        "when choosing to get SPECIFIC_ATTRIBUTES");
    query.projectionExpression = "sk";
    EXPECT_EQ(refusal(query), "accepted");
    query.select = Select::AllAttributes;
    EXPECT_EQ(
        refusal(query),
        "1 validation error detected: Cannot specify the ProjectionExpression when choosing to "
        "get ALL_ATTRIBUTES");
    query.select = Select::Count;
    EXPECT_EQ(
        refusal(query),
        "1 validation error detected: Cannot specify the ProjectionExpression when choosing to "
        "get only the Count");

    auto scan = scanOf("Notes");
    scan.select = Select::SpecificAttributes;
    EXPECT_EQ(refusal(scan),
              "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
              "SPECIFIC_ATTRIBUTES");
    scan.select = Select::AllProjectedAttributes;
    EXPECT_EQ(refusal(scan),
              "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    scan.projectionExpression = "sk";
    EXPECT_EQ(refusal(scan),
              "Cannot specify the ProjectionExpression when choosing to get "
              "ALL_PROJECTED_ATTRIBUTES");
}

TEST_F(QueryAndScanTest, UnknownIndexesAreRefused) {
    auto query = partitionA();
    query.indexName = "nope";
    EXPECT_EQ(refusal(query), "The table does not have the specified index: nope");
    auto scan = scanOf("Notes");
    scan.indexName = "nope";
    EXPECT_EQ(refusal(scan), "The table does not have the specified index: nope");
}

TEST_F(QueryAndScanTest, OrdersOfPartitionsDoNotMatterToAQuery) {
    EXPECT_THAT(itemsOf(queryOf("Notes", "pk = :p", given({{":p", "b"}}))),
                UnorderedElementsAre(item({{"pk", "b"}, {"sk", 1}, {"even", 0}})));
}

}  // namespace
}  // namespace engine::operations::test
