#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::SizeIs;

class PagingTest : public EngineTest {
protected:
    // Reads pages of `limit` until none is left. A page is never longer than its limit.
    template <class Input>
    std::vector<AttributeMap> readByPages(Input input, int limit) {
        std::vector<AttributeMap> items;
        input.limit = limit;
        input.exclusiveStartKey.reset();
        while (true) {
            const auto page = answer<QueryOutput>(input);
            EXPECT_LE(page.scannedCount, limit);
            for (auto& found : decoded(page.items)) {
                items.push_back(std::move(found));
            }
            if (!page.lastEvaluatedKey) {
                return items;
            }
            input.exclusiveStartKey = page.lastEvaluatedKey;
        }
    }

    template <class Input>
    void expectPagesToBeWhole(Input input, int itemCount) {
        const auto whole = itemsOf(input);
        ASSERT_THAT(whole, SizeIs(static_cast<std::size_t>(itemCount)));
        for (int limit = 1; limit <= itemCount + 1; ++limit) {
            EXPECT_EQ(readByPages(input, limit), whole) << "limit " << limit;
        }
    }

    static QueryInput partitionA() { return queryOf("Notes", "pk = :p", given({{":p", "a"}})); }

    void givenNotes(int count) {
        for (int sort = 0; sort < count; ++sort) {
            givenItem("Notes", item({{"pk", "a"}, {"sk", sort * 7 % count - 3}}));
        }
    }
};

TEST_F(PagingTest, QueryPagesAreTheWholeInBothDirections) {
    givenNotes(9);
    givenItem("Notes", item({{"pk", "b"}, {"sk", 1}}));
    auto query = partitionA();
    expectPagesToBeWhole(query, 9);
    query.scanIndexForward = false;
    expectPagesToBeWhole(query, 9);
}

TEST_F(PagingTest, RangesPageInBothDirections) {
    givenNotes(9);
    auto query = queryOf("Notes", "pk = :p AND sk BETWEEN :v AND :w",
                         given({{":p", "a"}, {":v", -1}, {":w", 3}}));
    expectPagesToBeWhole(query, 5);
    query.scanIndexForward = false;
    expectPagesToBeWhole(query, 5);
}

TEST_F(PagingTest, ScanPagesAreTheWhole) {
    for (int i = 0; i < 12; ++i) {
        givenItem("Notes", item({{"pk", "key" + std::to_string(i / 2)}, {"sk", i}}));
    }
    expectPagesToBeWhole(scanOf("Notes"), 12);
}

TEST_F(PagingTest, IndexPagesAreTheWholeWithEqualIndexKeys) {
    for (int i = 0; i < 7; ++i) {
        givenItem("Music", item({{"pk", "p" + std::to_string(i % 3)},
                                 {"sk", i},
                                 {"city", "Oslo"},
                                 {"title", "t"},
                                 {"rank", i % 2}}));
    }
    auto byCity = queryOf("Music", "city = :c", given({{":c", "Oslo"}}));
    byCity.indexName = "byCity";
    expectPagesToBeWhole(byCity, 7);
    byCity.scanIndexForward = false;
    expectPagesToBeWhole(byCity, 7);

    auto byTitle = queryOf("Music", "title = :t AND #r >= :r", given({{":t", "t"}, {":r", 0}}));
    byTitle.attributes.names = expressions::NameMap{{"#r", "rank"}};
    byTitle.indexName = "byTitle";
    expectPagesToBeWhole(byTitle, 7);
    byTitle.scanIndexForward = false;
    expectPagesToBeWhole(byTitle, 7);

    auto scan = scanOf("Music");
    scan.indexName = "byTitle";
    expectPagesToBeWhole(scan, 7);
}

TEST_F(PagingTest, ALimitAtTheEndStillNamesANextPage) {
    givenNotes(3);
    auto query = partitionA();
    query.limit = 3;
    const auto page = answer<QueryOutput>(query);
    EXPECT_EQ(page.lastEvaluatedKey, item({{"pk", "a"}, {"sk", -1}}));
    query.exclusiveStartKey = page.lastEvaluatedKey;
    const auto last = answer<QueryOutput>(query);
    EXPECT_EQ(last.count, 0);
    EXPECT_EQ(last.lastEvaluatedKey, std::nullopt);

    query.exclusiveStartKey.reset();
    query.limit = 4;
    EXPECT_EQ(answer<QueryOutput>(query).lastEvaluatedKey, std::nullopt);
}

TEST_F(PagingTest, APageEndsAtOneMegabyte) {
    // pk 2+1, sk 2+2, body 4+300,000-11: each item has 300,000 bytes.
    for (int sort = 1; sort <= 5; ++sort) {
        givenItem("Notes", item({{"pk", "a"}, {"sk", sort}, {"body", std::string(299'989, 'x')}}));
    }
    auto query = partitionA();
    query.select = Select::Count;
    const auto page = answer<QueryOutput>(query);
    EXPECT_EQ(page.count, 4);
    EXPECT_EQ(page.lastEvaluatedKey, item({{"pk", "a"}, {"sk", 4}}));
    query.exclusiveStartKey = page.lastEvaluatedKey;
    EXPECT_EQ(answer<QueryOutput>(query).count, 1);
}

TEST_F(PagingTest, AStartKeyNeedNotExist) {
    givenNotes(9);
    auto query = queryOf("Notes", "pk = :p", given({{":p", "a"}}));
    givenItem("Notes", item({{"pk", "a"}, {"sk", 100}}));
    query.exclusiveStartKey = item({{"pk", "a"}, {"sk", 50}});
    EXPECT_THAT(itemsOf(query), ::testing::ElementsAre(item({{"pk", "a"}, {"sk", 100}})));
}

TEST_F(PagingTest, QueryChecksTheStartKey) {
    auto query = queryOf("Notes", "pk = :p AND sk > :v", given({{":p", "a"}, {":v", 5}}));
    const auto from = [&](AttributeMap start) {
        query.exclusiveStartKey = std::move(start);
        return refusal(query);
    };
    EXPECT_EQ(from(item({{"pk", "a"}})), "The provided starting key is invalid");
    EXPECT_EQ(from(item({{"pk", "a"}, {"sk", 6}, {"x", 1}})),
              "The provided starting key is invalid");
    EXPECT_EQ(from(item({{"pk", "a"}, {"sk", "6"}})),
              "The provided starting key is invalid: The provided key element does not match the "
              "schema");
    EXPECT_EQ(from(item({{"pk", "b"}, {"sk", 6}})),
              "The provided starting key is outside query boundaries based on provided conditions");
    EXPECT_EQ(from(item({{"pk", "a"}, {"sk", 5}})),
              "The provided starting key does not match the range key predicate");
    EXPECT_EQ(from(item({{"pk", "a"}, {"sk", 6}})), "accepted");

    query.keyConditionExpression = "pk = :p AND sk = :v";
    EXPECT_EQ(from(item({{"pk", "a"}, {"sk", 5}})),
              "The query can return at most one row and cannot be restarted");
}

TEST_F(PagingTest, AQueryForOneItemNamesNoNextPage) {
    givenNotes(3);
    auto query = queryOf("Notes", "pk = :p AND sk = :v", given({{":p", "a"}, {":v", -1}}));
    query.limit = 1;
    const auto page = answer<QueryOutput>(query);
    EXPECT_EQ(page.count, 1);
    EXPECT_EQ(page.lastEvaluatedKey, std::nullopt);
}

TEST_F(PagingTest, ScanChecksTheStartKey) {
    auto scan = scanOf("Notes");
    scan.exclusiveStartKey = item({{"pk", "a"}});
    EXPECT_EQ(refusal(scan),
              "The provided starting key is invalid: The provided key element does not match the "
              "schema");
    scan.exclusiveStartKey = item({{"pk", ""}, {"sk", 1}});
    EXPECT_EQ(
        refusal(scan),
        "The provided starting key is invalid: One or more parameter values are not valid. The "
        "AttributeValue for a key attribute cannot contain an empty string value. Key: pk");
}

TEST_F(PagingTest, AParallelScanRefusesTheKeyOfAnotherSegment) {
    auto scan = scanOf("Simple");
    scan.exclusiveStartKey = item({{"pk", "a"}});
    scan.totalSegments = 2;
    int refused = 0;
    for (const int segment : {0, 1}) {
        scan.segment = segment;
        const auto text = refusal(scan);
        if (text != "accepted") {
            ++refused;
            EXPECT_EQ(text,
                      "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
                      "ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: " +
                          std::to_string(segment));
        }
    }
    EXPECT_EQ(refused, 1);
}

TEST_F(PagingTest, IndexPositionsHoldIndexAndTableKeys) {
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}, {"title", "t"}, {"rank", 2}, {"extra", "x"}}));
    auto query = queryOf("Music", "title = :t", given({{":t", "t"}}));
    query.indexName = "byTitle";
    query.limit = 1;
    EXPECT_EQ(answer<QueryOutput>(query).lastEvaluatedKey,
              item({{"title", "t"}, {"rank", 2}, {"pk", "a"}, {"sk", 1}}));
}

}  // namespace
}  // namespace engine::operations::test
