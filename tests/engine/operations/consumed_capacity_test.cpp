#include "engine/capacity/units.h"
#include "tests/engine/operations/engine_fixture.h"

// Figures of facts/sizes-and-capacity.md sections 3 to 5.
namespace engine::operations::test {
namespace {

using Arms = std::map<std::string, double>;

TEST(Units, RoundReadsTo4KilobytesAndWritesTo1) {
    using capacity::Consistency;
    EXPECT_EQ(capacity::readUnits(0, Consistency::Eventual), 0.5);
    EXPECT_EQ(capacity::readUnits(4096, Consistency::Eventual), 0.5);
    EXPECT_EQ(capacity::readUnits(4097, Consistency::Eventual), 1);
    EXPECT_EQ(capacity::readUnits(0, Consistency::Strong), 1);
    EXPECT_EQ(capacity::readUnits(4097, Consistency::Strong), 2);
    EXPECT_EQ(capacity::writeUnits(0), 1);
    EXPECT_EQ(capacity::writeUnits(1024), 1);
    EXPECT_EQ(capacity::writeUnits(1025), 2);
    EXPECT_EQ(capacity::itemWriteUnits(3000, 100), 3);
}

TEST(Units, ChargeAnIndexForTheChangeOfItsEntry) {
    using capacity::indexWriteUnits;
    EXPECT_EQ(indexWriteUnits({}), 0);
    EXPECT_EQ(indexWriteUnits({.bytesBefore = {}, .bytesAfter = 1500}), 2);
    EXPECT_EQ(indexWriteUnits({.bytesBefore = 2500, .bytesAfter = {}}), 3);
    EXPECT_EQ(indexWriteUnits({.bytesBefore = 100, .bytesAfter = 100, .identical = true}), 0);
    EXPECT_EQ(indexWriteUnits({.bytesBefore = 100, .bytesAfter = 2000}), 2);
    EXPECT_EQ(indexWriteUnits({.bytesBefore = 100, .bytesAfter = 2000, .keyChanged = true}), 3);
}

class ConsumedCapacityTest : public EngineTest {
protected:
    const AttributeMap key = item({{"pk", "a"}, {"sk", 1}});

    ConsumedCapacity putting(AttributeMap attributes) {
        auto input = put("Music", std::move(attributes));
        input.returnConsumedCapacity = ReturnConsumedCapacity::Indexes;
        return answer<PutItemOutput>(input).consumedCapacity.value_or(ConsumedCapacity());
    }

    template <class Input>
    ConsumedCapacity reading(Input input) {
        input.returnConsumedCapacity = ReturnConsumedCapacity::Indexes;
        return answer<QueryOutput>(input).consumedCapacity.value_or(ConsumedCapacity());
    }

    static AttributeMap with(AttributeMap base, const char* name, Value value) {
        base.insert_or_assign(name, std::move(value.value));
        return base;
    }
};

TEST_F(ConsumedCapacityTest, IsReportedAsAsked) {
    auto input = put("Music", with(key, "city", "Oslo"));
    EXPECT_FALSE(answer<PutItemOutput>(input).consumedCapacity.has_value());

    input.item = with(key, "city", "Bergen");
    input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    const auto total = answer<PutItemOutput>(input).consumedCapacity;
    ASSERT_TRUE(total.has_value());
    EXPECT_EQ(total->tableName, "Music");
    EXPECT_EQ(total->capacityUnits, 3);
    EXPECT_FALSE(total->table.has_value());
    EXPECT_EQ(total->globalIndexes, Arms());
}

TEST_F(ConsumedCapacityTest, IndexArmsFollowWhatTheIndexStores) {
    const auto inserted = putting(with(key, "city", "Oslo"));
    EXPECT_EQ(inserted.capacityUnits, 2);
    EXPECT_EQ(inserted.table, 1);
    EXPECT_EQ(inserted.globalIndexes, (Arms{{"byCity", 1}}));
    EXPECT_EQ(inserted.localIndexes, Arms());

    EXPECT_EQ(putting(with(key, "city", "Oslo")).globalIndexes, Arms()) << "identical";
    EXPECT_EQ(putting(with(key, "city", "Bergen")).globalIndexes, (Arms{{"byCity", 2}})) << "move";
    const auto changed = putting(with(with(key, "city", "Bergen"), "x", 1));
    EXPECT_EQ(changed.globalIndexes, (Arms{{"byCity", 1}})) << "projected attribute";
    EXPECT_EQ(putting(key).globalIndexes, (Arms{{"byCity", 1}})) << "removed";
    EXPECT_EQ(putting(with(key, "x", 1)).capacityUnits, 1) << "not indexed";
}

TEST_F(ConsumedCapacityTest, UnprojectedChangesAreFreeForTheIndex) {
    putting(with(key, "rank", 1));
    EXPECT_EQ(putting(with(with(key, "rank", 1), "x", 1)).localIndexes, Arms());
    EXPECT_EQ(putting(with(with(key, "rank", 2), "x", 1)).localIndexes, (Arms{{"byRank", 2}}));
}

TEST_F(ConsumedCapacityTest, WritesAreSizedOnTheLargerImage) {
    putting(with(key, "x", std::string(3000, 'x')));
    EXPECT_EQ(putting(key).table, 3);
    EXPECT_EQ(putting(key).table, 1);

    auto input = remove("Music", key);
    input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    EXPECT_EQ(answer<DeleteItemOutput>(input).consumedCapacity->capacityUnits, 1);
    EXPECT_EQ(answer<DeleteItemOutput>(input).consumedCapacity->capacityUnits, 1) << "absent";
}

TEST_F(ConsumedCapacityTest, UpdatesAreSizedOnTheWholeItem) {
    putting(with(key, "x", std::string(3000, 'x')));
    auto input = update("Music", key, "SET n = :n", given({{":n", 1}}));
    input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    EXPECT_EQ(answer<UpdateItemOutput>(input).consumedCapacity->capacityUnits, 3);
}

TEST_F(ConsumedCapacityTest, GetItemCountsTheWholeItem) {
    putting(with(key, "x", std::string(5000, 'x')));
    GetItemInput input;
    input.tableName = "Music";
    input.key = key;
    input.projectionExpression = "sk";
    input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    EXPECT_EQ(answer<GetItemOutput>(input).consumedCapacity->capacityUnits, 1);
    input.consistentRead = true;
    EXPECT_EQ(answer<GetItemOutput>(input).consumedCapacity->capacityUnits, 2);
    input.key = item({{"pk", "absent"}, {"sk", 1}});
    EXPECT_EQ(answer<GetItemOutput>(input).consumedCapacity->capacityUnits, 1);
}

TEST_F(ConsumedCapacityTest, AQueryRoundsItsPageOnce) {
    for (int sort = 1; sort <= 3; ++sort) {
        givenItem("Notes", item({{"pk", "a"}, {"sk", sort}, {"x", std::string(2000, 'x')}}));
    }
    auto query = queryOf("Notes", "pk = :p", given({{":p", "a"}}));
    EXPECT_EQ(reading(query).capacityUnits, 1);
    query.filterExpression = "attribute_exists(nothing)";
    query.select = Select::Count;
    EXPECT_EQ(reading(query).capacityUnits, 1);
    query.consistentRead = true;
    EXPECT_EQ(reading(query).capacityUnits, 2);
    EXPECT_EQ(reading(queryOf("Notes", "pk = :p", given({{":p", "z"}}))).capacityUnits, 0.5);
    EXPECT_EQ(reading(scanOf("Notes")).capacityUnits, 1);
}

TEST_F(ConsumedCapacityTest, AnIndexReadIsChargedToTheIndex) {
    putting(with(with(key, "title", "t"), "rank", 1));
    auto query = queryOf("Music", "title = :t", given({{":t", "t"}}));
    query.indexName = "byTitle";
    const auto consumed = reading(query);
    EXPECT_EQ(consumed.capacityUnits, 0.5);
    EXPECT_EQ(consumed.table, 0);
    EXPECT_EQ(consumed.globalIndexes, (Arms{{"byTitle", 0.5}}));
}

TEST_F(ConsumedCapacityTest, ALocalIndexThatFetchesChargesTheTablePerRow) {
    for (int sort = 1; sort <= 3; ++sort) {
        givenItem("Music", item({{"pk", "a"}, {"sk", sort}, {"rank", sort}, {"x", "y"}}));
    }
    auto query = queryOf("Music", "pk = :p", given({{":p", "a"}}));
    query.indexName = "byRank";
    query.projectionExpression = "x";
    const auto consumed = reading(query);
    EXPECT_EQ(consumed.capacityUnits, 2);
    EXPECT_EQ(consumed.table, 1.5);
    EXPECT_EQ(consumed.localIndexes, (Arms{{"byRank", 0.5}}));
}

TEST_F(ConsumedCapacityTest, BatchesReportPerTable) {
    BatchWriteItemInput writes;
    writes.requestItems["Music"] = {{true, with(key, "city", "Oslo")},
                                    {true, item({{"pk", "b"}, {"sk", 1}})}};
    writes.returnConsumedCapacity = ReturnConsumedCapacity::Indexes;
    const auto written = answer<BatchWriteItemOutput>(writes).consumedCapacity;
    ASSERT_EQ(written.size(), 1U);
    EXPECT_EQ(written[0].capacityUnits, 3);
    EXPECT_EQ(written[0].table, 2);
    EXPECT_EQ(written[0].globalIndexes, (Arms{{"byCity", 1}}));

    BatchGetItemInput reads;
    reads.requestItems["Music"].keys = {key, item({{"pk", "absent"}, {"sk", 1}})};
    reads.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    const auto read = answer<BatchGetItemOutput>(reads).consumedCapacity;
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].tableName, "Music");
    EXPECT_EQ(read[0].capacityUnits, 1);
}

}  // namespace
}  // namespace engine::operations::test
