#include "engine/operations/vector_changes.h"
#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::ElementsAre;

class TablesTest : public EngineTest {
protected:
    TableDescription described(std::string name) {
        return answer<DescribeTableOutput>(DescribeTableInput{std::move(name)}).description;
    }
    ListTablesOutput listed(ListTablesInput input) { return answer<ListTablesOutput>(input); }
};

TEST_F(TablesTest, CreateTableAnswersCreatingAndTheTableIsActive) {
    const auto created = answer<CreateTableOutput>(simpleSpec("Fresh")).description;
    EXPECT_EQ(created.status, schema::TableStatus::Creating);
    EXPECT_EQ(created.tableArn, "arn:aws:dynamodb:us-east-1:000000000000:table/Fresh");
    EXPECT_EQ(created.table->createdAt.milliseconds, 1'790'000'000'123);
    EXPECT_EQ(created.itemCount, 0U);

    const auto after = described("Fresh");
    EXPECT_EQ(after.status, schema::TableStatus::Active);
    EXPECT_EQ(after.table->id, created.table->id);
    EXPECT_EQ(after.table->id.size(), 36U);
}

TEST_F(TablesTest, CreateTableRefusesAnExistingName) {
    EXPECT_EQ(refusal(simpleSpec("Simple")), "Table already exists: Simple");
    EXPECT_EQ(refusalKind(simpleSpec("Simple")), ErrorKind::ResourceInUse);
}

TEST_F(TablesTest, CreateTableRefusesWhatTheSchemaRefuses) {
    auto spec = simpleSpec("Fresh");
    spec.throughput = schema::Throughput{1, 1};
    EXPECT_EQ(refusal(spec),
              "One or more parameter values were invalid: Neither ReadCapacityUnits nor "
              "WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
    EXPECT_EQ(refusal(DescribeTableInput{"Fresh"}),
              "Requested resource not found: Table: Fresh not found");
}

TEST_F(TablesTest, DescribeTableCountsItemsAndBytes) {
    // pk 2+1, sk 2+2, city 4+4 and title 5+1, rank 4+2.
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}, {"city", "Oslo"}}));
    givenItem("Music", item({{"pk", "a"}, {"sk", 2}, {"title", "x"}, {"rank", 3}}));
    const auto description = described("Music");
    EXPECT_EQ(description.itemCount, 2U);
    EXPECT_EQ(description.sizeBytes, 15U + 19U);
    ASSERT_EQ(description.indexes.size(), 3U);
    EXPECT_EQ(description.indexes[0].indexName, "byRank");
    EXPECT_EQ(description.indexes[0].items, 1U);
    EXPECT_EQ(description.indexes[0].bytes, 13U);
    EXPECT_EQ(description.indexes[1].indexName, "byCity");
    EXPECT_EQ(description.indexes[1].bytes, 15U);
    EXPECT_EQ(description.indexes[2].indexName, "byTitle");
    EXPECT_EQ(description.indexes[2].bytes, 19U);
}

TEST_F(TablesTest, AbsentTablesAreNotFound) {
    EXPECT_EQ(refusal(DescribeTableInput{"Nope"}),
              "Requested resource not found: Table: Nope not found");
    EXPECT_EQ(refusal(DeleteTableInput{"Nope"}),
              "Requested resource not found: Table: Nope not found");
    EXPECT_EQ(refusalKind(DeleteTableInput{"Nope"}), ErrorKind::ResourceNotFound);
    EXPECT_EQ(refusal(put("Nope", item({{"pk", "a"}}))), "Requested resource not found");
    EXPECT_EQ(refusal(remove("Nope", item({{"pk", "a"}}))), "Requested resource not found");
    EXPECT_EQ(refusal(update("Nope", item({{"pk", "a"}}), "REMOVE a")),
              "Requested resource not found");
    EXPECT_EQ(refusal(scanOf("Nope")), "Requested resource not found");
    EXPECT_EQ(refusal(queryOf("Nope", "pk = :p", given({{":p", "a"}}))),
              "Requested resource not found");
    GetItemInput get;
    get.tableName = "Nope";
    get.key = item({{"pk", "a"}});
    EXPECT_EQ(refusal(get), "Requested resource not found");
    EXPECT_EQ(refusalKind(get), ErrorKind::ResourceNotFound);
}

TEST_F(TablesTest, DeleteTableAnswersDeletingAndTheTableIsGone) {
    givenItem("Simple", item({{"pk", "a"}}));
    const auto deleted = answer<DeleteTableOutput>(DeleteTableInput{"Simple"}).description;
    EXPECT_EQ(deleted.status, schema::TableStatus::Deleting);
    EXPECT_EQ(deleted.itemCount, 1U);
    EXPECT_EQ(refusal(DescribeTableInput{"Simple"}),
              "Requested resource not found: Table: Simple not found");
}

TEST_F(TablesTest, ARecreatedTableIsEmptyAndHasAnotherId) {
    givenItem("Simple", item({{"pk", "a"}}));
    const auto oldId = described("Simple").table->id;
    answer<DeleteTableOutput>(DeleteTableInput{"Simple"});
    answer<CreateTableOutput>(simpleSpec());
    EXPECT_EQ(storedItem("Simple", item({{"pk", "a"}})), std::nullopt);
    EXPECT_EQ(described("Simple").itemCount, 0U);
    EXPECT_NE(described("Simple").table->id, oldId);
}

TEST_F(TablesTest, DeletionProtectionHolds) {
    auto spec = simpleSpec("Safe");
    spec.deletionProtection = true;
    answer<CreateTableOutput>(spec);
    EXPECT_EQ(refusal(DeleteTableInput{"Safe"}),
              "Resource cannot be deleted as it is currently protected against deletion. Disable "
              "deletion protection first.");
    EXPECT_EQ(described("Safe").status, schema::TableStatus::Active);
}

TEST_F(TablesTest, ListTablesPagesByName) {
    EXPECT_THAT(listed({}).tableNames, ElementsAre("Music", "Notes", "Simple"));
    EXPECT_EQ(listed({}).lastEvaluatedTableName, std::nullopt);

    const auto first = listed({std::nullopt, 2});
    EXPECT_THAT(first.tableNames, ElementsAre("Music", "Notes"));
    EXPECT_EQ(first.lastEvaluatedTableName, "Notes");
    const auto second = listed({first.lastEvaluatedTableName, 2});
    EXPECT_THAT(second.tableNames, ElementsAre("Simple"));
    EXPECT_EQ(second.lastEvaluatedTableName, std::nullopt);

    EXPECT_EQ(listed({std::nullopt, 3}).lastEvaluatedTableName, std::nullopt);
    EXPECT_THAT(listed({"Muz", 1}).tableNames, ElementsAre("Notes"));
}

TEST_F(TablesTest, AnArnNamesATable) {
    const std::string arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Simple";
    givenItem(arn, item({{"pk", "a"}}));
    EXPECT_EQ(storedItem("Simple", item({{"pk", "a"}})), item({{"pk", "a"}}));
    EXPECT_EQ(storedItem(arn, item({{"pk", "a"}})), item({{"pk", "a"}}));
    EXPECT_EQ(described(arn).table->name, "Simple");
}

// Index 0 is the table itself.
TEST(IndexNumbers, EndInsteadOfBeginningAnew) {
    schema::Table table;
    table.lastIndexNumber = 65'534;
    const auto last = takeIndexNumber(table);
    ASSERT_TRUE(last);
    EXPECT_EQ(*last, 65'535);
    const auto next = takeIndexNumber(table);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(table.lastIndexNumber, 65'535);
}

}  // namespace
}  // namespace engine::operations::test
