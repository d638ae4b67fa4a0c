#include "engine/transfer/value_rules.h"

#include <algorithm>
#include <utility>

#include "engine/base/limits.h"

namespace engine::transfer {
namespace {

using values::AttributeValue;

Error invalidParameter(std::string_view text) {
    return Error::validation("One or more parameter values were invalid: " + std::string(text));
}

template <class T>
Result<std::vector<T>> checkedMembers(std::vector<AttributeValue> values,
                                      std::string_view emptyText) {
    if (values.empty()) {
        return invalidParameter(emptyText);
    }
    std::vector<T> members;
    members.reserve(values.size());
    for (auto& value : values) {
        members.push_back(std::move(*value.getIf<T>()));
    }
    std::sort(members.begin(), members.end());
    if (std::adjacent_find(members.begin(), members.end()) != members.end()) {
        return invalidParameter("Input collection contains duplicates.");
    }
    return members;
}

}  // namespace

Error nestedTooDeeply() {
    return Error::validation(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit");
}

Error emptyAttributeName() {
    return Error::validation("Empty attribute name");
}

Result<AttributeValue> makeSet(values::AttributeType memberType,
                               std::vector<AttributeValue> members) {
    if (memberType == values::AttributeType::S) {
        auto texts =
            checkedMembers<std::string>(std::move(members), "An string set  may not be empty");
        return texts ? AttributeValue::stringSet(std::move(*texts))
                     : Result<AttributeValue>(texts.error());
    }
    if (memberType == values::AttributeType::N) {
        auto numbers =
            checkedMembers<values::Number>(std::move(members), "An number set  may not be empty");
        return numbers ? AttributeValue::numberSet(std::move(*numbers))
                       : Result<AttributeValue>(numbers.error());
    }
    auto binaries =
        checkedMembers<values::Binary>(std::move(members), "Binary sets should not be empty");
    return binaries ? AttributeValue::binarySet(std::move(*binaries))
                    : Result<AttributeValue>(binaries.error());
}

Result<values::AttributeMap> checkedItem(values::AttributeMap item) {
    if (values::itemSizeBytes(item) > limits::itemSizeBytesMax) {
        return Error::validation("Item size has exceeded the maximum allowed size");
    }
    return item;
}

}  // namespace engine::transfer
