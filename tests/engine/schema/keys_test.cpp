#include "engine/schema/keys.h"

#include <gtest/gtest.h>

#include "tests/engine/schema/specs.h"

namespace engine::schema::test {
namespace {

using values::AttributeMap;
using values::AttributeValue;
using values::EncodedItem;

AttributeValue s(std::string text) {
    return AttributeValue::string(std::move(text));
}

AttributeValue n(std::int64_t number) {
    return AttributeValue::number(values::Number::fromInteger(number));
}

template <class T>
std::string textOf(const Result<T>& result) {
    return result ? "accepted" : result.error().message;
}

constexpr auto mismatch = "The provided key element does not match the schema";

TEST(LookupKey, WantsExactlyTheKeyAttributes) {
    const auto table = make(composite());
    EXPECT_TRUE(lookupKey(table, {{"pk", s("a")}, {"sk", n(1)}}));
    EXPECT_EQ(textOf(lookupKey(table, {})), mismatch);
    EXPECT_EQ(textOf(lookupKey(table, {{"pk", s("a")}})), mismatch);
    EXPECT_EQ(textOf(lookupKey(table, {{"pk", s("a")}, {"sk", s("1")}})), mismatch);
    EXPECT_EQ(textOf(lookupKey(table, {{"pk", s("a")}, {"other", n(1)}})), mismatch);
    EXPECT_EQ(textOf(lookupKey(table, {{"pk", s("a")}, {"sk", n(1)}, {"x", n(1)}})), mismatch);
}

TEST(LookupKey, RefusesEmptyAndTooLongValues) {
    const auto table = make(composite());
    EXPECT_EQ(textOf(lookupKey(table, {{"pk", s("")}, {"sk", n(1)}})),
              "One or more parameter values are not valid. The AttributeValue for a key attribute "
              "cannot contain an empty string value. Key: pk");
    EXPECT_TRUE(lookupKey(table, {{"pk", s(std::string(2048, 'x'))}, {"sk", n(1)}}));
    EXPECT_EQ(textOf(lookupKey(table, {{"pk", s(std::string(2049, 'x'))}, {"sk", n(1)}})),
              "One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
              "size limit of2048 bytes");

    auto spec = composite();
    spec.attributeDefinitions[1].type = AttributeType::B;
    const auto binary = make(spec);
    const auto withSort = [&](std::size_t length) {
        return textOf(lookupKey(
            binary, {{"pk", s("a")}, {"sk", AttributeValue::binary(std::string(length, 'x'))}}));
    };
    EXPECT_EQ(withSort(1024), "accepted");
    EXPECT_EQ(withSort(1025),
              "One or more parameter values were invalid: Aggregated size of all range keys has "
              "exceeded the size limit of 1024 bytes");
    EXPECT_EQ(withSort(0),
              "One or more parameter values are not valid. The AttributeValue for a key attribute "
              "cannot contain an empty binary value. Key: sk");
}

TEST(ItemKey, NamesWhatIsWrong) {
    const auto table = make(composite());
    EXPECT_EQ(textOf(itemKey(table, {{"sk", n(1)}})),
              "One or more parameter values were invalid: Missing the key pk in the item");
    EXPECT_EQ(textOf(itemKey(table, {{"pk", s("a")}})),
              "One or more parameter values were invalid: Missing the key sk in the item");
    EXPECT_EQ(textOf(itemKey(table, {{"pk", n(1)}, {"sk", n(1)}})),
              "One or more parameter values were invalid: Type mismatch for key pk expected: S "
              "actual: N");
    EXPECT_EQ(textOf(itemKey(table, {{"pk", s("a")}, {"sk", AttributeValue::list({})}})),
              "One or more parameter values were invalid: Type mismatch for key sk expected: N "
              "actual: L");
}

TEST(ItemKey, IsTheKeyOfLookupsAndOfStoredItems) {
    const auto table = make(composite());
    const AttributeMap item{{"pk", s("a")}, {"sk", n(1)}, {"other", s("b")}};
    const auto key = itemKey(table, item);
    ASSERT_TRUE(key);
    EXPECT_EQ(*key, *lookupKey(table, {{"pk", s("a")}, {"sk", n(1)}}));
    EXPECT_EQ(*key, storedKey(table, EncodedItem(item).view()));
}

TEST(PrimaryKey, OrdersLikeTheValues) {
    const auto table = make(composite());
    const auto at = [&](std::int64_t sort) {
        return *lookupKey(table, {{"pk", s("a")}, {"sk", n(sort)}});
    };
    EXPECT_LT(at(-10), at(-2));
    EXPECT_LT(at(-2), at(0));
    EXPECT_LT(at(2), at(10));
}

TEST(IndexKey, ExistsOnlyWithAllItsAttributes) {
    const auto table = make(indexed());
    const auto& byCity = table.indexes[1];
    const auto keyOf = [&](const AttributeMap& item) {
        return indexKey(table, byCity, EncodedItem(item).view());
    };
    const AttributeMap complete{{"pk", s("a")}, {"sk", n(1)}, {"city", s("Oslo")}, {"rank", n(3)}};
    ASSERT_TRUE(keyOf(complete).has_value());
    EXPECT_EQ(keyOf(complete)->primary, storedKey(table, EncodedItem(complete).view()));
    EXPECT_FALSE(keyOf({{"pk", s("a")}, {"sk", n(1)}, {"city", s("Oslo")}}).has_value());
    EXPECT_FALSE(keyOf({{"pk", s("a")}, {"sk", n(1)}, {"rank", n(3)}}).has_value());
}

TEST(IndexKey, OrdersByIndexKeyThenPrimaryKey) {
    const auto table = make(indexed());
    const auto at = [&](std::int64_t rank, std::string pk) {
        const AttributeMap item{
            {"pk", s(std::move(pk))}, {"sk", n(1)}, {"city", s("Oslo")}, {"rank", n(rank)}};
        return *indexKey(table, table.indexes[1], EncodedItem(item).view());
    };
    EXPECT_LT(at(1, "b"), at(2, "a"));
    EXPECT_LT(at(2, "a"), at(2, "b"));
    EXPECT_NE(at(2, "a"), at(2, "b"));
}

TEST(CheckIndexKeys, NamesTheFirstIndexByName) {
    const auto table = make(indexed());
    EXPECT_EQ(textOf(checkIndexKeys(table, {{"pk", s("a")}, {"sk", n(1)}})), "accepted");
    EXPECT_EQ(
        textOf(checkIndexKeys(table, {{"rank", s("high")}})),
        "One or more parameter values were invalid: Type mismatch for Index Key rank Expected: "
        "N Actual: S IndexName: byCity");
    EXPECT_EQ(
        textOf(checkIndexKeys(table, {{"city", s("")}})),
        "One or more parameter values are not valid. A value specified for a secondary index "
        "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
        "string value. IndexName: byCity, IndexKey: city");
    EXPECT_EQ(textOf(checkIndexKeys(table, {{"city", s(std::string(2049, 'x'))}})),
              "One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
              "size limit of2048 bytes");
}

TEST(CheckChangedIndexKeys, IgnoresWhatDidNotChange) {
    const auto table = make(indexed());
    const AttributeMap bad{{"city", n(1)}};
    EXPECT_EQ(textOf(checkChangedIndexKeys(table, bad, bad)), "accepted");
    EXPECT_EQ(
        textOf(checkChangedIndexKeys(table, {}, bad)),
        "One or more parameter values were invalid: Type mismatch for Index Key city Expected: "
        "S Actual: N IndexName: byCity");
    EXPECT_EQ(
        textOf(checkChangedIndexKeys(table, {}, {{"city", s("")}})),
        "One or more parameter values are not valid. The update expression attempted to update "
        "a secondary index key to a value that is not supported. The AttributeValue for a key "
        "attribute cannot contain an empty string value.");
    EXPECT_EQ(
        textOf(checkChangedIndexKeys(table, {}, {{"city", s(std::string(2049, 'x'))}})),
        "The update expression attempted to update the secondary index key beyond allowed size "
        "limits");
}

TEST(Projection, HoldsKeysAndListedAttributes) {
    const auto table = make(indexed());
    const auto& byRank = table.indexes[0];
    const auto& byCity = table.indexes[1];
    EXPECT_TRUE(isProjected(table, byRank, "pk"));
    EXPECT_TRUE(isProjected(table, byRank, "sk"));
    EXPECT_TRUE(isProjected(table, byRank, "rank"));
    EXPECT_FALSE(isProjected(table, byRank, "title"));
    EXPECT_TRUE(isProjected(table, byCity, "title"));
    EXPECT_FALSE(isProjected(table, byCity, "other"));

    const EncodedItem item(
        AttributeMap{{"pk", s("a")}, {"sk", n(1)}, {"title", s("four")}, {"other", s("more")}});
    // pk 2+1, sk 2+2 (facts/sizes-and-capacity.md section 1).
    EXPECT_EQ(entrySizeBytes(table, byRank, item.view()), 7U);
    EXPECT_EQ(entrySizeBytes(table, byCity, item.view()), 16U);
}

}  // namespace
}  // namespace engine::schema::test
