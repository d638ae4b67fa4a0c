#include <algorithm>
#include <functional>

#include "engine/base/limits.h"
#include "engine/schema/key_checks.h"
#include "engine/schema/keys.h"
#include "engine/values/key_bytes.h"

namespace engine::schema {

namespace {

using values::AttributeMap;
using values::AttributeType;
using values::AttributeValue;

// Bytes of one part (partition or sort) of an index key; false when the item cannot be in the
// index: an attribute is missing, or is one that an item may have had before the index was made
// (another type, empty, too long).
bool appendPart(const std::vector<KeyAttribute>& attributes, std::size_t bytesMax,
                values::ItemView item, std::string& out) {
    std::size_t bytes = 0;
    for (const auto& attribute : attributes) {
        const auto value = item.find(attribute.name);
        if (!value || value->type() != attribute.type) {
            return false;
        }
        bytes += value->payload().size();
        if (value->payload().empty() || bytes > bytesMax) {
            return false;
        }
        values::appendTerminatedKey(*value, out);
    }
    return true;
}

std::vector<const Index*> indexesByName(const Table& table) {
    std::vector<const Index*> indexes;
    for (const auto& index : table.indexes) {
        if (index.state != IndexState::Deleting) {
            indexes.push_back(&index);
        }
    }
    std::sort(indexes.begin(), indexes.end(),
              [](const Index* left, const Index* right) { return left->name < right->name; });
    return indexes;
}

std::string emptyKind(const KeyAttribute& attribute) {
    return attribute.type == AttributeType::B ? "binary" : "string";
}

Error typeMismatch(const Index& index, const KeyAttribute& attribute, AttributeType actual) {
    return Error::validation(
        "One or more parameter values were invalid: Type mismatch for Index Key " + attribute.name +
        " Expected: " + std::string(values::typeName(attribute.type)) +
        " Actual: " + std::string(values::typeName(actual)) + " IndexName: " + index.name);
}

}  // namespace

Error emptyOnPut(const std::string& indexName, const KeyAttribute& attribute) {
    return Error::validation(
        "One or more parameter values are not valid. A value specified for a secondary index key "
        "is not supported. The AttributeValue for a key attribute cannot contain an empty " +
        emptyKind(attribute) + " value. IndexName: " + indexName + ", IndexKey: " + attribute.name);
}

Error emptyOnUpdate(const KeyAttribute& attribute) {
    return Error::validation(
        "One or more parameter values are not valid. The update expression attempted to update a "
        "secondary index key to a value that is not supported. The AttributeValue for a key "
        "attribute cannot contain an empty " +
        emptyKind(attribute) + " value.");
}

namespace {

Error tooLongOnUpdate() {
    return Error::validation(
        "The update expression attempted to update the secondary index key beyond allowed size "
        "limits");
}

std::size_t partBytes(const std::vector<KeyAttribute>& attributes, const AttributeMap& item) {
    std::size_t bytes = 0;
    for (const auto& attribute : attributes) {
        const auto found = item.find(attribute.name);
        bytes += found == item.end() ? 0 : keyValueBytes(found->second);
    }
    return bytes;
}

// Calls `check` for the index key attributes that the item has, in name order of the indexes.
using AttributeCheck =
    std::function<Result<void>(const Index&, const KeyAttribute&, const AttributeValue&)>;
Result<void> checkAttributes(const Index& index, const AttributeMap& item,
                             const AttributeCheck& check) {
    for (const auto* part : {&index.partitionKey, &index.sortKey}) {
        for (const auto& attribute : *part) {
            const auto found = item.find(attribute.name);
            if (found == item.end()) {
                continue;
            }
            if (auto checked = check(index, attribute, found->second); !checked) {
                return checked;
            }
        }
    }
    return {};
}

bool isChanged(const std::vector<KeyAttribute>& attributes, const AttributeMap& before,
               const AttributeMap& after) {
    return std::any_of(attributes.begin(), attributes.end(), [&](const KeyAttribute& attribute) {
        const auto old = before.find(attribute.name);
        const auto now = after.find(attribute.name);
        return now != after.end() && (old == before.end() || !(old->second == now->second));
    });
}

}  // namespace

std::optional<IndexKey> indexKey(const Table& table, const Index& index, values::ItemView item) {
    IndexKey key;
    if (!appendPart(index.partitionKey, limits::partitionKeyBytesMax, item, key.partition) ||
        !appendPart(index.sortKey, limits::sortKeyBytesMax, item, key.sort)) {
        return std::nullopt;
    }
    key.primary = storedKey(table, item);
    return key;
}

Result<void> checkIndexKeys(const Table& table, const AttributeMap& item) {
    const auto check = [](const Index& index, const KeyAttribute& attribute,
                          const AttributeValue& value) -> Result<void> {
        if (value.type() != attribute.type) {
            return typeMismatch(index, attribute, value.type());
        }
        if (isEmptyKeyValue(value)) {
            return emptyOnPut(index.name, attribute);
        }
        return {};
    };
    for (const Index* index : indexesByName(table)) {
        if (auto checked = checkAttributes(*index, item, check); !checked) {
            return checked;
        }
        if (partBytes(index->partitionKey, item) > limits::partitionKeyBytesMax) {
            return partitionKeyTooLong();
        }
        if (partBytes(index->sortKey, item) > limits::sortKeyBytesMax) {
            return sortKeyTooLong();
        }
    }
    return checkVectors(table, nullptr, item);
}

Result<void> checkChangedIndexKeys(const Table& table, const AttributeMap& before,
                                   const AttributeMap& after) {
    const auto check = [&](const Index& index, const KeyAttribute& attribute,
                           const AttributeValue& value) -> Result<void> {
        const auto old = before.find(attribute.name);
        if (old != before.end() && old->second == value) {
            return {};
        }
        if (value.type() != attribute.type) {
            return typeMismatch(index, attribute, value.type());
        }
        if (isEmptyKeyValue(value)) {
            return emptyOnUpdate(attribute);
        }
        return {};
    };
    for (const Index* index : indexesByName(table)) {
        if (auto checked = checkAttributes(*index, after, check); !checked) {
            return checked;
        }
        if ((isChanged(index->partitionKey, before, after) &&
             partBytes(index->partitionKey, after) > limits::partitionKeyBytesMax) ||
            (isChanged(index->sortKey, before, after) &&
             partBytes(index->sortKey, after) > limits::sortKeyBytesMax)) {
            return tooLongOnUpdate();
        }
    }
    return checkVectors(table, &before, after);
}

bool isProjected(const Table& table, const Index& index, std::string_view attributeName) {
    const auto names = [&](const std::vector<KeyAttribute>& attributes) {
        return std::any_of(attributes.begin(), attributes.end(),
                           [&](const KeyAttribute& key) { return key.name == attributeName; });
    };
    if (index.projection == ProjectionType::All || table.isKeyAttribute(attributeName) ||
        names(index.partitionKey) || names(index.sortKey)) {
        return true;
    }
    return std::find(index.nonKeyAttributes.begin(), index.nonKeyAttributes.end(), attributeName) !=
           index.nonKeyAttributes.end();
}

std::size_t entrySizeBytes(const Table& table, const Index& index, values::ItemView item) {
    if (index.projection == ProjectionType::All) {
        return item.sizeBytes();
    }
    std::size_t bytes = 0;
    auto members = item.members();
    while (const auto member = members.next()) {
        if (isProjected(table, index, member->name)) {
            bytes += member->name.size() + member->value.sizeBytes();
        }
    }
    return bytes;
}

}  // namespace engine::schema
