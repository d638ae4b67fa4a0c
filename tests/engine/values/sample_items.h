#pragma once

#include <string>
#include <utility>

#include "engine/values/attribute_value.h"

namespace engine::values::testing {

inline Number number(const char* text) {
    return Number::parse(text).value();
}

// One attribute of each of the ten types, with empty and awkward ones among them.
inline AttributeMap everyType() {
    AttributeMap item;
    item["S"] = AttributeValue::string("h\xc3\xa9llo");
    item["S empty"] = AttributeValue::string("");
    item["N"] = AttributeValue::number(number("-123.45"));
    item["N zero"] = AttributeValue::number(Number());
    item["N wide"] = AttributeValue::number(number("1.2345678901234567890123456789012345678"));
    item["B"] = AttributeValue::binary(std::string("\0\xff\x01", 3));
    item["BOOL"] = AttributeValue::boolean(true);
    item["BOOL no"] = AttributeValue::boolean(false);
    item["NULL"] = AttributeValue::null();
    item["SS"] = AttributeValue::stringSet({"b", "a", ""});
    item["NS"] =
        AttributeValue::numberSet({number("10"), number("-1"), number("0"), number("0.5")});
    item["BS"] = AttributeValue::binarySet({Binary{std::string(1, '\0')}, Binary{"x"}});
    item["L"] = AttributeValue::list({AttributeValue::null(), AttributeValue::list({}),
                                      AttributeValue::map({}), AttributeValue::string("end")});
    item["M"] =
        AttributeValue::map({{"b", AttributeValue::number(number("2"))},
                             {"a", AttributeValue::list({AttributeValue::boolean(false)})}});
    return item;
}

// A string below `wraps` containers, lists and maps in turn; as deep as DynamoDB allows with 31.
inline AttributeValue nested(int wraps) {
    auto value = AttributeValue::string("deep");
    for (int i = 0; i < wraps; ++i) {
        value = i % 2 == 0 ? AttributeValue::map({{"m", value}}) : AttributeValue::list({value});
    }
    return value;
}

}  // namespace engine::values::testing
