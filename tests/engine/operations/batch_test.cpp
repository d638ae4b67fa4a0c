#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class BatchTest : public EngineTest {
protected:
    static WriteRequest putRequest(AttributeMap attributes) {
        return {true, std::move(attributes)};
    }
    static WriteRequest deleteRequest(AttributeMap key) { return {false, std::move(key)}; }

    static BatchWriteItemInput writing(std::string table, std::vector<WriteRequest> requests) {
        BatchWriteItemInput input;
        input.requestItems.emplace(std::move(table), std::move(requests));
        return input;
    }

    static BatchGetItemInput reading(std::string table, std::vector<AttributeMap> keys) {
        BatchGetItemInput input;
        input.requestItems[std::move(table)].keys = std::move(keys);
        return input;
    }
};

TEST_F(BatchTest, WritesPutAndDeleteOverTables) {
    givenItem("Simple", item({{"pk", "old"}}));
    auto input = writing(
        "Simple", {putRequest(item({{"pk", "new"}, {"n", 1}})),
                   deleteRequest(item({{"pk", "old"}})), deleteRequest(item({{"pk", "never"}}))});
    input.requestItems["Notes"] = {putRequest(item({{"pk", "a"}, {"sk", 1}}))};
    EXPECT_THAT(answer<BatchWriteItemOutput>(input).unprocessedItems, IsEmpty());
    EXPECT_EQ(storedItem("Simple", item({{"pk", "new"}})), item({{"pk", "new"}, {"n", 1}}));
    EXPECT_EQ(storedItem("Simple", item({{"pk", "old"}})), std::nullopt);
    EXPECT_EQ(storedItem("Notes", item({{"pk", "a"}, {"sk", 1}})), item({{"pk", "a"}, {"sk", 1}}));
}

TEST_F(BatchTest, OneBadRequestWritesNothing) {
    const auto good = putRequest(item({{"pk", "good"}}));
    constexpr auto mismatch = "The provided key element does not match the schema";
    EXPECT_EQ(refusal(writing("Simple", {good, putRequest(item({{"x", 1}}))})), mismatch);
    EXPECT_EQ(refusal(writing("Simple", {good, putRequest(item({{"pk", 1}}))})), mismatch);
    EXPECT_EQ(refusal(writing("Simple", {good, deleteRequest(item({{"pk", 1}}))})), mismatch);
    EXPECT_EQ(refusal(writing("Simple", {good, putRequest(item({{"pk", ""}}))})),
              "One or more parameter values are not valid. The AttributeValue for a key attribute "
              "cannot contain an empty string value. Key: pk");
    EXPECT_EQ(
        refusal(writing(
            "Simple", {good, putRequest(item({{"pk", "big"}, {"x", std::string(409'600, 'x')}}))})),
        "Item size has exceeded the maximum allowed size");
    EXPECT_EQ(refusal(writing("Nope", {good})), "Requested resource not found");
    EXPECT_EQ(storedItem("Simple", item({{"pk", "good"}})), std::nullopt);
}

TEST_F(BatchTest, WritesRefuseDuplicateTargets) {
    constexpr auto duplicates = "Provided list of item keys contains duplicates";
    const auto request = putRequest(item({{"pk", "a"}}));
    EXPECT_EQ(refusal(writing("Simple", {request, deleteRequest(item({{"pk", "a"}}))})),
              duplicates);
    auto byBothNames = writing("Simple", {request});
    byBothNames.requestItems["arn:aws:dynamodb:us-east-1:000000000000:table/Simple"] = {request};
    EXPECT_EQ(refusal(byBothNames), duplicates);
}

TEST_F(BatchTest, WritesAreLimitedTo25) {
    const auto batch = [](int count) {
        std::vector<WriteRequest> requests;
        for (int i = 0; i < count; ++i) {
            requests.push_back(putRequest(item({{"pk", std::to_string(i)}})));
        }
        return writing("Simple", std::move(requests));
    };
    EXPECT_EQ(refusal(batch(25)), "accepted");
    EXPECT_EQ(refusal(batch(26)), "Too many items requested for the BatchWriteItem call");
}

TEST_F(BatchTest, WritesReportOneCollectionPerPartition) {
    auto input = writing("Music", {putRequest(item({{"pk", "a"}, {"sk", 1}})),
                                   putRequest(item({{"pk", "a"}, {"sk", 2}})),
                                   putRequest(item({{"pk", "b"}, {"sk", 1}}))});
    input.returnItemCollectionMetrics = ReturnItemCollectionMetrics::Size;
    const auto metrics = answer<BatchWriteItemOutput>(input).itemCollectionMetrics;
    ASSERT_EQ(metrics.count("Music"), 1U);
    EXPECT_EQ(metrics.at("Music").size(), 2U);
}

TEST_F(BatchTest, GetsWhatIsThere) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}}));
    givenItem("Simple", item({{"pk", "b"}, {"n", 2}}));
    auto input = reading("Simple", {item({{"pk", "a"}}), item({{"pk", "x"}}), item({{"pk", "b"}})});
    const auto output = answer<BatchGetItemOutput>(input);
    EXPECT_THAT(decoded(output.responses.at("Simple")),
                UnorderedElementsAre(item({{"pk", "a"}, {"n", 1}}), item({{"pk", "b"}, {"n", 2}})));
    EXPECT_THAT(output.unprocessedKeys, IsEmpty());

    input.requestItems["Simple"].projectionExpression = "n";
    EXPECT_THAT(decoded(answer<BatchGetItemOutput>(input).responses.at("Simple")),
                UnorderedElementsAre(item({{"n", 1}}), item({{"n", 2}})));
}

TEST_F(BatchTest, GetsOfAbsentItemsAnswerAnEmptyList) {
    const auto output = answer<BatchGetItemOutput>(reading("Simple", {item({{"pk", "x"}})}));
    EXPECT_THAT(output.responses.at("Simple"), IsEmpty());
}

TEST_F(BatchTest, GetsCheckKeys) {
    EXPECT_EQ(refusal(reading("Simple", {item({{"pk", "a"}}), item({{"pk", "a"}})})),
              "Provided list of item keys contains duplicates");
    EXPECT_EQ(refusal(reading("Simple", {item({{"pk", 1}})})),
              "The provided key element does not match the schema");
    EXPECT_EQ(refusal(reading("Nope", {item({{"pk", "a"}})})), "Requested resource not found");
    std::vector<AttributeMap> keys;
    for (int i = 0; i < 101; ++i) {
        keys.push_back(item({{"pk", std::to_string(i)}}));
    }
    EXPECT_EQ(refusal(reading("Simple", keys)),
              "Too many items requested for the BatchGetItem call");
    keys.pop_back();
    EXPECT_EQ(refusal(reading("Simple", keys)), "accepted");
}

TEST_F(BatchTest, GetsLeaveWhatDoesNotFit) {
    std::vector<AttributeMap> keys;
    for (int i = 0; i < 50; ++i) {
        const auto key = item({{"pk", std::to_string(100 + i)}});
        auto big = key;
        big.emplace("x", Value(std::string(400'000, 'x')).value);
        givenItem("Simple", big);
        keys.push_back(key);
    }
    auto input = reading("Simple", keys);
    input.requestItems["Simple"].consistentRead = true;
    const auto output = answer<BatchGetItemOutput>(input);
    // 42 items of 400,006 bytes reach 16 MB.
    EXPECT_EQ(output.responses.at("Simple").size(), 42U);
    ASSERT_EQ(output.unprocessedKeys.count("Simple"), 1U);
    const auto& rest = output.unprocessedKeys.at("Simple");
    EXPECT_EQ(rest.keys.size(), 8U);
    EXPECT_EQ(rest.keys.front(), item({{"pk", "142"}}));
    EXPECT_TRUE(rest.consistentRead);
}

}  // namespace
}  // namespace engine::operations::test
