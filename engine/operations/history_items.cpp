#include "engine/operations/history_items.h"

#include <utility>

#include "engine/values/key_bytes.h"

namespace engine::operations {

Result<values::AttributeMap> keyAttributes(const schema::Table& table,
                                           const schema::PrimaryKey& key) {
    values::AttributeMap attributes;
    std::string_view partition = key.partition;
    auto value = values::takeTerminatedKey(table.partitionKey.type, partition);
    if (!value) {
        return std::move(value).error();
    }
    attributes.emplace(table.partitionKey.name, *std::move(value));
    if (table.sortKey) {
        auto sort = values::openKeyValue(table.sortKey->type, key.sort);
        if (!sort) {
            return std::move(sort).error();
        }
        attributes.emplace(table.sortKey->name, *std::move(sort));
    }
    return attributes;
}

Result<std::shared_ptr<const schema::Table>> findTableOrDropped(const Context& context,
                                                                std::string_view nameOrArn) {
    auto table = findTable(context, nameOrArn);
    if (table) {
        return table;
    }
    const auto name = schema::tableNameOf(nameOrArn);
    const auto dropped = context.database.catalog()->droppedTables();
    for (auto each = dropped.rbegin(); each != dropped.rend(); ++each) {
        if (each->table->name == name) {
            return each->table;
        }
    }
    return table;
}

Result<std::optional<schema::PrimaryKey>> startBehind(
    const schema::Table& table, const std::optional<values::AttributeMap>& key) {
    if (!key) {
        return std::optional<schema::PrimaryKey>();
    }
    auto start = schema::lookupKey(table, *key);
    if (!start) {
        return Error::validation("The provided starting key is invalid: " + start.error().message);
    }
    return std::optional(*std::move(start));
}

}  // namespace engine::operations
