#include "engine/schema/vector_index.h"

#include <gtest/gtest.h>

#include "engine/schema/keys.h"
#include "tests/engine/schema/specs.h"

// facts/aws-observed.md section 18, facts/new-operations.md section 1.
namespace engine::schema::test {
namespace {

using values::AttributeMap;
using values::AttributeValue;
using values::EncodedItem;

AttributeValue number(int value) {
    return AttributeValue::number(values::Number::fromInteger(value));
}

AttributeValue vectorOf(std::initializer_list<int> elements) {
    values::AttributeList list;
    for (const int each : elements) {
        list.push_back(number(each));
    }
    return AttributeValue::list(std::move(list));
}

// composite() with "near", three dimensions of "at", HASH "city", filter "rank", and the title.
TableSpec near() {
    auto spec = composite();
    spec.attributeDefinitions.push_back({"city", AttributeType::S});
    spec.attributeDefinitions.push_back({"rank", AttributeType::N});
    VectorIndexSpec index;
    index.name = "near";
    index.vectorAttribute = "at";
    index.dimensions = 3;
    index.projection = {ProjectionType::Include, std::vector<std::string>{"title"}};
    index.searchSchema = {{"city", SearchElementType::Hash},
                          {"rank", SearchElementType::InlineFilter}};
    spec.vectorIndexes = {index};
    return spec;
}

AttributeMap place() {
    AttributeMap item;
    item.emplace("pk", AttributeValue::string("a"));
    item.emplace("sk", number(1));
    item.emplace("at", vectorOf({1, 2, 3}));
    item.emplace("city", AttributeValue::string("Rome"));
    return item;
}

bool isIn(const Table& table, const AttributeMap& item) {
    std::vector<float> vector;
    return readEntry(table.vectorIndexes.front(), EncodedItem(item).view(), vector);
}

TEST(VectorIndex, HasItemsWithVectorAndHash) {
    const auto table = make(near());
    EXPECT_TRUE(isIn(table, place()));
    for (const char* const needed : {"at", "city"}) {
        auto item = place();
        item.erase(needed);
        EXPECT_FALSE(isIn(table, item)) << needed;
    }
    for (const auto& [name, value] :
         {std::pair{"at", vectorOf({1, 2})}, std::pair{"at", AttributeValue::string("x")},
          std::pair{"city", number(1)}, std::pair{"city", AttributeValue::string("")}}) {
        auto item = place();
        item.insert_or_assign(name, value);
        EXPECT_FALSE(isIn(table, item)) << name;
        EXPECT_FALSE(checkIndexKeys(table, item)) << name;
    }
    auto unranked = place();
    unranked.emplace("rank", number(1));
    EXPECT_TRUE(isIn(table, unranked));
    EXPECT_TRUE(checkIndexKeys(table, unranked));
}

TEST(VectorIndex, ProjectsKeysSearchSchemaVectorAndWhatWasNamed) {
    const auto table = make(near());
    const auto& index = table.vectorIndexes.front();
    for (const char* const name : {"pk", "sk", "at", "city", "rank", "title"}) {
        EXPECT_TRUE(isProjected(table, index, name)) << name;
    }
    EXPECT_FALSE(isProjected(table, index, "note"));
}

TEST(VectorIndex, CountsFourBytesForEachDimension) {
    const auto table = make(near());
    const auto& index = table.vectorIndexes.front();
    auto item = place();
    const std::size_t vector = 2 + 4 * 3;
    const std::size_t rest = 2 + 1 + 2 + 2 + 4 + 4;  // pk, sk, city
    EXPECT_EQ(vectorBytes(index), vector);
    EXPECT_EQ(entrySizeBytes(table, index, EncodedItem(item).view()), vector + rest);
    item.emplace("note", AttributeValue::string("not projected"));
    EXPECT_EQ(entrySizeBytes(table, index, EncodedItem(item).view()), vector + rest);
    EXPECT_EQ(billedSizeBytes(table, EncodedItem(item).view()), vector + rest + 4 + 13);
    item.insert_or_assign("at", AttributeValue::string("x"));
    EXPECT_EQ(billedSizeBytes(table, EncodedItem(item).view()),
              EncodedItem(item).view().sizeBytes());
}

TEST(VectorIndex, ChecksChangedAttributesOnly) {
    const auto table = make(near());
    auto before = place();
    before.insert_or_assign("at", AttributeValue::string("from before the index"));
    auto after = before;
    after.emplace("note", AttributeValue::string("x"));
    EXPECT_TRUE(checkChangedIndexKeys(table, before, after));
    after.insert_or_assign("at", vectorOf({1}));
    const auto checked = checkChangedIndexKeys(table, before, after);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message,
              "One or more parameter values were invalid. Invalid size for parameter at, Expected: "
              "3, Actual: 1 IndexName: near");
}

TEST(VectorIndex, SharesTheBudgetOfProjectedAttributes) {
    auto table = make(near());
    EXPECT_TRUE(checkProjectedTotal(table));
    auto& names = table.vectorIndexes.front().nonKeyAttributes;
    names.assign(98, "name");  // the vector and the filter make 100
    EXPECT_TRUE(checkProjectedTotal(table));
    names.push_back("name");
    EXPECT_FALSE(checkProjectedTotal(table));
}

}  // namespace
}  // namespace engine::schema::test
