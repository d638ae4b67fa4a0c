#include "engine/operations/restored_table.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/operations/table_encryption.h"

namespace engine::operations {

namespace {

using schema::Index;
using schema::IndexSpec;
using schema::KeySchemaElement;
using schema::KeyType;

std::vector<KeySchemaElement> keySchemaOf(const std::vector<schema::KeyAttribute>& hash,
                                          const std::vector<schema::KeyAttribute>& range) {
    std::vector<KeySchemaElement> elements;
    elements.reserve(hash.size() + range.size());
    for (const auto& key : hash) {
        elements.push_back({key.name, KeyType::Hash});
    }
    for (const auto& key : range) {
        elements.push_back({key.name, KeyType::Range});
    }
    return elements;
}

IndexSpec specOf(const Index& index) {
    IndexSpec spec;
    spec.name = index.name;
    spec.keySchema = keySchemaOf(index.partitionKey, index.sortKey);
    spec.projection.type = index.projection;
    if (index.projection == schema::ProjectionType::Include) {
        spec.projection.nonKeyAttributes = index.nonKeyAttributes;
    }
    spec.throughput = index.throughput;
    return spec;
}

schema::VectorIndexSpec specOf(const schema::VectorIndex& index) {
    schema::VectorIndexSpec spec;
    spec.name = index.name;
    spec.vectorAttribute = index.vectorAttribute;
    spec.dimensions = index.dimensions;
    spec.distance = index.distance;
    spec.projection.type = index.projection;
    if (index.projection == schema::ProjectionType::Include) {
        spec.projection.nonKeyAttributes = index.nonKeyAttributes;
    }
    for (const auto& element : index.searchSchema) {
        spec.searchSchema.push_back({element.attribute.name, element.type});
    }
    return spec;
}

bool isSameProjection(const schema::ProjectionSpec& wanted,
                      const schema::ProjectionSpec& existing) {
    return wanted.type == existing.type &&
           wanted.nonKeyAttributes.value_or(std::vector<std::string>()) ==
               existing.nonKeyAttributes.value_or(std::vector<std::string>());
}

bool isSameIndex(const schema::VectorIndexSpec& wanted, const schema::VectorIndexSpec& existing) {
    return wanted.name == existing.name && wanted.vectorAttribute == existing.vectorAttribute &&
           wanted.dimensions == existing.dimensions && wanted.distance == existing.distance &&
           wanted.searchSchema == existing.searchSchema &&
           isSameProjection(wanted.projection, existing.projection);
}

bool isSameIndex(const IndexSpec& wanted, const IndexSpec& existing) {
    return wanted.name == existing.name && wanted.keySchema == existing.keySchema &&
           isSameProjection(wanted.projection, existing.projection);
}

void keepThroughput(IndexSpec& kept, const IndexSpec& existing) {
    if (!kept.throughput) {
        kept.throughput = existing.throughput;
    }
}

void keepThroughput(schema::VectorIndexSpec& /*kept*/,
                    const schema::VectorIndexSpec& /*existing*/) {
}

// The indexes of the source that the override names.
template <class Spec>
Result<void> choose(std::optional<std::vector<Spec>>& indexes,
                    const std::optional<std::vector<Spec>>& wanted, std::string_view member) {
    if (!wanted) {
        return {};
    }
    std::vector<Spec> chosen;
    for (const auto& want : *wanted) {
        const bool exists =
            indexes && std::any_of(indexes->begin(), indexes->end(),
                                   [&](const Spec& index) { return isSameIndex(want, index); });
        if (!exists) {
            return Error::validation(
                "One or more parameter values were invalid: " + std::string(member) +
                " must be a subset of the source table's indexes. Index: " + want.name);
        }
        auto kept = want;
        const auto same = std::find_if(indexes->begin(), indexes->end(),
                                       [&](const auto& index) { return index.name == want.name; });
        keepThroughput(kept, *same);
        chosen.push_back(std::move(kept));
    }
    indexes = chosen.empty() ? std::nullopt : std::optional(std::move(chosen));
    return {};
}

// Only attributes of keys that are left may be defined.
void dropUnusedDefinitions(schema::TableSpec& spec) {
    std::set<std::string> used;
    const auto use = [&](const std::vector<KeySchemaElement>& keySchema) {
        for (const auto& element : keySchema) {
            used.insert(element.name);
        }
    };
    use(spec.keySchema);
    for (const auto* indexes : {&spec.globalIndexes, &spec.localIndexes}) {
        if (*indexes) {
            for (const auto& index : **indexes) {
                use(index.keySchema);
            }
        }
    }
    if (spec.vectorIndexes) {
        for (const auto& index : *spec.vectorIndexes) {
            for (const auto& element : index.searchSchema) {
                used.insert(element.name);
            }
        }
    }
    std::erase_if(spec.attributeDefinitions,
                  [&](const auto& definition) { return !used.contains(definition.name); });
}

void applyBilling(schema::TableSpec& spec, const TableOverrides& overrides) {
    if (overrides.billingMode) {
        spec.billingMode = overrides.billingMode;
        if (*overrides.billingMode == schema::BillingMode::PayPerRequest) {
            spec.throughput.reset();
            if (spec.globalIndexes) {
                for (auto& index : *spec.globalIndexes) {
                    index.throughput.reset();
                }
            }
        }
    }
    if (overrides.throughput) {
        spec.throughput = overrides.throughput;
    }
    if (overrides.onDemandLimits) {
        spec.onDemandLimits = overrides.onDemandLimits;
    }
}

}  // namespace

schema::TableSpec specOf(const schema::Table& table) {
    schema::TableSpec spec;
    spec.tableName = table.name;
    spec.attributeDefinitions = table.attributeDefinitions;
    spec.keySchema =
        keySchemaOf({table.partitionKey}, table.sortKey ? std::vector{*table.sortKey}
                                                        : std::vector<schema::KeyAttribute>());
    for (const auto& index : table.indexes) {
        auto& indexes = index.global ? spec.globalIndexes : spec.localIndexes;
        if (!indexes) {
            indexes.emplace();
        }
        indexes->push_back(specOf(index));
    }
    for (const auto& index : table.vectorIndexes) {
        if (!spec.vectorIndexes) {
            spec.vectorIndexes.emplace();
        }
        spec.vectorIndexes->push_back(specOf(index));
    }
    spec.billingMode = table.billingMode;
    if (table.billingMode == schema::BillingMode::Provisioned) {
        spec.throughput = table.throughput;
    }
    spec.tableClass = table.tableClass;
    return spec;
}

Result<schema::Table> restoredTable(const Context& context, const schema::Table& source,
                                    const std::string& name, const TableOverrides& overrides,
                                    schema::RestoreOrigin origin) {
    auto spec = specOf(source);
    spec.tableName = name;
    applyBilling(spec, overrides);
    if (auto chosen =
            choose(spec.globalIndexes, overrides.globalIndexes, "GlobalSecondaryIndexOverride");
        !chosen) {
        return std::move(chosen).error();
    }
    if (auto chosen =
            choose(spec.localIndexes, overrides.localIndexes, "LocalSecondaryIndexOverride");
        !chosen) {
        return std::move(chosen).error();
    }
    if (auto chosen = choose(spec.vectorIndexes, overrides.vectorIndexes, "VectorIndexOverride");
        !chosen) {
        return std::move(chosen).error();
    }
    dropUnusedDefinitions(spec);
    auto table = schema::validateTable(spec);
    if (!table) {
        return std::move(table).error();
    }
    table->encryptionKeyArn = source.encryptionKeyArn;
    if (auto set = setEncryption(context, overrides.encryption, *table); !set) {
        return std::move(set).error();
    }
    table->id = makeUuid(context.random);
    table->createdAt = context.clock.now();
    table->status = schema::TableStatus::Creating;
    origin.inProgress = true;
    table->restore = std::move(origin);
    return table;
}

Error tableAlreadyExists(const std::string& name) {
    return {ErrorKind::TableAlreadyExists, "Table already exists: " + name, {}};
}

}  // namespace engine::operations
