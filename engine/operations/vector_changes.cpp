#include "engine/operations/vector_changes.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "engine/base/limits.h"
#include "engine/schema/vector_index.h"

namespace engine::operations {
namespace {

using schema::IndexState;
using schema::Table;
using schema::VectorIndex;

Error invalid(const std::string& text) {
    return Error::validation("One or more parameter values were invalid: " + text);
}

std::string vectorSchemaText(const std::string& name, std::int64_t dimensions) {
    return "VectorIndexSchema:[VectorAttribute: key{" + name + ":L:" + std::to_string(dimensions) +
           "}]";
}

std::string keySchemaText(const schema::KeyAttribute& key, bool isHash) {
    return "Schema:[SchemaElement: key{" + key.name + ":" +
           std::string(values::typeName(key.type)) + (isHash ? ":HASH}]" : ":RANGE}]");
}

Error redefined(const std::string& existing, const schema::VectorIndexSpec& spec) {
    return invalid(
        "Attributes cannot be redefined. Please check that your attribute has the same type as "
        "previously defined. Existing schema: " +
        existing + " New schema: " + vectorSchemaText(spec.vectorAttribute, spec.dimensions));
}

// The vector must not be what the table already has otherwise.
Result<void> checkAttribute(const Table& table, const schema::VectorIndexSpec& spec) {
    const auto& name = spec.vectorAttribute;
    if (table.partitionKey.name == name) {
        return redefined(keySchemaText(table.partitionKey, true), spec);
    }
    if (table.sortKey && table.sortKey->name == name) {
        return redefined(keySchemaText(*table.sortKey, false), spec);
    }
    for (const auto& index : table.vectorIndexes) {
        if (index.vectorAttribute == name && index.dimensions != spec.dimensions) {
            return redefined(vectorSchemaText(name, index.dimensions), spec);
        }
    }
    const auto& definitions = table.attributeDefinitions;
    if (std::any_of(definitions.begin(), definitions.end(),
                    [&](const auto& each) { return each.name == name; })) {
        return schema::definedVectorAttribute(name);
    }
    return {};
}

// Attributes of the search schema that the table has not yet.
Result<void> addDefinitions(Table& table, const VectorIndex& index) {
    for (const auto& [attribute, type] : index.searchSchema) {
        auto& definitions = table.attributeDefinitions;
        const auto at = std::lower_bound(
            definitions.begin(), definitions.end(), attribute.name,
            [](const auto& each, const std::string& name) { return each.name < name; });
        if (at == definitions.end() || at->name != attribute.name) {
            definitions.insert(at, {attribute.name, attribute.type});
        } else if (at->type != attribute.type) {
            return invalid(
                "Attributes cannot be redefined. Please check that your attribute has the same "
                "type as previously defined. Existing schema: " +
                keySchemaText({at->name, at->type}, true) +
                " New schema: " + keySchemaText(attribute, true));
        }
    }
    return {};
}

Result<void> create(Table& table, const UpdateTableInput& input,
                    const schema::VectorIndexSpec& spec) {
    const auto* const existing = table.findVectorIndex(spec.name);
    if (existing != nullptr && existing->state == IndexState::Backfilling) {
        return Error::resourceInUse(
            "Attempt to change a resource which is still in use: Index is being created.  Table: " +
            table.name + " Index: " + spec.name);
    }
    if (table.hasIndex(spec.name)) {
        return Error::validation("Attempting to create an index which already exists");
    }
    if (auto free = checkNoOtherIndexIsBusy(table, spec.name); !free) {
        return free;
    }
    if (auto checked = checkAttribute(table, spec); !checked) {
        return checked;
    }
    auto index = schema::validateVectorIndex(spec, table.billingMode, input.attributeDefinitions);
    if (!index) {
        return std::move(index).error();
    }
    if (table.vectorIndexes.size() >= limits::vectorIndexesMax) {
        return Error::limitExceeded(
            "Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit "
            "of 5");
    }
    if (auto added = addDefinitions(table, *index); !added) {
        return added;
    }
    const auto number = takeIndexNumber(table);
    if (!number) {
        return number.error();
    }
    index->number = *number;
    index->state = IndexState::Backfilling;
    table.vectorIndexes.push_back(*std::move(index));
    return schema::checkProjectedTotal(table);
}

Result<void> remove(Table& table, const std::string& name) {
    const auto found = std::find_if(table.vectorIndexes.begin(), table.vectorIndexes.end(),
                                    [&](const VectorIndex& index) { return index.name == name; });
    if (found == table.vectorIndexes.end() || found->state == IndexState::Deleting) {
        return Error::resourceNotFound("Requested resource not found");
    }
    if (auto free = checkNoOtherIndexIsBusy(table, name); !free) {
        return free;
    }
    found->state = IndexState::Deleting;
    return {};
}

}  // namespace

Error onlyOneOnlineIndex() {
    return Error::limitExceeded(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously "
        "per table");
}

Result<void> checkNoOtherIndexIsBusy(const Table& table, const std::string& name) {
    const auto isBusy = [&](const auto& index) {
        return index.state != IndexState::Active && index.name != name;
    };
    const bool any = std::any_of(table.indexes.begin(), table.indexes.end(), isBusy) ||
                     std::any_of(table.vectorIndexes.begin(), table.vectorIndexes.end(), isBusy);
    return any ? Result<void>(onlyOneOnlineIndex()) : Result<void>();
}

Result<schema::IndexNumber> takeIndexNumber(Table& table) {
    constexpr auto highest = std::numeric_limits<schema::IndexNumber>::max();
    if (table.lastIndexNumber == highest) {
        return Error::limitExceeded("Subscriber limit exceeded: The table has had " +
                                    std::to_string(highest) +
                                    " indexes, and can have no more of them");
    }
    return ++table.lastIndexNumber;
}

Result<void> changeVectorIndexes(Table& table, const UpdateTableInput& input) {
    if (table.billingMode != schema::BillingMode::PayPerRequest && input.vectorIndexUpdates &&
        !table.vectorIndexes.empty()) {
        return invalid("Tables with vector indexes must be in PAY_PER_REQUEST mode");
    }
    if (table.billingMode != schema::BillingMode::PayPerRequest && !table.vectorIndexes.empty()) {
        return invalid("Vector indexes are only supported for PAY_PER_REQUEST tables");
    }
    if (!input.vectorIndexUpdates) {
        return {};
    }
    for (const auto& update : *input.vectorIndexUpdates) {
        if (!update.create && !update.remove) {
            return invalid(
                "One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null");
        }
        auto done =
            update.create ? create(table, input, *update.create) : remove(table, *update.remove);
        if (!done) {
            return done;
        }
    }
    return {};
}

}  // namespace engine::operations
