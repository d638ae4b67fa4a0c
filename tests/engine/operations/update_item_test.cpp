#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

class UpdateItemTest : public EngineTest {
protected:
    const AttributeMap key = item({{"pk", "a"}});

    UpdateItemInput returning(ReturnValues returnValues, std::string expression,
                              std::optional<expressions::ValueMap> literals = {}) {
        auto input = update("Simple", key, std::move(expression), std::move(literals));
        input.returnValues = returnValues;
        return input;
    }

    std::optional<AttributeMap> returned(UpdateItemInput input) {
        return decoded(answer<UpdateItemOutput>(std::move(input)).attributes);
    }
};

TEST_F(UpdateItemTest, CreatesTheItemWhenAbsent) {
    EXPECT_EQ(refusal(update("Simple", key, "SET n = :n", given({{":n", 1}}))), "accepted");
    EXPECT_EQ(storedItem("Simple", key), item({{"pk", "a"}, {"n", 1}}));
}

TEST_F(UpdateItemTest, WithoutExpressionCreatesAKeyOnlyItem) {
    UpdateItemInput input;
    input.tableName = "Simple";
    input.key = key;
    input.returnValues = ReturnValues::UpdatedNew;
    EXPECT_EQ(returned(input), std::nullopt);
    EXPECT_EQ(storedItem("Simple", key), key);
}

// No stream record is seen of it (facts/aws-observed.md section 21), so no item comes to be.
TEST_F(UpdateItemTest, RemoveOnAnAbsentItemMakesNone) {
    EXPECT_EQ(refusal(update("Simple", key, "REMOVE x.y")), "accepted");
    EXPECT_EQ(storedItem("Simple", key), std::nullopt);
}

TEST_F(UpdateItemTest, AllActionsReadTheItemAsItWas) {
    givenItem("Simple", item({{"pk", "a"}, {"one", 1}, {"two", 2}}));
    EXPECT_EQ(refusal(update("Simple", key, "SET one = two, two = one")), "accepted");
    EXPECT_EQ(storedItem("Simple", key), item({{"pk", "a"}, {"one", 2}, {"two", 1}}));
}

TEST_F(UpdateItemTest, ReturnsWhatIsAsked) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}, {"same", 9}}));
    const auto add = "ADD n :one";
    const auto one = given({{":one", 1}});
    EXPECT_EQ(returned(returning(ReturnValues::None, add, one)), std::nullopt);
    EXPECT_EQ(returned(returning(ReturnValues::AllOld, add, one)),
              item({{"pk", "a"}, {"n", 2}, {"same", 9}}));
    EXPECT_EQ(returned(returning(ReturnValues::UpdatedOld, add, one)), item({{"n", 3}}));
    EXPECT_EQ(returned(returning(ReturnValues::AllNew, add, one)),
              item({{"pk", "a"}, {"n", 5}, {"same", 9}}));
    EXPECT_EQ(returned(returning(ReturnValues::UpdatedNew, add, one)), item({{"n", 6}}));
}

TEST_F(UpdateItemTest, ReturnsNothingWhenNothingIsThere) {
    const auto one = given({{":one", 1}});
    EXPECT_EQ(returned(returning(ReturnValues::AllOld, "SET n = :one", one)), std::nullopt);
    EXPECT_EQ(returned(returning(ReturnValues::UpdatedOld, "SET m = :one", one)), std::nullopt);
    EXPECT_EQ(returned(returning(ReturnValues::UpdatedNew, "REMOVE n")), std::nullopt);
}

TEST_F(UpdateItemTest, RefusesToChangeTheKey) {
    constexpr auto text =
        "One or more parameter values were invalid: Cannot update attribute pk. This attribute is "
        "part of the key";
    EXPECT_EQ(refusal(update("Simple", key, "SET pk = :p", given({{":p", "b"}}))), text);
    EXPECT_EQ(refusal(update("Simple", key, "REMOVE pk")), text);
}

TEST_F(UpdateItemTest, RuntimeErrorsAreBareAndWriteNothing) {
    givenItem("Simple", item({{"pk", "a"}, {"n", "text"}}));
    EXPECT_EQ(refusal(update("Simple", key, "SET m = absent")),
              "The provided expression refers to an attribute that does not exist in the item");
    EXPECT_EQ(refusal(update("Simple", key, "SET x.y = :v", given({{":v", 1}}))),
              "The document path provided in the update expression is invalid for update");
    EXPECT_EQ(refusal(update("Simple", key, "ADD n :v", given({{":v", 1}}))),
              "An operand in the update expression has an incorrect data type");
    EXPECT_EQ(storedItem("Simple", key), item({{"pk", "a"}, {"n", "text"}}));
}

TEST_F(UpdateItemTest, SyntaxErrorsCarryTheEnvelope) {
    EXPECT_EQ(refusal(update("Simple", key, "INVALID SYNTAX HERE")),
              "1 validation error detected: Invalid UpdateExpression: Syntax error; token: "
              "\"INVALID\", near: \"INVALID SYNTAX\"");
    EXPECT_EQ(
        refusal(update("Simple", key, "SET n = :n")),
        "1 validation error detected: Invalid UpdateExpression: An expression attribute value "
        "used in expression is not defined; attribute value: :n");
}

TEST_F(UpdateItemTest, ConditionsGuardTheUpdate) {
    givenItem("Simple", item({{"pk", "a"}, {"n", 1}}));
    auto input = update("Simple", key, "SET n = :new", given({{":new", 2}, {":old", 9}}));
    input.conditionExpression = "n = :old";
    EXPECT_EQ(refusalKind(input), ErrorKind::ConditionalCheckFailed);
    input.attributes.values = given({{":new", 2}, {":old", 1}});
    EXPECT_EQ(refusal(input), "accepted");
    EXPECT_EQ(storedItem("Simple", key), item({{"pk", "a"}, {"n", 2}}));
}

TEST_F(UpdateItemTest, RefusesItemsThatGrowTooBig) {
    givenItem("Simple", item({{"pk", "a"}, {"big", std::string(409'000, 'x')}}));
    EXPECT_EQ(
        refusal(update("Simple", key, "SET more = :m", given({{":m", std::string(1000, 'x')}}))),
        "Item size to update has exceeded the maximum allowed size");
}

TEST_F(UpdateItemTest, ResultsMayHave32Levels) {
    const auto wrapped = [](int maps) {
        auto value = AttributeValue::string("leaf");
        for (int i = 0; i < maps; ++i) {
            value = AttributeValue::map({{"m", std::move(value)}});
        }
        return value;
    };
    const auto nest = [&](int maps) {
        return refusal(update("Simple", key, "SET a.b = :v", given({{":v", wrapped(maps)}})));
    };
    givenItem("Simple", item({{"pk", "a"}, {"a", AttributeValue::map({})}}));
    EXPECT_EQ(nest(30), "accepted");
    EXPECT_EQ(nest(31),
              "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
              "levels beyond supported limit");
}

TEST_F(UpdateItemTest, ChecksIndexKeysThatItChanges) {
    const auto musicKey = item({{"pk", "a"}, {"sk", 1}});
    EXPECT_EQ(
        refusal(update("Music", musicKey, "SET city = :c", given({{":c", 1}}))),
        "One or more parameter values were invalid: Type mismatch for Index Key city Expected: "
        "S Actual: N IndexName: byCity");
    EXPECT_EQ(
        refusal(update("Music", musicKey, "SET city = :c", given({{":c", ""}}))),
        "One or more parameter values are not valid. The update expression attempted to update "
        "a secondary index key to a value that is not supported. The AttributeValue for a key "
        "attribute cannot contain an empty string value.");
    EXPECT_EQ(refusal(update("Music", musicKey, "SET city = :c", given({{":c", "Oslo"}}))),
              "accepted");
}

}  // namespace
}  // namespace engine::operations::test
