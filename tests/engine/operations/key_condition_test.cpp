#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class KeyConditionTest : public EngineTest {
protected:
    void SetUp() override {
        for (const int sort : {-3, 0, 2, 10, 11}) {
            givenItem("Notes", item({{"pk", "a"}, {"sk", sort}}));
        }
        givenItem("Notes", item({{"pk", "b"}, {"sk", 2}}));
    }

    std::vector<std::string> sortKeys(Request request) {
        std::vector<std::string> keys;
        for (const auto& found : itemsOf(std::move(request))) {
            const auto& value = found.at("sk");
            const auto* number = value.getIf<values::Number>();
            keys.push_back(number != nullptr ? number->toString() : *value.getIf<std::string>());
        }
        return keys;
    }

    std::vector<std::string> inPartitionA(const std::string& condition,
                                          expressions::ValueMap literals) {
        literals.emplace(":p", AttributeValue::string("a"));
        return sortKeys(queryOf("Notes", "pk = :p AND " + condition, std::move(literals)));
    }

    std::string refusalOf(std::string condition, expressions::ValueMap literals,
                          std::string table = "Notes") {
        return refusal(queryOf(std::move(table), std::move(condition), std::move(literals)));
    }
};

TEST_F(KeyConditionTest, ReadsOnePartitionInNumericOrder) {
    EXPECT_THAT(sortKeys(queryOf("Notes", "pk = :p", given({{":p", "a"}}))),
                ElementsAre("-3", "0", "2", "10", "11"));
    EXPECT_THAT(sortKeys(queryOf("Notes", "pk = :p", given({{":p", "b"}}))), ElementsAre("2"));
    EXPECT_THAT(sortKeys(queryOf("Notes", "pk = :p", given({{":p", "c"}}))), IsEmpty());
}

TEST_F(KeyConditionTest, ReadsBackwards) {
    auto input = queryOf("Notes", "pk = :p AND sk < :v", given({{":p", "a"}, {":v", 11}}));
    input.scanIndexForward = false;
    EXPECT_THAT(sortKeys(input), ElementsAre("10", "2", "0", "-3"));
}

TEST_F(KeyConditionTest, KnowsAllOperators) {
    EXPECT_THAT(inPartitionA("sk = :v", given({{":v", 2}})), ElementsAre("2"));
    EXPECT_THAT(inPartitionA("sk < :v", given({{":v", 2}})), ElementsAre("-3", "0"));
    EXPECT_THAT(inPartitionA("sk <= :v", given({{":v", 2}})), ElementsAre("-3", "0", "2"));
    EXPECT_THAT(inPartitionA("sk > :v", given({{":v", 2}})), ElementsAre("10", "11"));
    EXPECT_THAT(inPartitionA("sk >= :v", given({{":v", 2}})), ElementsAre("2", "10", "11"));
    EXPECT_THAT(inPartitionA(":v >= sk", given({{":v", 2}})), ElementsAre("-3", "0", "2"));
    EXPECT_THAT(inPartitionA("sk BETWEEN :v AND :w", given({{":v", 0}, {":w", 10}})),
                ElementsAre("0", "2", "10"));
}

TEST_F(KeyConditionTest, BeginsWithComparesBytes) {
    auto spec = notesSpec();
    spec.tableName = "Words";
    spec.attributeDefinitions[1].type = AttributeType::S;
    answer<CreateTableOutput>(spec);
    for (const auto* word : {"a", "ab", "abc", "ac", "b", "ab\xF4\x8F\xBF\xBF"}) {
        givenItem("Words", item({{"pk", "a"}, {"sk", word}}));
    }
    const auto starting = [&](const char* prefix) {
        return sortKeys(queryOf("Words", "pk = :p AND begins_with(sk, :v)",
                                given({{":p", "a"}, {":v", prefix}})));
    };
    EXPECT_THAT(starting("ab"), ElementsAre("ab", "abc", "ab\xF4\x8F\xBF\xBF"));
    EXPECT_THAT(starting("b"), ElementsAre("b"));
    EXPECT_THAT(starting("c"), IsEmpty());
}

TEST_F(KeyConditionTest, WantsTheKeyOfTheTable) {
    EXPECT_EQ(refusalOf("sk = :v", given({{":v", 2}})),
              "Query condition missed key schema element: pk");
    EXPECT_EQ(refusalOf("pk = :p AND extra = :v", given({{":p", "a"}, {":v", 2}})),
              "Query condition missed key schema element: sk");
    EXPECT_EQ(refusalOf("pk > :p", given({{":p", "a"}})), "Query key condition not supported");
    EXPECT_EQ(refusalOf("pk = :p AND extra = :v", given({{":p", "a"}, {":v", 2}}), "Simple"),
              "Query key condition not supported");
    EXPECT_EQ(refusalOf("pk = :p AND sk = :v AND x = :v", given({{":p", "a"}, {":v", 2}})),
              "The number of query conditions (3) exceeds the number of key attributes defined in "
              "the schema (2)");
}

TEST_F(KeyConditionTest, WantsTheTypesOfTheSchema) {
    constexpr auto text =
        "One or more parameter values were invalid: Condition parameter type does not match schema "
        "type";
    EXPECT_EQ(refusalOf("pk = :p", given({{":p", 1}})), text);
    EXPECT_EQ(refusalOf("pk = :p AND sk > :v", given({{":p", "a"}, {":v", "x"}})), text);
    EXPECT_EQ(refusalOf("pk = :p AND begins_with(sk, :v)", given({{":p", "a"}, {":v", "x"}})),
              text);
    EXPECT_EQ(refusalOf("pk = :p", given({{":p", ""}})),
              "One or more parameter values are not valid. The AttributeValue for a key attribute "
              "cannot contain an empty string value. Key: pk");
}

TEST_F(KeyConditionTest, IsRequired) {
    QueryInput input;
    input.tableName = "Notes";
    EXPECT_EQ(refusal(input),
              "Either the KeyConditions or KeyConditionExpression parameter must be specified in "
              "the request.");
}

TEST_F(KeyConditionTest, ExpressionErrorsAreBare) {
    EXPECT_EQ(
        refusalOf("pk = :p OR sk = :v", given({{":p", "a"}, {":v", 1}})),
        "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR");
}

}  // namespace
}  // namespace engine::operations::test
