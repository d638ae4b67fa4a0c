#pragma once

#include <cstddef>

#include "engine/base/error.h"
#include "engine/base/result.h"
#include "engine/schema/table.h"
#include "engine/values/attribute_value.h"

// What the checks of primary keys and of index keys share.
namespace engine::schema {

bool isEmptyKeyValue(const values::AttributeValue& value);
// Length that the limits of keys count: the bytes of S and B, the size of N.
std::size_t keyValueBytes(const values::AttributeValue& value);

Error partitionKeyTooLong();
Error sortKeyTooLong();

// An empty value for an attribute of an index.
Error emptyOnPut(const std::string& indexName, const KeyAttribute& attribute);
Error emptyOnUpdate(const KeyAttribute& attribute);

// Vectors and attributes of the search schemas; `before` null: all, else only what differs from it.
Result<void> checkVectors(const Table& table, const values::AttributeMap* before,
                          const values::AttributeMap& after);

}  // namespace engine::schema
