#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/values/attribute_value.h"

// The rules of PutItem about values, with its texts (facts/validation.md section 5), for the
// readers of this room. Of duplicates in a set the text does not repeat the members.
namespace engine::transfer {

Error nestedTooDeeply();
Error emptyAttributeName();

// A set of S, N or B values; it may not be empty or hold a member twice.
Result<values::AttributeValue> makeSet(values::AttributeType memberType,
                                       std::vector<values::AttributeValue> members);

// The size of the whole item.
Result<values::AttributeMap> checkedItem(values::AttributeMap item);

}  // namespace engine::transfer
