#include "engine/schema/keys.h"

#include "engine/base/limits.h"
#include "engine/schema/key_checks.h"
#include "engine/values/key_bytes.h"

namespace engine::schema {

namespace {

using values::AttributeMap;
using values::AttributeType;
using values::AttributeValue;

Error schemaMismatch() {
    return Error::validation("The provided key element does not match the schema");
}

Error emptyKeyValue(const KeyAttribute& key) {
    const std::string_view kind = key.type == AttributeType::B ? "binary" : "string";
    return Error::validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute "
        "cannot contain an empty " +
        std::string(kind) + " value. Key: " + key.name);
}

// What remains to be checked of values that are there and have the declared types.
Result<PrimaryKey> encodeChecked(const Table& table, const AttributeValue& partition,
                                 const AttributeValue* sort) {
    if (isEmptyKeyValue(partition)) {
        return emptyKeyValue(table.partitionKey);
    }
    if (sort != nullptr && isEmptyKeyValue(*sort)) {
        return emptyKeyValue(*table.sortKey);
    }
    if (keyValueBytes(partition) > limits::partitionKeyBytesMax) {
        return partitionKeyTooLong();
    }
    if (sort != nullptr && keyValueBytes(*sort) > limits::sortKeyBytesMax) {
        return sortKeyTooLong();
    }
    PrimaryKey key;
    values::appendTerminatedKey(partition, key.partition);
    if (sort != nullptr) {
        values::appendOpenKey(*sort, key.sort);
    }
    return key;
}

const AttributeValue* findTyped(const AttributeMap& attributes, const KeyAttribute& key) {
    const auto found = attributes.find(key.name);
    return found != attributes.end() && found->second.type() == key.type ? &found->second : nullptr;
}

Result<const AttributeValue*> itemKeyValue(const AttributeMap& item, const KeyAttribute& key) {
    const auto found = item.find(key.name);
    if (found == item.end()) {
        return Error::validation("One or more parameter values were invalid: Missing the key " +
                                 key.name + " in the item");
    }
    if (found->second.type() != key.type) {
        return Error::validation(
            "One or more parameter values were invalid: Type mismatch for key " + key.name +
            " expected: " + std::string(values::typeName(key.type)) +
            " actual: " + std::string(values::typeName(found->second.type())));
    }
    return &found->second;
}

}  // namespace

bool isEmptyKeyValue(const AttributeValue& value) {
    return value.type() != AttributeType::N && keyValueBytes(value) == 0;
}

std::size_t keyValueBytes(const AttributeValue& value) {
    if (const auto* text = value.getIf<std::string>()) {
        return text->size();
    }
    if (const auto* binary = value.getIf<values::Binary>()) {
        return binary->bytes.size();
    }
    return values::valueSizeBytes(value);
}

Error partitionKeyTooLong() {
    return Error::validation(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
        "limit of2048 bytes");
}

Error sortKeyTooLong() {
    return Error::validation(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
        "the size limit of 1024 bytes");
}

Result<PrimaryKey> lookupKey(const Table& table, const AttributeMap& key) {
    if (key.size() != (table.sortKey ? 2U : 1U)) {
        return schemaMismatch();
    }
    const auto* partition = findTyped(key, table.partitionKey);
    const auto* sort = table.sortKey ? findTyped(key, *table.sortKey) : nullptr;
    if (partition == nullptr || (table.sortKey && sort == nullptr)) {
        return schemaMismatch();
    }
    return encodeChecked(table, *partition, sort);
}

Result<PrimaryKey> itemKey(const Table& table, const AttributeMap& item) {
    const auto partition = itemKeyValue(item, table.partitionKey);
    if (!partition) {
        return partition.error();
    }
    if (!table.sortKey) {
        return encodeChecked(table, **partition, nullptr);
    }
    const auto sort = itemKeyValue(item, *table.sortKey);
    if (!sort) {
        return sort.error();
    }
    return encodeChecked(table, **partition, *sort);
}

PrimaryKey storedKey(const Table& table, values::ItemView item) {
    PrimaryKey key;
    const auto partition = item.find(table.partitionKey.name);
    ENSURE(partition.has_value());
    values::appendTerminatedKey(*partition, key.partition);
    if (table.sortKey) {
        const auto sort = item.find(table.sortKey->name);
        ENSURE(sort.has_value());
        values::appendOpenKey(*sort, key.sort);
    }
    return key;
}

}  // namespace engine::schema
