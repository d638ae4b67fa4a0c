#pragma once

#include <cstddef>

#include "engine/base/error.h"
#include "engine/values/attribute_value.h"

// What the checks of primary keys and of index keys share.
namespace engine::schema {

bool isEmptyKeyValue(const values::AttributeValue& value);
// Length that the limits of keys count: the bytes of S and B, the size of N.
std::size_t keyValueBytes(const values::AttributeValue& value);

Error partitionKeyTooLong();
Error sortKeyTooLong();

}  // namespace engine::schema
