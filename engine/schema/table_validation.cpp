#include <algorithm>
#include <set>
#include <string>

#include "engine/base/limits.h"
#include "engine/schema/table.h"
#include "engine/schema/vector_index.h"

// The checks of CreateTable in the service's order (facts/validation.md section 11): throughput,
// table keys, local indexes, global indexes, unused definitions, stream.
namespace engine::schema {

namespace {

constexpr std::int64_t throughputUnitsMax = 1'000'000'000'000;

Error invalid(const std::string& text) {
    return Error::validation("One or more parameter values were invalid: " + text);
}

std::string join(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text.append(text.empty() ? "" : ", ").append(name);
    }
    return "[" + text + "]";
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> namesOf(const std::vector<KeySchemaElement>& keySchema) {
    std::vector<std::string> names;
    for (const auto& element : keySchema) {
        names.push_back(element.name);
    }
    return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isOnDemand(const TableSpec& spec) {
    return spec.billingMode == BillingMode::PayPerRequest;
}

}  // namespace

Result<void> checkUnits(const Throughput& throughput) {
    for (const auto& [units, name] : {std::pair(throughput.readUnits, "ReadCapacityUnits"),
                                      std::pair(throughput.writeUnits, "WriteCapacityUnits")}) {
        if (units > throughputUnitsMax) {
            return Error::validation("Given value " + std::to_string(units) + " for " + name +
                                     " is out of bounds");
        }
    }
    return {};
}

Result<void> checkProjection(const ProjectionSpec& projection) {
    if (!projection.type) {
        return invalid("Unknown ProjectionType: null");
    }
    if (projection.nonKeyAttributes && *projection.type != ProjectionType::Include) {
        const std::string type = *projection.type == ProjectionType::All ? "ALL" : "KEYS_ONLY";
        return invalid("ProjectionType is " + type + ", but NonKeyAttributes is specified");
    }
    if (*projection.type == ProjectionType::Include && !projection.nonKeyAttributes) {
        return invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    }
    if (projection.nonKeyAttributes && projection.nonKeyAttributes->empty()) {
        return invalid("NonKeyAttributes must not be empty");
    }
    return {};
}

namespace {

Result<void> checkLimits(const OnDemandLimits& given, const std::string& what) {
    for (const auto& [units, name] : {std::pair(given.readUnits, "MaxReadRequestUnits"),
                                      std::pair(given.writeUnits, "MaxWriteRequestUnits")}) {
        if (units && *units < 1) {
            return invalid("Requested " + std::string(name) + " for OnDemandThroughput for " +
                           what + " is outside of valid range");
        }
    }
    return {};
}

Result<void> checkThroughput(const TableSpec& spec) {
    if (isOnDemand(spec) && spec.throughput) {
        return invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
            "PAY_PER_REQUEST");
    }
    if (!isOnDemand(spec) && !spec.throughput) {
        return invalid(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
            "PROVISIONED");
    }
    if (!isOnDemand(spec) && spec.onDemandLimits) {
        return invalid("Max" + std::string(spec.onDemandLimits->readUnits ? "Read" : "Write") +
                       "RequestUnits for OnDemandThroughput cannot be specified when table "
                       "BillingMode is PROVISIONED.");
    }
    if (spec.onDemandLimits) {
        if (auto checked = checkLimits(*spec.onDemandLimits, "table"); !checked) {
            return checked;
        }
    }
    return spec.throughput ? checkUnits(*spec.throughput) : Result<void>();
}

// Collects what is known while the request is checked front to back.
class TableBuilder final {
public:
    explicit TableBuilder(const TableSpec& spec) : m_spec(spec) {
        for (const auto& definition : spec.attributeDefinitions) {
            m_definedNames.push_back(definition.name);
        }
    }

    // For an index of a table that is there.
    TableBuilder(const TableSpec& spec, const Table& table) : TableBuilder(spec) {
        m_table = table;
        m_table.indexes.clear();
    }

    Result<Index> buildIndex() {
        if (auto added = addGlobalIndexes(); !added) {
            return std::move(added).error();
        }
        return std::move(m_table.indexes.front());
    }

    Result<Table> build() {
        for (const auto step :
             {&TableBuilder::checkNameAndThroughput, &TableBuilder::checkDefinitionsDiffer,
              &TableBuilder::addTableKeys, &TableBuilder::addLocalIndexes,
              &TableBuilder::addGlobalIndexes, &TableBuilder::addVectorIndexes,
              &TableBuilder::checkIndexTotals, &TableBuilder::checkAllDefinitionsUsed,
              &TableBuilder::addSettings}) {
            if (auto done = (this->*step)(); !done) {
                return done.error();
            }
        }
        return std::move(m_table);
    }

private:
    Result<void> checkNameAndThroughput() {
        if (auto problem = tableNameProblem(m_spec.tableName)) {
            return Error::validation(*std::move(problem));
        }
        m_table.name = m_spec.tableName;
        return checkThroughput(m_spec);
    }

    // Seen on the service: scylladb/scylladb issue 13870.
    Result<void> checkDefinitionsDiffer() {
        std::set<std::string> names;
        for (const auto& name : m_definedNames) {
            if (!names.insert(name).second) {
                return Error::validation("Attribute Name is duplicated: " + name);
            }
        }
        return {};
    }

    Result<void> addTableKeys() {
        const auto& keySchema = m_spec.keySchema;
        if (keySchema.empty() || keySchema.size() > m_definedNames.size()) {
            return Error::validation(
                "Invalid KeySchema: Some index key attribute have no definition");
        }
        if (auto checked = checkSimpleKeySchema(keySchema); !checked) {
            return checked;
        }
        if (!m_spec.localIndexes && !m_spec.globalIndexes && !m_spec.vectorIndexes &&
            keySchema.size() < m_definedNames.size()) {
            return invalid(
                "Number of attributes in KeySchema does not exactly match number of attributes "
                "defined in AttributeDefinitions");
        }
        m_table.partitionKey = keyAttribute(keySchema.front().name);
        if (keySchema.size() == 2) {
            m_table.sortKey = keyAttribute(keySchema.back().name);
        }
        return {};
    }

    Result<void> checkDefined(const std::vector<KeySchemaElement>& keySchema) {
        const auto names = namesOf(keySchema);
        m_usedNames.insert(names.begin(), names.end());
        for (const auto& name : names) {
            if (!contains(m_definedNames, name)) {
                return invalid(
                    "Some index key attributes are not defined in AttributeDefinitions. Keys: " +
                    join(sorted(names)) +
                    ", AttributeDefinitions: " + join(sorted(m_definedNames)));
            }
        }
        return {};
    }

    // HASH, or HASH and RANGE: tables and local indexes.
    Result<void> checkSimpleKeySchema(const std::vector<KeySchemaElement>& keySchema) {
        if (auto defined = checkDefined(keySchema); !defined) {
            return defined;
        }
        if (keySchema.size() > 1 && keySchema[0].name == keySchema[1].name) {
            return Error::validation(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }
        if (keySchema[0].type != KeyType::Hash) {
            return Error::validation(
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        if (keySchema.size() > 1 && keySchema[1].type != KeyType::Range) {
            return Error::validation(
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
        if (keySchema.size() > 2) {
            return Error::validation(
                "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: "
                "Member must have length less than or equal to 2");
        }
        return {};
    }

    // One to four HASH elements, then up to four RANGE elements, no name twice: global indexes.
    Result<void> checkMultiKeySchema(const IndexSpec& spec) {
        const auto& keySchema = spec.keySchema;
        if (keySchema.size() <= 2) {
            const bool twoHashes = keySchema.size() == 2 && keySchema[0].type == KeyType::Hash &&
                                   keySchema[1].type == KeyType::Hash &&
                                   keySchema[0].name != keySchema[1].name;
            return twoHashes ? checkDefined(keySchema) : checkSimpleKeySchema(keySchema);
        }
        if (auto defined = checkDefined(keySchema); !defined) {
            return defined;
        }
        const auto firstRange = std::find_if(
            keySchema.begin(), keySchema.end(),
            [](const KeySchemaElement& element) { return element.type == KeyType::Range; });
        if (firstRange == keySchema.begin()) {
            return Error::validation(
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        if (std::any_of(firstRange, keySchema.end(), [](const KeySchemaElement& element) {
                return element.type == KeyType::Hash;
            })) {
            return Error::validation(
                "Invalid KeySchema: All HASH key elements must precede all RANGE key elements");
        }
        const auto hashes = firstRange - keySchema.begin();
        const auto ranges = keySchema.end() - firstRange;
        if (hashes > limits::indexHashAttributesMax || ranges > limits::indexRangeAttributesMax) {
            return Error::validation(
                "Invalid KeySchema: An index key has at most 4 HASH and 4 RANGE key elements");
        }
        auto names = sorted(namesOf(keySchema));
        if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
            return Error::validation(
                "Invalid KeySchema: Some elements in the KeySchema have the same name");
        }
        return {};
    }

    Result<void> addLocalIndexes() {
        if (!m_spec.localIndexes) {
            return {};
        }
        if (m_spec.localIndexes->empty()) {
            return invalid("List of LocalSecondaryIndexes is empty");
        }
        for (const auto& index : *m_spec.localIndexes) {
            if (auto checked = checkLocalIndex(index); !checked) {
                return checked;
            }
            if (auto added = addIndex(index, false); !added) {
                return added;
            }
        }
        if (m_spec.localIndexes->size() > limits::localIndexesMax) {
            return invalid("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
        }
        return {};
    }

    Result<void> checkLocalIndex(const IndexSpec& index) {
        if (!m_table.sortKey) {
            return invalid(
                "Table KeySchema does not have a range key, which is required when specifying a "
                "LocalSecondaryIndex");
        }
        if (index.keySchema.empty()) {
            return noRangeKey(index);
        }
        if (auto checked = checkSimpleKeySchema(index.keySchema); !checked) {
            return checked;
        }
        if (index.keySchema.size() < 2) {
            return noRangeKey(index);
        }
        if (index.keySchema.front().name != m_table.partitionKey.name) {
            return invalid(
                "Index KeySchema does not have the same leading hash key as table KeySchema for "
                "index: " +
                index.name + ". index hash key: " + index.keySchema.front().name +
                ", table hash key: " + m_table.partitionKey.name);
        }
        return checkProjection(index.projection);
    }

    static Error noRangeKey(const IndexSpec& index) {
        return invalid("Index KeySchema does not have a range key for index: " + index.name);
    }

    Result<void> addGlobalIndexes() {
        if (!m_spec.globalIndexes) {
            return {};
        }
        if (m_spec.globalIndexes->empty()) {
            return invalid("List of GlobalSecondaryIndexes is empty");
        }
        for (const auto& index : *m_spec.globalIndexes) {
            if (auto checked = checkGlobalIndex(index); !checked) {
                return checked;
            }
            if (auto added = addIndex(index, true); !added) {
                return added;
            }
        }
        if (m_spec.globalIndexes->size() > limits::globalIndexesMax) {
            return invalid("GlobalSecondaryIndex count exceeds the per-table limit of 20");
        }
        return {};
    }

    Result<void> checkGlobalIndex(const IndexSpec& index) {
        if (index.keySchema.empty()) {
            return Error::validation(
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        if (auto checked = checkMultiKeySchema(index); !checked) {
            return checked;
        }
        if (auto checked = checkProjection(index.projection); !checked) {
            return checked;
        }
        if (isOnDemand(m_spec) && index.throughput) {
            return invalid("ProvisionedThroughput should not be specified for index: " +
                           index.name + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!isOnDemand(m_spec) && !index.throughput) {
            return invalid("ProvisionedThroughput must be specified for index: " + index.name);
        }
        if (index.onDemandLimits) {
            if (auto checked = checkLimits(*index.onDemandLimits, "index: " + index.name);
                !checked) {
                return checked;
            }
        }
        return index.throughput ? checkUnits(*index.throughput) : Result<void>();
    }

    Result<void> addIndex(const IndexSpec& spec, bool global) {
        if (m_table.findIndex(spec.name) != nullptr) {
            return invalid("Duplicate index name: " + spec.name);
        }
        Index index;
        index.number = static_cast<IndexNumber>(m_table.indexes.size() + 1);
        index.global = global;
        index.name = spec.name;
        for (const auto& element : spec.keySchema) {
            auto& part = element.type == KeyType::Hash ? index.partitionKey : index.sortKey;
            part.push_back(keyAttribute(element.name));
        }
        index.projection = *spec.projection.type;
        index.nonKeyAttributes =
            spec.projection.nonKeyAttributes.value_or(std::vector<std::string>());
        index.throughput = spec.throughput;
        index.onDemandLimits = spec.onDemandLimits;
        index.warmThroughput = spec.warmThroughput;
        m_table.lastIndexNumber = index.number;
        m_table.indexes.push_back(std::move(index));
        return {};
    }

    Result<void> addVectorIndexes() {
        if (!m_spec.vectorIndexes) {
            return {};
        }
        if (m_spec.vectorIndexes->empty()) {
            return invalid("List of VectorIndexes is empty");
        }
        const auto mode = m_spec.billingMode.value_or(BillingMode::Provisioned);
        for (const auto& spec : *m_spec.vectorIndexes) {
            auto index = validateVectorIndex(spec, mode, m_spec.attributeDefinitions);
            if (!index) {
                return std::move(index).error();
            }
            if (auto added = addVectorIndex(*std::move(index)); !added) {
                return added;
            }
        }
        if (m_spec.vectorIndexes->size() > limits::vectorIndexesMax) {
            return invalid("VectorIndex count exceeds the per-table limit of 5");
        }
        return {};
    }

    Result<void> addVectorIndex(VectorIndex index) {
        if (m_table.hasIndex(index.name)) {
            return invalid("Duplicate index name: " + index.name);
        }
        for (const auto& other : m_table.vectorIndexes) {
            if (other.vectorAttribute == index.vectorAttribute &&
                other.dimensions != index.dimensions) {
                return invalid("Conflicting attribute definition for '" + index.vectorAttribute +
                               "'. All VectorIndexes on the same vector attribute must use the "
                               "same dimensions.");
            }
        }
        for (const auto& element : index.searchSchema) {
            m_usedNames.insert(element.attribute.name);
        }
        index.number = ++m_table.lastIndexNumber;
        m_table.vectorIndexes.push_back(std::move(index));
        return {};
    }

    Result<void> checkIndexTotals() { return checkProjectedTotal(m_table); }

    Result<void> checkAllDefinitionsUsed() {
        const auto defined = sorted(m_definedNames);
        const std::vector<std::string> used(m_usedNames.begin(), m_usedNames.end());
        if (defined != used) {
            return invalid("Some AttributeDefinitions are not used. AttributeDefinitions: " +
                           join(defined) + ", keys used: " + join(used));
        }
        return {};
    }

    Result<void> addSettings() {
        if (m_spec.stream && !m_spec.stream->enabled && m_spec.stream->viewType) {
            return invalid(
                "Table is being created with a stream disabled, UpdateViewType should not be "
                "specified");
        }
        if (m_spec.stream && m_spec.stream->enabled && !m_spec.stream->viewType) {
            return invalid(
                "Table is being created with a stream enabled, UpdateViewType is required");
        }
        // Descriptions list the definitions by name, however they were sent.
        m_table.attributeDefinitions = m_spec.attributeDefinitions;
        std::sort(m_table.attributeDefinitions.begin(), m_table.attributeDefinitions.end(),
                  [](const AttributeDefinition& left, const AttributeDefinition& right) {
                      return left.name < right.name;
                  });
        m_table.billingMode = m_spec.billingMode.value_or(BillingMode::Provisioned);
        m_table.throughput = m_spec.throughput.value_or(Throughput());
        m_table.deletionProtection = m_spec.deletionProtection.value_or(false);
        m_table.tableClass = m_spec.tableClass;
        m_table.onDemandLimits = m_spec.onDemandLimits;
        m_table.warmThroughput = m_spec.warmThroughput;
        m_table.stream = m_spec.stream;
        m_table.tags = m_spec.tags;
        return {};
    }

    KeyAttribute keyAttribute(const std::string& name) const {
        const auto found = std::find_if(
            m_spec.attributeDefinitions.begin(), m_spec.attributeDefinitions.end(),
            [&](const AttributeDefinition& definition) { return definition.name == name; });
        ENSURE(found != m_spec.attributeDefinitions.end());
        return {found->name, found->type};
    }

    const TableSpec& m_spec;
    std::vector<std::string> m_definedNames;
    std::set<std::string> m_usedNames;
    Table m_table;
};

}  // namespace

Result<Table> validateTable(const TableSpec& spec) {
    return TableBuilder(spec).build();
}

Result<Index> validateNewIndex(const Table& table, const IndexSpec& index,
                               const std::vector<AttributeDefinition>& definitions) {
    TableSpec spec;
    spec.attributeDefinitions = definitions;
    spec.billingMode = table.billingMode;
    spec.globalIndexes = std::vector{index};
    return TableBuilder(spec, table).buildIndex();
}

}  // namespace engine::schema
