#include "engine/values/item_view.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/values/sample_items.h"

namespace engine::values {
namespace {

using testing::everyType;
using testing::nested;
using testing::number;

TEST(ItemView, RoundTripsEveryType) {
    const AttributeMap item = everyType();
    const EncodedItem encoded(item);
    EXPECT_EQ(encoded.view().decode(), item);
    EXPECT_EQ(encoded.view().count(), item.size());
    EXPECT_TRUE(checkItemBytes(encoded.bytes()));
    for (const auto& [name, value] : item) {
        const auto found = encoded.view().find(name);
        ASSERT_TRUE(found.has_value()) << name;
        EXPECT_EQ(found->type(), value.type()) << name;
        EXPECT_EQ(found->decode(), value) << name;
        EXPECT_EQ(found->sizeBytes(), valueSizeBytes(value)) << name;
    }
    EXPECT_EQ(encoded.view().sizeBytes(), itemSizeBytes(item));
}

TEST(ItemView, HasTheDocumentedLayout) {
    const EncodedItem encoded(
        {{"b", AttributeValue::boolean(true)}, {"a", AttributeValue::string("xy")}});
    EXPECT_EQ(encoded.bytes(), std::string("\x01\x02"
                                           "\x01"
                                           "a\x00\x02xy"
                                           "\x01"
                                           "b\x03\x01\x01",
                                           13));
    EXPECT_EQ(EncodedItem().bytes(), std::string("\x01\x00", 2));
    EXPECT_EQ(EncodedItem(), EncodedItem(AttributeMap{}));
}

TEST(ItemView, AnEmptyItemHasNothing) {
    EXPECT_EQ(ItemView().count(), 0U);
    EXPECT_FALSE(ItemView().find("a").has_value());
    EXPECT_EQ(ItemView().members().next(), std::nullopt);
    EXPECT_EQ(EncodedItem().view().decode(), AttributeMap{});
    EXPECT_EQ(EncodedItem().view().sizeBytes(), 0U);
}

TEST(ItemView, FindsOnlyWhatIsThere) {
    AttributeMap item;
    for (const char* name : {"b", "bb", "d", "\xc3\xa9"}) {
        item[name] = AttributeValue::string(name);
    }
    const EncodedItem encoded(item);
    for (const auto& [name, value] : item) {
        EXPECT_EQ(encoded.view().find(name)->payload(), name);
    }
    for (const char* name : {"", "a", "B", "ba", "bbb", "c", "e", "\xff"}) {
        EXPECT_EQ(encoded.view().find(name), std::nullopt) << name;
    }
}

TEST(ItemView, WalksContainersInPlace) {
    const EncodedItem encoded(everyType());
    const auto list = encoded.view().find("L").value();
    EXPECT_EQ(list.count(), 4U);
    EXPECT_EQ(list.element(3)->payload(), "end");
    EXPECT_EQ(list.element(4), std::nullopt);
    EXPECT_EQ(list.element(1)->count(), 0U);
    const auto map = encoded.view().find("M").value();
    EXPECT_EQ(map.count(), 2U);
    EXPECT_EQ(map.member("b")->number().toString(), "2");
    EXPECT_EQ(map.member("c"), std::nullopt);
    EXPECT_FALSE(map.member("a")->element(0)->boolean());
    const auto numbers = encoded.view().find("NS").value();
    EXPECT_EQ(numbers.count(), 4U);
    auto cursor = numbers.elements();
    for (const char* expected : {"-1", "0", "0.5", "10"}) {
        const auto member = cursor.next();
        ASSERT_TRUE(member.has_value());
        EXPECT_EQ(member->type(), AttributeType::N);
        EXPECT_EQ(member->number().toString(), expected);
    }
    EXPECT_EQ(cursor.next(), std::nullopt);
    auto binaries = encoded.view().find("BS")->elements();
    EXPECT_EQ(binaries.next()->type(), AttributeType::B);
    EXPECT_EQ(encoded.view().find("SS")->elements().next()->type(), AttributeType::S);
}

TEST(ItemView, HoldsLongPayloadsAndManyAttributes) {
    AttributeMap item;
    for (const std::size_t length : {127U, 128U, 16'383U, 16'384U, 400'000U}) {
        const std::string name = "s" + std::to_string(length);
        item[name] = AttributeValue::string(std::string(length, 'x'));
        item["l" + name] = AttributeValue::list({item[name], AttributeValue::null()});
    }
    for (int i = 0; i < 1000; ++i) {
        item["many" + std::to_string(i)] = AttributeValue::number(Number::fromInteger(i));
    }
    item[std::string(65'535, 'n')] = AttributeValue::null();
    const EncodedItem encoded(item);
    EXPECT_TRUE(checkItemBytes(encoded.bytes()));
    EXPECT_EQ(encoded.view().decode(), item);
    EXPECT_EQ(encoded.view().sizeBytes(), itemSizeBytes(item));
    EXPECT_EQ(encoded.view().find("many999")->number().toString(), "999");
}

TEST(ItemView, NestsAsDeepAsTheServiceAllows) {
    const AttributeMap item = {{"a", nested(31)}};
    const EncodedItem encoded(item);
    EXPECT_TRUE(checkItemBytes(encoded.bytes()));
    EXPECT_EQ(encoded.view().decode(), item);
    EXPECT_EQ(encoded.view().sizeBytes(), itemSizeBytes(item));
    auto value = encoded.view().find("a").value();
    int levels = 1;
    for (; value.type() != AttributeType::S; ++levels) {
        value = value.type() == AttributeType::M ? *value.member("m") : *value.element(0);
    }
    EXPECT_EQ(levels, 32);
    EXPECT_EQ(value.payload(), "deep");
}

TEST(ItemView, CopiesValuesInFullForm) {
    const EncodedItem encoded(everyType());
    for (const auto& [name, value] : everyType()) {
        std::string fromTree;
        appendValue(value, fromTree);
        std::string fromView;
        appendValue(*encoded.view().find(name), fromView);
        EXPECT_EQ(fromView, fromTree) << name;
        std::string_view rest = fromView;
        EXPECT_EQ(takeValue(rest).decode(), value) << name;
        EXPECT_TRUE(rest.empty()) << name;
    }
}

TEST(ItemView, ComparesByValue) {
    const auto encode = [](const AttributeValue& value) { return EncodedItem({{"v", value}}); };
    const auto view = [](const EncodedItem& item) { return item.view().find("v").value(); };
    const auto one = encode(AttributeValue::number(number("1.0")));
    const auto same = encode(AttributeValue::number(number("10e-1")));
    const auto text = encode(AttributeValue::string("1"));
    EXPECT_TRUE(equal(view(one), view(same)));
    EXPECT_FALSE(equal(view(one), view(text)));
    const auto set = encode(AttributeValue::stringSet({"a", "b"}));
    const auto reversed = encode(AttributeValue::stringSet({"b", "a"}));
    EXPECT_TRUE(equal(view(set), view(reversed)));
    const auto map = encode(AttributeValue::map({{"x", AttributeValue::null()}}));
    const auto list = encode(AttributeValue::list({AttributeValue::null()}));
    EXPECT_FALSE(equal(view(map), view(list)));
}

TEST(ItemView, OrdersOnlyStringsNumbersAndBinaries) {
    const auto order = [](const AttributeValue& left, const AttributeValue& right) {
        const EncodedItem pair({{"l", left}, {"r", right}});
        return compare(*pair.view().find("l"), *pair.view().find("r"));
    };
    const auto text = [](const char* value) { return AttributeValue::string(value); };
    const auto num = [](const char* value) { return AttributeValue::number(number(value)); };
    EXPECT_EQ(order(num("-10"), num("9")), std::strong_ordering::less);
    EXPECT_EQ(order(num("10"), num("9")), std::strong_ordering::greater);
    EXPECT_EQ(order(num("1"), num("1.0")), std::strong_ordering::equal);
    EXPECT_EQ(order(text("10"), text("9")), std::strong_ordering::less);
    EXPECT_EQ(order(text("a"), text("ab")), std::strong_ordering::less);
    EXPECT_EQ(order(text("z"), text("\xc3\xa9")), std::strong_ordering::less);
    EXPECT_EQ(order(AttributeValue::binary("\x7f"), AttributeValue::binary("\x80")),
              std::strong_ordering::less);
    EXPECT_EQ(order(text("a"), AttributeValue::binary("a")), std::nullopt);
    EXPECT_EQ(order(AttributeValue::null(), AttributeValue::null()), std::nullopt);
    EXPECT_EQ(order(AttributeValue::list({}), AttributeValue::list({})), std::nullopt);
}

}  // namespace
}  // namespace engine::values
