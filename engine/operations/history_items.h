#pragma once

#include "engine/history/item_versions.h"
#include "engine/operations/context.h"
#include "engine/values/attribute_value.h"

// What the operations on the history share.
namespace engine::operations {

// The key attributes that the bytes of a key stand for.
Result<values::AttributeMap> keyAttributes(const schema::Table& table,
                                           const schema::PrimaryKey& key);

// The table of this name, or the one that had it last.
Result<std::shared_ptr<const schema::Table>> findTableOrDropped(const Context& context,
                                                                std::string_view nameOrArn);

// ExclusiveStartKey of a list that is ordered like a Scan.
Result<std::optional<schema::PrimaryKey>> startBehind(
    const schema::Table& table, const std::optional<values::AttributeMap>& key);

}  // namespace engine::operations
