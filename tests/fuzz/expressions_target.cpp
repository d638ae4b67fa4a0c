#include "engine/expressions/expressions.h"
#include "tests/fuzz/targets.h"

namespace {

using namespace engine::expressions;
using engine::values::AttributeMap;
using engine::values::AttributeValue;
using engine::values::EncodedItem;
using engine::values::Number;

AttributeMap makeItem() {
    const auto number = [](std::int64_t value) {
        return AttributeValue::number(Number::fromInteger(value));
    };
    AttributeMap inner;
    inner["a"] = number(1);
    inner["b"] = AttributeValue::list({number(1), number(2), number(3)});
    AttributeMap item;
    item["a"] = number(5);
    item["b"] = AttributeValue::string("text");
    item["m"] = AttributeValue::map(inner);
    item["l"] = AttributeValue::list({AttributeValue::map(inner), number(7)});
    return item;
}

const NameMap names = {{"#a", "a"}, {"#b", "b"}, {"#m", "m"}, {"#l", "l"}};

ValueMap makeValues() {
    const AttributeMap item = makeItem();
    return {{":n", item.at("a")}, {":s", item.at("b")}, {":m", item.at("m")}, {":l", item.at("l")}};
}

void update(std::string_view text, Placeholders& placeholders) {
    const AttributeMap before = makeItem();
    const auto compiled = Update::compile(text, placeholders);
    if (!compiled) {
        return;
    }
    const auto after = compiled->apply(before);
    if (after) {
        const auto touched = compiled->touched(*after);
        const EncodedItem bytes(*after);
        const auto touchedBytes = compiled->touched(bytes.view());
        fuzz::require(touched.has_value() == touchedBytes.has_value(), "both forms touch the same");
        fuzz::require(!touched || EncodedItem(*touched) == *touchedBytes, "both forms are equal");
    }
    static_cast<void>(compiled->apply({}));
}

}  // namespace

// The first byte chooses the language, the rest is the text.
void fuzz::expressions(std::string_view input) {
    if (input.empty()) {
        return;
    }
    static const ValueMap values = makeValues();
    static const EncodedItem item(makeItem());
    Placeholders placeholders(&names, &values);
    const std::string_view text = input.substr(1);
    switch (static_cast<unsigned char>(input.front()) % 5) {
        case 0:
        case 1: {
            const auto kind =
                input.front() % 2 == 0 ? ConditionKind::Condition : ConditionKind::Filter;
            const auto compiled = Condition::compile(kind, text, placeholders);
            if (compiled) {
                compiled->matches(item.view());
                compiled->matches({});
            }
            break;
        }
        case 2: static_cast<void>(compileKeyCondition(text, placeholders)); break;
        case 3: {
            const auto compiled = Projection::compile(text, placeholders);
            if (compiled) {
                const EncodedItem once = compiled->apply(item.view());
                require(engine::values::checkItemBytes(once.bytes()).hasValue(),
                        "a projection is an item");
            }
            break;
        }
        default: update(text, placeholders);
    }
}
