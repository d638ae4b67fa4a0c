#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/operations/engine.h"

// An engine in memory, and words to talk to it tersely.
namespace engine::operations::test {

using values::AttributeMap;
using values::AttributeType;
using values::AttributeValue;
using values::EncodedItem;

// An attribute value written as a literal: "text", 5.
struct Value {
    Value(const char* text) : value(AttributeValue::string(text)) {}
    Value(std::string text) : value(AttributeValue::string(std::move(text))) {}
    Value(int number) : value(AttributeValue::number(values::Number::fromInteger(number))) {}
    Value(AttributeValue any) : value(std::move(any)) {}
    AttributeValue value;
};

inline AttributeMap item(std::initializer_list<std::pair<const char*, Value>> attributes) {
    AttributeMap map;
    for (const auto& [name, literal] : attributes) {
        map.emplace(name, literal.value);
    }
    return map;
}

// ExpressionAttributeValues.
inline expressions::ValueMap given(std::initializer_list<std::pair<const char*, Value>> literals) {
    expressions::ValueMap map;
    for (const auto& [name, literal] : literals) {
        map.emplace(name, literal.value);
    }
    return map;
}

class FixedClock final : public Clock {
public:
    Timestamp now() const override { return {1'790'000'000'123}; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
};

// Table "Simple": pk (S). Table "Notes": pk (S), sk (N). Table "Music": pk, sk, a local index
// byRank (rank N, KEYS_ONLY), global indexes byCity (city S, ALL) and byTitle (title S, rank N,
// INCLUDE year).
class EngineTest : public ::testing::Test {
protected:
    EngineTest() {
        EngineOptions options;
        options.durability = storage::Durability::Memory;
        options.clock = &m_clock;
        options.random = &m_random;
        auto opened = Engine::open(options);
        if (!opened) {
            ADD_FAILURE() << opened.error().message;
            std::abort();
        }
        m_engine = *std::move(opened);
        for (const auto& spec : {simpleSpec(), notesSpec(), musicSpec()}) {
            EXPECT_EQ(refusal(spec), "accepted");
        }
    }

    Engine& engine() { return *m_engine; }

    template <class Output>
    Output answer(Request request) {
        auto result = m_engine->executeAndWait(std::move(request));
        if (!result) {
            ADD_FAILURE() << result.error().message;
            return {};
        }
        return std::get<Output>(*std::move(result));
    }

    std::string refusal(Request request) {
        const auto result = m_engine->executeAndWait(std::move(request));
        return result ? "accepted" : result.error().message;
    }

    ErrorKind refusalKind(Request request) {
        const auto result = m_engine->executeAndWait(std::move(request));
        EXPECT_FALSE(result);
        return result ? ErrorKind::Cancelled : result.error().kind;
    }

    void givenItem(const std::string& table, AttributeMap attributes) {
        EXPECT_EQ(refusal(put(table, std::move(attributes))), "accepted");
    }

    std::optional<AttributeMap> storedItem(const std::string& table, AttributeMap key) {
        GetItemInput input;
        input.tableName = table;
        input.key = std::move(key);
        return decoded(answer<GetItemOutput>(input).item);
    }

    static PutItemInput put(std::string table, AttributeMap attributes) {
        PutItemInput input;
        input.tableName = std::move(table);
        input.item = std::move(attributes);
        return input;
    }

    static DeleteItemInput remove(std::string table, AttributeMap key) {
        DeleteItemInput input;
        input.tableName = std::move(table);
        input.key = std::move(key);
        return input;
    }

    static UpdateItemInput update(std::string table, AttributeMap key, std::string expression,
                                  std::optional<expressions::ValueMap> literals = {}) {
        UpdateItemInput input;
        input.tableName = std::move(table);
        input.key = std::move(key);
        input.updateExpression = std::move(expression);
        input.attributes.values = std::move(literals);
        return input;
    }

    static QueryInput queryOf(std::string table, std::string condition,
                              expressions::ValueMap literals) {
        QueryInput input;
        input.tableName = std::move(table);
        input.keyConditionExpression = std::move(condition);
        input.attributes.values = std::move(literals);
        return input;
    }

    static ScanInput scanOf(std::string table) {
        ScanInput input;
        input.tableName = std::move(table);
        return input;
    }

    std::vector<AttributeMap> itemsOf(Request request) {
        return decoded(answer<QueryOutput>(std::move(request)).items);
    }

    static std::optional<AttributeMap> decoded(const std::optional<EncodedItem>& encoded) {
        return encoded ? std::optional(encoded->view().decode()) : std::nullopt;
    }

    static std::vector<AttributeMap> decoded(const std::vector<EncodedItem>& encoded) {
        std::vector<AttributeMap> items;
        for (const auto& one : encoded) {
            items.push_back(one.view().decode());
        }
        return items;
    }

    static schema::TableSpec simpleSpec(std::string name = "Simple") {
        schema::TableSpec spec;
        spec.tableName = std::move(name);
        spec.attributeDefinitions = {{"pk", AttributeType::S}};
        spec.keySchema = {{"pk", schema::KeyType::Hash}};
        spec.billingMode = schema::BillingMode::PayPerRequest;
        return spec;
    }

    static schema::TableSpec notesSpec() {
        auto spec = simpleSpec("Notes");
        spec.attributeDefinitions.push_back({"sk", AttributeType::N});
        spec.keySchema.push_back({"sk", schema::KeyType::Range});
        return spec;
    }

    static schema::IndexSpec indexSpec(std::string name,
                                       std::vector<schema::KeySchemaElement> keySchema,
                                       schema::ProjectionSpec projection) {
        schema::IndexSpec spec;
        spec.name = std::move(name);
        spec.keySchema = std::move(keySchema);
        spec.projection = std::move(projection);
        return spec;
    }

    static schema::TableSpec musicSpec() {
        using schema::KeyType;
        using schema::ProjectionType;
        auto spec = notesSpec();
        spec.tableName = "Music";
        spec.attributeDefinitions.push_back({"rank", AttributeType::N});
        spec.attributeDefinitions.push_back({"city", AttributeType::S});
        spec.attributeDefinitions.push_back({"title", AttributeType::S});
        spec.localIndexes =
            std::vector{indexSpec("byRank", {{"pk", KeyType::Hash}, {"rank", KeyType::Range}},
                                  {ProjectionType::KeysOnly, std::nullopt})};
        spec.globalIndexes = std::vector{
            indexSpec("byCity", {{"city", KeyType::Hash}}, {ProjectionType::All, std::nullopt}),
            indexSpec("byTitle", {{"title", KeyType::Hash}, {"rank", KeyType::Range}},
                      {ProjectionType::Include, std::vector<std::string>{"year"}})};
        return spec;
    }

private:
    FixedClock m_clock;
    SeededRandom m_random{1};
    std::unique_ptr<Engine> m_engine;
};

}  // namespace engine::operations::test
