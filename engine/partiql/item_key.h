#pragma once

#include <optional>

#include "engine/base/result.h"
#include "engine/partiql/statement.h"
#include "engine/schema/table.h"

namespace engine::partiql {

// The item that a WHERE clause names by equality on every key attribute, and what else it asks.
struct ItemTarget {
    values::AttributeMap key;
    std::optional<Expression> condition;
};

// Of a bound condition. "Where clause does not contain a mandatory equality on all key attributes"
// when a key attribute is left open.
Result<ItemTarget> findItemTarget(const std::optional<Expression>& where,
                                  const schema::Table& table);

// Keys of an item to be inserted: there, with the right types.
Result<void> checkItemKeys(const values::AttributeMap& item, const schema::Table& table);

}  // namespace engine::partiql
