#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "engine/schema/table.h"
#include "tests/engine/schema/specs.h"

namespace engine::schema::test {
namespace {

using ::testing::ElementsAre;

// The text that refuses the spec; "accepted" when none does.
std::string refusal(const TableSpec& spec) {
    const auto table = validateTable(spec);
    return table ? "accepted" : table.error().message;
}

std::string refusal(const std::function<void(TableSpec&)>& change) {
    auto spec = indexed();
    change(spec);
    return refusal(spec);
}

constexpr auto invalid = "One or more parameter values were invalid: ";

TEST(ValidateTable, MakesATableOfACompleteSpec) {
    const auto table = make(indexed());
    EXPECT_EQ(table.name, "Music");
    EXPECT_EQ(table.partitionKey, (KeyAttribute{"pk", AttributeType::S}));
    EXPECT_EQ(table.sortKey, (KeyAttribute{"sk", AttributeType::N}));
    EXPECT_EQ(table.billingMode, BillingMode::PayPerRequest);
    EXPECT_EQ(table.throughput, Throughput{});
    ASSERT_EQ(table.indexes.size(), 2U);
    EXPECT_EQ(table.indexes[0].name, "byRank");
    EXPECT_EQ(table.indexes[0].number, 1);
    EXPECT_FALSE(table.indexes[0].global);
    EXPECT_EQ(table.indexes[1].name, "byCity");
    EXPECT_EQ(table.indexes[1].number, 2);
    EXPECT_THAT(table.indexes[1].partitionKey, ElementsAre(KeyAttribute{"city", AttributeType::S}));
    EXPECT_THAT(table.indexes[1].sortKey, ElementsAre(KeyAttribute{"rank", AttributeType::N}));
    EXPECT_THAT(table.indexes[1].nonKeyAttributes, ElementsAre("title"));
}

TEST(ValidateTable, ListsDefinitionsByName) {
    const auto table = make(indexed());
    std::vector<std::string> names;
    for (const auto& definition : table.attributeDefinitions) {
        names.push_back(definition.name);
    }
    EXPECT_THAT(names, ElementsAre("city", "pk", "rank", "sk"));
}

TEST(ValidateTable, IsProvisionedByDefault) {
    auto spec = composite();
    spec.billingMode.reset();
    EXPECT_EQ(refusal(spec),
              "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits "
              "must both be specified when BillingMode is PROVISIONED");
    spec.throughput = Throughput{5, 6};
    EXPECT_EQ(make(spec).throughput, (Throughput{5, 6}));
    EXPECT_EQ(make(spec).billingMode, BillingMode::Provisioned);
}

TEST(ValidateTable, RefusesThroughputThatDoesNotFitTheBillingMode) {
    EXPECT_EQ(refusal([](auto& spec) {
                  spec.throughput = Throughput{1, 1};
              }),
              "One or more parameter values were invalid: Neither ReadCapacityUnits nor "
              "WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
    EXPECT_EQ(refusal([](auto& spec) {
                  spec.billingMode = BillingMode::Provisioned;
                  spec.throughput = Throughput{1'000'000'000'001, 1};
              }),
              "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
    EXPECT_EQ(refusal([](auto& spec) {
                  spec.billingMode = BillingMode::Provisioned;
                  spec.throughput = Throughput{1, 1'000'000'000'001};
              }),
              "Given value 1000000000001 for WriteCapacityUnits is out of bounds");
    EXPECT_EQ(refusal([](auto& spec) {
                  spec.globalIndexes->front().throughput = Throughput{1, 1};
              }),
              std::string(invalid) +
                  "ProvisionedThroughput should not be specified for index: "
                  "byCity when BillingMode is PAY_PER_REQUEST");
}

TEST(ValidateTable, RefusesKeysWithoutDefinition) {
    auto spec = composite();
    spec.attributeDefinitions.pop_back();
    EXPECT_EQ(refusal(spec), "Invalid KeySchema: Some index key attribute have no definition");

    spec = composite();
    spec.keySchema = key("user", "sk");
    EXPECT_EQ(
        refusal(spec),
        "One or more parameter values were invalid: Some index key attributes are not defined "
        "in AttributeDefinitions. Keys: [sk, user], AttributeDefinitions: [pk, sk]");
    EXPECT_EQ(
        refusal([](auto& it) { it.globalIndexes->front().keySchema = key("zip"); }),
        "One or more parameter values were invalid: Some index key attributes are not defined "
        "in AttributeDefinitions. Keys: [zip], AttributeDefinitions: [city, pk, rank, sk]");
}

TEST(ValidateTable, RefusesMalformedKeySchemas) {
    EXPECT_EQ(refusal([](auto& spec) { spec.keySchema = key("pk", "pk"); }),
              "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    EXPECT_EQ(refusal([](auto& spec) { spec.keySchema[0].type = KeyType::Range; }),
              "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    EXPECT_EQ(refusal([](auto& spec) { spec.keySchema[1].type = KeyType::Hash; }),
              "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
}

TEST(ValidateTable, RefusesUnusedDefinitions) {
    auto spec = composite();
    spec.attributeDefinitions.push_back({"other", AttributeType::S});
    EXPECT_EQ(refusal(spec),
              "One or more parameter values were invalid: Number of attributes in KeySchema does "
              "not exactly match number of attributes defined in AttributeDefinitions");
    EXPECT_EQ(refusal([](auto& it) {
                  it.attributeDefinitions.push_back({"other", AttributeType::S});
              }),
              "One or more parameter values were invalid: Some AttributeDefinitions are not used. "
              "AttributeDefinitions: [city, other, pk, rank, sk], keys used: [city, pk, rank, sk]");
}

TEST(ValidateTable, RefusesMalformedLocalIndexes) {
    EXPECT_EQ(refusal([](auto& spec) { spec.localIndexes->clear(); }),
              std::string(invalid) + "List of LocalSecondaryIndexes is empty");
    EXPECT_EQ(refusal([](auto& spec) { spec.keySchema.pop_back(); }),
              std::string(invalid) +
                  "Table KeySchema does not have a range key, which is required when specifying a "
                  "LocalSecondaryIndex");
    EXPECT_EQ(refusal([](auto& spec) { spec.localIndexes->front().keySchema = key("pk"); }),
              std::string(invalid) + "Index KeySchema does not have a range key for index: byRank");
    EXPECT_EQ(
        refusal([](auto& spec) { spec.localIndexes->front().keySchema = key("city", "rank"); }),
        std::string(invalid) +
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
            "byRank. index hash key: city, table hash key: pk");
    EXPECT_EQ(
        refusal([](auto& spec) {
            for (int i = 0; i < 5; ++i) {
                spec.localIndexes->push_back(index("more" + std::to_string(i), key("pk", "rank")));
            }
        }),
        std::string(invalid) + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
}

TEST(ValidateTable, RefusesMalformedGlobalIndexes) {
    EXPECT_EQ(refusal([](auto& spec) { spec.globalIndexes->clear(); }),
              std::string(invalid) + "List of GlobalSecondaryIndexes is empty");
    EXPECT_EQ(refusal([](auto& spec) { spec.globalIndexes->front().name = "byRank"; }),
              std::string(invalid) + "Duplicate index name: byRank");
    EXPECT_EQ(
        refusal([](auto& spec) {
            for (int i = 0; i < 20; ++i) {
                spec.globalIndexes->push_back(index("more" + std::to_string(i), key("city")));
            }
        }),
        std::string(invalid) + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
}

TEST(ValidateTable, RefusesMalformedProjections) {
    const auto withProjection = [](ProjectionSpec projection) {
        return refusal([&](auto& spec) { spec.globalIndexes->front().projection = projection; });
    };
    const std::vector<std::string> names{"a"};
    EXPECT_EQ(withProjection({}), std::string(invalid) + "Unknown ProjectionType: null");
    EXPECT_EQ(withProjection({ProjectionType::All, names}),
              std::string(invalid) + "ProjectionType is ALL, but NonKeyAttributes is specified");
    EXPECT_EQ(
        withProjection({ProjectionType::KeysOnly, names}),
        std::string(invalid) + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified");
    EXPECT_EQ(
        withProjection({ProjectionType::Include, std::nullopt}),
        std::string(invalid) + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    EXPECT_EQ(withProjection({ProjectionType::Include, std::vector<std::string>()}),
              std::string(invalid) + "NonKeyAttributes must not be empty");
}

TEST(ValidateTable, AcceptsUpToFourAndFourKeyAttributesInAGlobalIndex) {
    auto spec = indexed();
    auto& keySchema = spec.globalIndexes->front().keySchema;
    keySchema = {{"city", KeyType::Hash}, {"zip", KeyType::Hash}, {"rank", KeyType::Range}};
    spec.attributeDefinitions.push_back({"zip", AttributeType::S});
    EXPECT_EQ(make(spec).indexes[1].partitionKey.size(), 2U);

    keySchema = {{"city", KeyType::Hash}, {"rank", KeyType::Range}, {"zip", KeyType::Hash}};
    EXPECT_EQ(refusal(spec),
              "Invalid KeySchema: All HASH key elements must precede all RANGE key elements");
    keySchema = {{"city", KeyType::Hash}, {"zip", KeyType::Hash}, {"city", KeyType::Range}};
    EXPECT_EQ(refusal(spec),
              "Invalid KeySchema: Some elements in the KeySchema have the same name");
}

TEST(ValidateTable, RefusesMalformedStreams) {
    EXPECT_EQ(refusal([](auto& spec) {
                  spec.stream = StreamSpec{false, "NEW_IMAGE"};
              }),
              std::string(invalid) +
                  "Table is being created with a stream disabled, UpdateViewType should not be "
                  "specified");
    EXPECT_EQ(refusal([](auto& spec) {
                  spec.stream = StreamSpec{true, std::nullopt};
              }),
              std::string(invalid) +
                  "Table is being created with a stream enabled, UpdateViewType is required");
    EXPECT_EQ(refusal([](auto& spec) { spec.stream = StreamSpec{true, "NEW_IMAGE"}; }), "accepted");
}

TEST(TableName, IsThreeTo255PlainCharacters) {
    EXPECT_EQ(tableNameProblem("abc"), std::nullopt);
    EXPECT_EQ(tableNameProblem(std::string(255, 'a')), std::nullopt);
    EXPECT_EQ(tableNameProblem("A_z.0-9"), std::nullopt);
    constexpr auto length =
        "TableName must be at least 3 characters long and at most 255 characters long";
    EXPECT_EQ(tableNameProblem("ab"), length);
    EXPECT_EQ(tableNameProblem(std::string(256, 'a')), length);
    EXPECT_EQ(tableNameProblem("a b"),
              "1 validation error detected: Value 'a b' at 'tableName' failed to satisfy "
              "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

TEST(TableArn, NamesATableAndNothingElse) {
    const auto arn = tableArn("eu-west-2", "000000000000", "Music");
    EXPECT_EQ(arn, "arn:aws:dynamodb:eu-west-2:000000000000:table/Music");
    EXPECT_EQ(tableNameOf(arn), "Music");
    EXPECT_EQ(tableNameOf("Music"), "Music");
    EXPECT_EQ(tableNameOf(arn + "/index/byCity"), arn + "/index/byCity");
}

}  // namespace
}  // namespace engine::schema::test
