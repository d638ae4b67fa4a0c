#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::ElementsAre;

class IndexReadsTest : public EngineTest {
protected:
    void SetUp() override {
        givenItem("Music", item({{"pk", "a"},
                                 {"sk", 1},
                                 {"city", "Oslo"},
                                 {"title", "t"},
                                 {"rank", 5},
                                 {"year", 1999},
                                 {"extra", "x"}}));
        givenItem("Music", item({{"pk", "a"}, {"sk", 2}, {"title", "t"}, {"rank", 3}}));
        givenItem("Music", item({{"pk", "b"}, {"sk", 1}, {"rank", 4}}));
    }

    static QueryInput indexQuery(std::string index, std::string condition,
                                 expressions::ValueMap literals) {
        auto query = queryOf("Music", std::move(condition), std::move(literals));
        query.indexName = std::move(index);
        return query;
    }
};

TEST_F(IndexReadsTest, AFullProjectionShowsTheItem) {
    const auto items = itemsOf(indexQuery("byCity", "city = :c", given({{":c", "Oslo"}})));
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0], storedItem("Music", item({{"pk", "a"}, {"sk", 1}})));
}

TEST_F(IndexReadsTest, AnIncludeProjectionShowsKeysAndListedAttributes) {
    EXPECT_THAT(
        itemsOf(indexQuery("byTitle", "title = :t", given({{":t", "t"}}))),
        ElementsAre(item({{"pk", "a"}, {"sk", 2}, {"title", "t"}, {"rank", 3}}),
                    item({{"pk", "a"}, {"sk", 1}, {"title", "t"}, {"rank", 5}, {"year", 1999}})));
}

TEST_F(IndexReadsTest, ALocalIndexSortsItsPartition) {
    const auto byRank = indexQuery("byRank", "pk = :p", given({{":p", "a"}}));
    EXPECT_THAT(itemsOf(byRank), ElementsAre(item({{"pk", "a"}, {"sk", 2}, {"rank", 3}}),
                                             item({{"pk", "a"}, {"sk", 1}, {"rank", 5}})));
}

TEST_F(IndexReadsTest, ALocalIndexFetchesWhatItDoesNotProject) {
    auto byRank = indexQuery("byRank", "pk = :p", given({{":p", "a"}}));
    byRank.projectionExpression = "title";
    EXPECT_THAT(itemsOf(byRank), ElementsAre(item({{"title", "t"}}), item({{"title", "t"}})));
    byRank.projectionExpression.reset();
    byRank.select = Select::AllAttributes;
    byRank.limit = 1;
    EXPECT_THAT(itemsOf(byRank),
                ElementsAre(item({{"pk", "a"}, {"sk", 2}, {"title", "t"}, {"rank", 3}})));
}

TEST_F(IndexReadsTest, AGlobalIndexHasOnlyWhatItProjects) {
    auto byTitle = indexQuery("byTitle", "title = :t", given({{":t", "t"}}));
    byTitle.projectionExpression = "pk, extra, city";
    EXPECT_EQ(refusal(byTitle),
              "One or more parameter values were invalid: Global secondary index byTitle does not "
              "project [extra, city]");
    byTitle.projectionExpression.reset();
    byTitle.select = Select::AllAttributes;
    EXPECT_EQ(
        refusal(byTitle),
        "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not "
        "supported for global secondary index byTitle because its projection type is not ALL");
    byTitle.select.reset();
    byTitle.consistentRead = true;
    EXPECT_EQ(refusal(byTitle), "Consistent reads are not supported on global secondary indexes");
}

TEST_F(IndexReadsTest, FiltersOfAGlobalIndexSeeOnlyWhatItProjects) {
    auto byTitle = indexQuery("byTitle", "title = :t", given({{":t", "t"}}));
    byTitle.filterExpression = "attribute_exists(extra)";
    EXPECT_EQ(answer<QueryOutput>(byTitle).count, 0);
    byTitle.filterExpression = "attribute_exists(#y)";
    byTitle.attributes.names = expressions::NameMap{{"#y", "year"}};
    EXPECT_EQ(answer<QueryOutput>(byTitle).count, 1);
}

TEST_F(IndexReadsTest, FiltersMayNameTableKeysButNotIndexKeys) {
    auto byCity = indexQuery("byCity", "city = :c", given({{":c", "Oslo"}}));
    byCity.filterExpression = "pk <> :c";
    EXPECT_EQ(answer<QueryOutput>(byCity).count, 1);
    byCity.filterExpression = "city <> :c";
    EXPECT_EQ(
        refusal(byCity),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: "
        "city");
}

TEST_F(IndexReadsTest, IndexesAreSparse) {
    auto scan = scanOf("Music");
    scan.indexName = "byCity";
    EXPECT_EQ(answer<QueryOutput>(scan).count, 1);
    scan.indexName = "byTitle";
    EXPECT_EQ(answer<QueryOutput>(scan).count, 2);
    scan.indexName = "byRank";
    EXPECT_EQ(answer<QueryOutput>(scan).count, 3);
}

TEST_F(IndexReadsTest, SortConditionsWorkOnIndexes) {
    const auto ranks = [&](const std::string& condition, expressions::ValueMap literals) {
        literals.emplace(":t", AttributeValue::string("t"));
        auto query = indexQuery("byTitle", "title = :t AND " + condition, std::move(literals));
        query.attributes.names = expressions::NameMap{{"#r", "rank"}};
        std::vector<std::string> found;
        for (const auto& entry : itemsOf(query)) {
            found.push_back(entry.at("rank").getIf<values::Number>()->toString());
        }
        return found;
    };
    EXPECT_THAT(ranks("#r = :r", given({{":r", 3}})), ElementsAre("3"));
    EXPECT_THAT(ranks("#r > :r", given({{":r", 3}})), ElementsAre("5"));
    EXPECT_THAT(ranks("#r >= :r", given({{":r", 3}})), ElementsAre("3", "5"));
    EXPECT_THAT(ranks("#r < :r", given({{":r", 5}})), ElementsAre("3"));
    EXPECT_THAT(ranks("#r <= :r", given({{":r", 5}})), ElementsAre("3", "5"));
    EXPECT_THAT(ranks("#r BETWEEN :r AND :s", given({{":r", 4}, {":s", 9}})), ElementsAre("5"));
}

// Two partition attributes and two sort attributes.
class MultiAttributeIndexTest : public EngineTest {
protected:
    void SetUp() override {
        using schema::KeyType;
        auto spec = simpleSpec("Wide");
        for (const auto* name : {"h1", "h2", "r1", "r2"}) {
            spec.attributeDefinitions.push_back({name, AttributeType::S});
        }
        spec.globalIndexes = {{{"wide",
                                {{"h1", KeyType::Hash},
                                 {"h2", KeyType::Hash},
                                 {"r1", KeyType::Range},
                                 {"r2", KeyType::Range}},
                                {schema::ProjectionType::KeysOnly, std::nullopt},
                                std::nullopt,
                                std::nullopt,
                                std::nullopt}}};
        answer<CreateTableOutput>(spec);
        int number = 0;
        for (const auto* first : {"a", "ab", "b"}) {
            for (const auto* second : {"x", "xy", "y"}) {
                givenItem("Wide", item({{"pk", "i" + std::to_string(number++)},
                                        {"h1", "h"},
                                        {"h2", "k"},
                                        {"r1", first},
                                        {"r2", second}}));
            }
        }
    }

    QueryInput wide(const std::string& condition, expressions::ValueMap literals) {
        literals.emplace(":h", AttributeValue::string("h"));
        literals.emplace(":k", AttributeValue::string("k"));
        auto query = queryOf("Wide", "h1 = :h AND h2 = :k" + condition, std::move(literals));
        query.indexName = "wide";
        return query;
    }

    std::vector<std::string> found(const std::string& condition, expressions::ValueMap literals) {
        std::vector<std::string> pairs;
        for (const auto& entry : itemsOf(wide(condition, std::move(literals)))) {
            pairs.push_back(*entry.at("r1").getIf<std::string>() + "," +
                            *entry.at("r2").getIf<std::string>());
        }
        return pairs;
    }
};

TEST_F(MultiAttributeIndexTest, SortsByTheRangeAttributesInSchemaOrder) {
    EXPECT_THAT(found("", {}),
                ElementsAre("a,x", "a,xy", "a,y", "ab,x", "ab,xy", "ab,y", "b,x", "b,xy", "b,y"));
    EXPECT_THAT(found(" AND r1 = :v", given({{":v", "a"}})), ElementsAre("a,x", "a,xy", "a,y"));
    EXPECT_THAT(found(" AND r1 > :v", given({{":v", "a"}})),
                ElementsAre("ab,x", "ab,xy", "ab,y", "b,x", "b,xy", "b,y"));
    EXPECT_THAT(found(" AND r1 <= :v", given({{":v", "ab"}})),
                ElementsAre("a,x", "a,xy", "a,y", "ab,x", "ab,xy", "ab,y"));
    EXPECT_THAT(found(" AND begins_with(r1, :v)", given({{":v", "a"}})),
                ElementsAre("a,x", "a,xy", "a,y", "ab,x", "ab,xy", "ab,y"));
    EXPECT_THAT(found(" AND r1 = :v AND begins_with(r2, :w)", given({{":v", "ab"}, {":w", "x"}})),
                ElementsAre("ab,x", "ab,xy"));
    EXPECT_THAT(found(" AND r1 = :v AND r2 < :w", given({{":v", "ab"}, {":w", "xy"}})),
                ElementsAre("ab,x"));
    EXPECT_THAT(found(" AND r1 = :v AND r2 > :w", given({{":v", "a"}, {":w", "x"}})),
                ElementsAre("a,xy", "a,y"));
    EXPECT_THAT(found(" AND r1 = :v AND r2 BETWEEN :w AND :z",
                      given({{":v", "b"}, {":w", "xa"}, {":z", "y"}})),
                ElementsAre("b,xy", "b,y"));
}

TEST_F(MultiAttributeIndexTest, WantsEqualityBeforeALaterCondition) {
    EXPECT_EQ(
        refusal(wide(" AND r2 = :w", given({{":w", "x"}}))),
        "RANGE key attributes r1 must have equality conditions specified in the query because "
        "a condition is present on key attribute r2");
    EXPECT_EQ(
        refusal(wide(" AND r1 > :v AND r2 = :w", given({{":v", "a"}, {":w", "x"}}))),
        "RANGE key attributes r1 must have equality conditions specified in the query because "
        "a condition is present on key attribute r2");
    auto query = queryOf("Wide", "h1 = :h", given({{":h", "h"}}));
    query.indexName = "wide";
    EXPECT_EQ(refusal(query), "Query condition missed key schema element: h2");
}

}  // namespace
}  // namespace engine::operations::test
