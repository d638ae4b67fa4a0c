#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

constexpr auto envelope = "1 validation error detected: ";

class ItemWritesTest : public EngineTest {
protected:
    const AttributeMap key = item({{"pk", "a"}});

    PutItemInput conditionalPut(AttributeMap attributes, std::string condition,
                                std::optional<expressions::ValueMap> literals = {}) {
        auto input = put("Simple", std::move(attributes));
        input.conditionExpression = std::move(condition);
        input.attributes.values = std::move(literals);
        return input;
    }
};

TEST_F(ItemWritesTest, PutReplacesTheWholeItem) {
    givenItem("Simple", item({{"pk", "a"}, {"old", 1}}));
    givenItem("Simple", item({{"pk", "a"}, {"new", 2}}));
    EXPECT_EQ(storedItem("Simple", key), item({{"pk", "a"}, {"new", 2}}));
}

TEST_F(ItemWritesTest, AbsentItemsReadAsNothing) {
    EXPECT_EQ(storedItem("Simple", key), std::nullopt);
}

TEST_F(ItemWritesTest, PutReturnsTheOldImageWhenAsked) {
    auto input = put("Simple", item({{"pk", "a"}, {"n", 1}}));
    input.returnValues = ReturnValues::AllOld;
    EXPECT_EQ(answer<PutItemOutput>(input).attributes, std::nullopt);
    input.item = item({{"pk", "a"}, {"n", 2}});
    EXPECT_EQ(decoded(answer<PutItemOutput>(input).attributes), item({{"pk", "a"}, {"n", 1}}));
    input.returnValues = ReturnValues::None;
    EXPECT_EQ(answer<PutItemOutput>(input).attributes, std::nullopt);
}

TEST_F(ItemWritesTest, DeleteRemovesAndReturnsTheOldImage) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}}));
    auto input = remove("Simple", key);
    input.returnValues = ReturnValues::AllOld;
    EXPECT_EQ(decoded(answer<DeleteItemOutput>(input).attributes), item({{"pk", "a"}, {"n", 1}}));
    EXPECT_EQ(storedItem("Simple", key), std::nullopt);
    EXPECT_EQ(answer<DeleteItemOutput>(input).attributes, std::nullopt);
}

TEST_F(ItemWritesTest, PutAndDeleteReturnOldImagesOnly) {
    auto putInput = put("Simple", key);
    putInput.returnValues = ReturnValues::AllNew;
    EXPECT_EQ(refusal(putInput),
              std::string(envelope) + "ReturnValues can only be ALL_OLD or NONE");
    auto deleteInput = remove("Simple", key);
    deleteInput.returnValues = ReturnValues::UpdatedNew;
    EXPECT_EQ(refusal(deleteInput),
              std::string(envelope) + "ReturnValues can only be ALL_OLD or NONE");
}

TEST_F(ItemWritesTest, AFailedConditionWritesNothing) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}}));
    const auto input = conditionalPut(item({{"pk", "a"}, {"n", 2}}), "n = :n", given({{":n", 5}}));
    const auto result = engine().executeAndWait(input);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::ConditionalCheckFailed);
    EXPECT_EQ(result.error().message, "The conditional request failed");
    EXPECT_EQ(result.error().item, "");
    EXPECT_EQ(storedItem("Simple", key), item({{"pk", "a"}, {"n", 1}}));
}

TEST_F(ItemWritesTest, AFailedConditionReturnsTheItemWhenAsked) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}}));
    auto input = remove("Simple", key);
    input.conditionExpression = "attribute_not_exists(pk)";
    input.returnItemOnConditionFailure = true;
    const auto result = engine().executeAndWait(input);
    ASSERT_FALSE(result);
    EXPECT_EQ(EncodedItem(result.error().item).view().decode(), item({{"pk", "a"}, {"n", 1}}));

    input.key = item({{"pk", "absent"}});
    input.conditionExpression = "attribute_exists(pk)";
    const auto absent = engine().executeAndWait(input);
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().item, "");
}

TEST_F(ItemWritesTest, AConditionOnAnAbsentItemSeesNoKeys) {
    EXPECT_EQ(refusalKind(conditionalPut(key, "attribute_exists(pk)")),
              ErrorKind::ConditionalCheckFailed);
    EXPECT_EQ(refusal(conditionalPut(key, "attribute_not_exists(pk)")), "accepted");
    EXPECT_EQ(refusalKind(conditionalPut(key, "attribute_not_exists(pk)")),
              ErrorKind::ConditionalCheckFailed);
}

TEST_F(ItemWritesTest, ExpressionErrorsCarryTheEnvelopeAndPrecedeTheTable) {
    auto input = conditionalPut(key, "n = :n");
    input.tableName = "Nope";
    EXPECT_EQ(
        refusal(input),
        std::string(envelope) +
            "Invalid ConditionExpression: An expression attribute value used in expression is "
            "not defined; attribute value: :n");
    EXPECT_EQ(refusal(conditionalPut(key, "n = :n", given({{":n", 1}, {":m", 1}}))),
              std::string(envelope) +
                  "Value provided in ExpressionAttributeValues unused in expressions: keys: {:m}");
    auto withoutExpression = put("Simple", key);
    withoutExpression.attributes.values = given({{":n", 1}});
    EXPECT_EQ(refusal(withoutExpression),
              std::string(envelope) +
                  "ExpressionAttributeValues can only be specified when using expressions");
}

TEST_F(ItemWritesTest, PutChecksKeysOfTheItem) {
    EXPECT_EQ(refusal(put("Simple", item({{"x", 1}}))),
              "One or more parameter values were invalid: Missing the key pk in the item");
    EXPECT_EQ(refusal(put("Simple", item({{"pk", 1}}))),
              "One or more parameter values were invalid: Type mismatch for key pk expected: S "
              "actual: N");
    EXPECT_EQ(
        refusal(put("Music", item({{"pk", "a"}, {"sk", 1}, {"rank", "x"}}))),
        "One or more parameter values were invalid: Type mismatch for Index Key rank Expected: "
        "N Actual: S IndexName: byRank");
}

TEST_F(ItemWritesTest, LookupsCheckTheKey) {
    constexpr auto mismatch = "The provided key element does not match the schema";
    EXPECT_EQ(refusal(remove("Simple", item({{"pk", 1}}))), mismatch);
    EXPECT_EQ(refusal(update("Simple", item({{"pk", "a"}, {"sk", 1}}), "REMOVE a")), mismatch);
    GetItemInput get;
    get.tableName = "Notes";
    get.key = item({{"pk", "a"}});
    EXPECT_EQ(refusal(get), mismatch);
}

TEST_F(ItemWritesTest, ItemsMayHave400KilobytesExactly) {
    // pk 2+1, big 3+n.
    const auto sized = [](std::size_t bytes) {
        return item({{"pk", "a"}, {"big", std::string(bytes - 6, 'x')}});
    };
    EXPECT_EQ(refusal(put("Simple", sized(409'600))), "accepted");
    EXPECT_EQ(refusal(put("Simple", sized(409'601))),
              "Item size has exceeded the maximum allowed size");
}

TEST_F(ItemWritesTest, KeysAreScalarsInPaths) {
    auto condition = conditionalPut(key, "attribute_exists(pk.x)");
    EXPECT_EQ(refusal(condition),
              "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
              "allowed: Key: pk");
    EXPECT_EQ(refusal(update("Music", item({{"pk", "a"}, {"sk", 1}}), "REMOVE city.x")),
              "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
              "allowed: IndexKey: city");
}

TEST_F(ItemWritesTest, GetItemProjects) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}, {"m", 2}}));
    GetItemInput get;
    get.tableName = "Simple";
    get.key = key;
    get.projectionExpression = "n, absent";
    EXPECT_EQ(decoded(answer<GetItemOutput>(get).item), item({{"n", 1}}));
    get.projectionExpression = "absent";
    EXPECT_EQ(decoded(answer<GetItemOutput>(get).item), AttributeMap());
    get.projectionExpression = "n, n";
    EXPECT_EQ(
        refusal(get),
        "Invalid ProjectionExpression: Two document paths overlap with each other; must remove "
        "or rewrite one of these paths; path one: [n], path two: [n]");
}

TEST_F(ItemWritesTest, OnlyTablesWithALocalIndexHaveItemCollections) {
    auto simple = put("Simple", key);
    simple.returnItemCollectionMetrics = ReturnItemCollectionMetrics::Size;
    EXPECT_FALSE(answer<PutItemOutput>(simple).itemCollectionMetrics.has_value());

    auto music = put("Music", item({{"pk", "a"}, {"sk", 1}}));
    EXPECT_FALSE(answer<PutItemOutput>(music).itemCollectionMetrics.has_value());
    music.returnItemCollectionMetrics = ReturnItemCollectionMetrics::Size;
    const auto metrics = answer<PutItemOutput>(music).itemCollectionMetrics;
    ASSERT_TRUE(metrics.has_value());
    EXPECT_EQ(metrics->keyName, "pk");
    EXPECT_EQ(metrics->keyValue, AttributeValue::string("a"));
    EXPECT_EQ(metrics->lowerGigabytes, 0);
    EXPECT_EQ(metrics->upperGigabytes, 1);
}

}  // namespace
}  // namespace engine::operations::test
