#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "engine/expressions/expressions.h"
#include "engine/values/attribute_value.h"
#include "engine/values/item_view.h"
#include "engine/values/number.h"

// Short spellings of values, and requests with expressions, for the tables of these tests.
namespace engine::expressions::testing {

using values::AttributeMap;
using values::AttributeValue;

inline AttributeValue s(std::string text) {
    return AttributeValue::string(std::move(text));
}
inline values::Number number(const std::string& text) {
    return values::Number::parse(text).value();
}
inline AttributeValue n(const std::string& text) {
    return AttributeValue::number(number(text));
}
inline AttributeValue b(std::string bytes) {
    return AttributeValue::binary(std::move(bytes));
}
inline AttributeValue boolean(bool value) {
    return AttributeValue::boolean(value);
}
inline AttributeValue null() {
    return AttributeValue::null();
}
inline AttributeValue l(std::vector<AttributeValue> elements) {
    return AttributeValue::list(std::move(elements));
}
inline AttributeValue m(AttributeMap members) {
    return AttributeValue::map(std::move(members));
}
inline AttributeValue ss(std::vector<std::string> members) {
    return AttributeValue::stringSet(std::move(members));
}
inline AttributeValue ns(std::initializer_list<std::string> texts) {
    std::vector<values::Number> members;
    for (const auto& text : texts) {
        members.push_back(number(text));
    }
    return AttributeValue::numberSet(std::move(members));
}
inline AttributeValue bs(std::initializer_list<std::string> members) {
    std::vector<values::Binary> binaries;
    for (const auto& bytes : members) {
        binaries.push_back({bytes});
    }
    return AttributeValue::binarySet(std::move(binaries));
}

// ExpressionAttributeNames and -Values of one request; an empty map counts as not given.
struct Request {
    NameMap names;
    ValueMap values;

    Placeholders placeholders() const {
        return {names.empty() ? nullptr : &names, values.empty() ? nullptr : &values};
    }
};

// "" when the result is a success.
template <class T>
std::string errorOf(const Result<T>& result) {
    return result ? std::string() : result.error().message;
}

inline std::string repeated(const std::string& text, int count) {
    std::string result;
    for (int i = 0; i < count; ++i) {
        result += text;
    }
    return result;
}

// "a = :v OP a = :v OP ..." with `count` comparisons.
inline std::string joined(const std::string& clause, const std::string& separator, int count) {
    return clause + repeated(separator + clause, count - 1);
}

}  // namespace engine::expressions::testing
