#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"
#include "engine/wire/policy_document.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

// Path of the n-th element of a list, as the constraints print it.
std::string elementPath(std::string_view list, std::size_t position) {
    return std::string(list) + "." + std::to_string(position) + ".member";
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text.append(text.empty() ? "" : ", ").append(name);
    }
    return "[" + text + "]";
}

// Reads the structures of CreateTable; type errors go to the members' failure, everything else to
// the constraints.
class TableReader final {
public:
    TableReader(const Members& members, Constraints& constraints)
        : m_members(members), m_constraints(constraints) {}

    schema::TableSpec read();
    // After read(): a tag lacks its key or value.
    const std::optional<Error>& tagProblem() const { return m_tagProblem; }
    std::optional<std::vector<schema::IndexSpec>> readIndexes(std::string_view name,
                                                              std::string_view path, bool global);
    std::optional<schema::Throughput> readThroughput(const Members& members, std::string_view name,
                                                     const std::string& path);
    std::optional<schema::BillingMode> readBillingMode(std::string_view name,
                                                       std::string_view path);
    std::optional<schema::EncryptionSpec> readEncryption(
        std::string_view name = "SSESpecification", const std::string& path = "sSESpecification");
    operations::UpdateTableInput readUpdate();

    std::optional<schema::OnDemandLimits> readLimits(const Members& members,
                                                     std::string_view name = "OnDemandThroughput");

private:
    std::vector<Members> structures(const Members& members, std::string_view name,
                                    std::string_view shape) const;
    std::vector<schema::AttributeDefinition> readDefinitions();
    std::vector<schema::KeySchemaElement> readKeySchema(const Members& members,
                                                        const std::string& path,
                                                        std::size_t lengthMax);
    schema::IndexSpec readIndex(const Members& members, const std::string& path, bool global);
    std::optional<schema::Throughput> readWarmThroughput(const Members& members);
    std::optional<std::string> readIndexName(const Members& members, const std::string& path);
    operations::IndexUpdate readIndexUpdate(const Members& members, const std::string& path);
    std::optional<std::string> readTableClass();
    std::optional<std::vector<operations::ReplicaUpdate>> readReplicaUpdates();
    void readReplicaUpdate(const Members& members, const std::string& path,
                           std::vector<operations::ReplicaUpdate>& updates);
    std::optional<schema::BillingMode> readTableBillingMode();

    const Members& m_members;
    Constraints& m_constraints;
    std::optional<Error> m_tagProblem;
};

std::vector<Members> TableReader::structures(const Members& members, std::string_view name,
                                             std::string_view shape) const {
    std::vector<Members> read;
    const auto array = members.array(name);
    if (!array) {
        return read;
    }
    for (const Json element : *array) {
        if (const auto object = toElementStructure(element, shape, members.failure())) {
            read.emplace_back(*object, members.failure());
        }
    }
    return read;
}

std::vector<schema::AttributeDefinition> TableReader::readDefinitions() {
    using values::AttributeType;
    std::vector<schema::AttributeDefinition> definitions;
    std::size_t position = 0;
    for (const auto& members :
         structures(m_members, "AttributeDefinitions", "AttributeDefinition")) {
        const std::string path = elementPath("attributeDefinitions", ++position);
        const auto name = members.text("AttributeName");
        const auto type = members.text("AttributeType");
        m_constraints.notNull(name.has_value(), path + ".attributeName");
        if (name) {
            const std::string member = path + ".attributeName";
            m_constraints.lengthAtLeast(name->size(), 1, *name, member);
            m_constraints.lengthAtMost(name->size(), limits::keyAttributeNameBytesMax, *name,
                                       member);
        }
        m_constraints.notNull(type.has_value(), path + ".attributeType");
        const auto read = m_constraints.enumeration<AttributeType>(
            type, path + ".attributeType", "[B, N, S]",
            {{"B", AttributeType::B}, {"N", AttributeType::N}, {"S", AttributeType::S}});
        definitions.push_back({name.value_or(""), read.value_or(AttributeType::S)});
    }
    return definitions;
}

std::vector<schema::KeySchemaElement> TableReader::readKeySchema(const Members& members,
                                                                 const std::string& path,
                                                                 std::size_t lengthMax) {
    std::vector<schema::KeySchemaElement> keySchema;
    m_constraints.notNull(members.has("KeySchema"), path);
    std::string echo;
    for (const auto& element : structures(members, "KeySchema", "KeySchemaElement")) {
        const std::string member = elementPath(path, keySchema.size() + 1);
        const auto name = element.text("AttributeName");
        const auto type = element.text("KeyType");
        m_constraints.notNull(name.has_value(), member + ".attributeName");
        if (name) {
            m_constraints.lengthAtLeast(name->size(), 1, *name, member + ".attributeName");
            m_constraints.lengthAtMost(name->size(), limits::keyAttributeNameBytesMax, *name,
                                       member + ".attributeName");
        }
        m_constraints.notNull(type.has_value(), member + ".keyType");
        const auto read = m_constraints.enumeration<schema::KeyType>(
            type, member + ".keyType", "[HASH, RANGE]",
            {{"HASH", schema::KeyType::Hash}, {"RANGE", schema::KeyType::Range}});
        echo += (echo.empty() ? "" : ", ");
        echo += "KeySchemaElement(attributeName=" + name.value_or("null") +
                ", keyType=" + type.value_or("null") + ")";
        keySchema.push_back({name.value_or(""), read.value_or(schema::KeyType::Hash)});
    }
    if (members.has("KeySchema")) {
        m_constraints.lengthAtLeast(keySchema.size(), 1, "[]", path);
        m_constraints.lengthAtMost(keySchema.size(), lengthMax, "[" + echo + "]", path);
    }
    return keySchema;
}

std::optional<schema::Throughput> TableReader::readThroughput(const Members& members,
                                                              std::string_view name,
                                                              const std::string& path) {
    const auto throughput = members.structure(name, "ProvisionedThroughput");
    if (!throughput) {
        return std::nullopt;
    }
    const auto read = throughput->longInteger("ReadCapacityUnits");
    const auto write = throughput->longInteger("WriteCapacityUnits");
    m_constraints.notNull(read.has_value(), path + ".readCapacityUnits");
    m_constraints.atLeast(read, 1, path + ".readCapacityUnits");
    m_constraints.notNull(write.has_value(), path + ".writeCapacityUnits");
    m_constraints.atLeast(write, 1, path + ".writeCapacityUnits");
    return schema::Throughput{read.value_or(0), write.value_or(0)};
}

schema::IndexSpec TableReader::readIndex(const Members& members, const std::string& path,
                                         bool global) {
    constexpr std::size_t globalKeyLengthMax =
        limits::indexHashAttributesMax + limits::indexRangeAttributesMax;
    schema::IndexSpec spec;
    const auto name = members.text("IndexName");
    m_constraints.notNull(name.has_value(), path + ".indexName");
    m_constraints.resourceName(name, path + ".indexName", limits::tableNameBytesMin);
    spec.name = name.value_or("");
    spec.keySchema = readKeySchema(members, path + ".keySchema", global ? globalKeyLengthMax : 2);
    spec.projection = readProjection(members, m_constraints, path + ".projection");
    if (global) {
        spec.throughput =
            readThroughput(members, "ProvisionedThroughput", path + ".provisionedThroughput");
        spec.onDemandLimits = readLimits(members);
        spec.warmThroughput = readWarmThroughput(members);
    }
    return spec;
}

std::optional<schema::OnDemandLimits> TableReader::readLimits(const Members& members,
                                                              std::string_view name) {
    const auto given = members.structure(name, "OnDemandThroughput");
    if (!given) {
        return std::nullopt;
    }
    return schema::OnDemandLimits{given->longInteger("MaxReadRequestUnits"),
                                  given->longInteger("MaxWriteRequestUnits")};
}

std::optional<schema::Throughput> TableReader::readWarmThroughput(const Members& members) {
    const auto given = members.structure("WarmThroughput", "WarmThroughput");
    if (!given) {
        return std::nullopt;
    }
    return schema::Throughput{given->longInteger("ReadUnitsPerSecond").value_or(0),
                              given->longInteger("WriteUnitsPerSecond").value_or(0)};
}

std::optional<std::string> TableReader::readIndexName(const Members& members,
                                                      const std::string& path) {
    auto name = members.text("IndexName");
    m_constraints.notNull(name.has_value(), path + ".indexName");
    m_constraints.resourceName(name, path + ".indexName", limits::tableNameBytesMin);
    return name;
}

operations::IndexUpdate TableReader::readIndexUpdate(const Members& members,
                                                     const std::string& path) {
    operations::IndexUpdate update;
    if (const auto change = members.structure("Update", "UpdateGlobalSecondaryIndexAction")) {
        const std::string here = path + ".update";
        operations::IndexUpdate::Update read;
        read.name = readIndexName(*change, here).value_or("");
        read.throughput =
            readThroughput(*change, "ProvisionedThroughput", here + ".provisionedThroughput");
        read.onDemandLimits = readLimits(*change);
        read.warmThroughput = readWarmThroughput(*change);
        update.update = std::move(read);
    }
    if (const auto create = members.structure("Create", "CreateGlobalSecondaryIndexAction")) {
        update.create = readIndex(*create, path + ".create", true);
    }
    if (const auto remove = members.structure("Delete", "DeleteGlobalSecondaryIndexAction")) {
        update.remove = readIndexName(*remove, path + ".delete").value_or("");
    }
    return update;
}

std::optional<schema::EncryptionSpec> TableReader::readEncryption(std::string_view name,
                                                                  const std::string& path) {
    const auto given = m_members.structure(name, "SSESpecification");
    if (!given) {
        return std::nullopt;
    }
    schema::EncryptionSpec spec;
    spec.enabled = given->boolean("Enabled").value_or(false);
    spec.type = given->text("SSEType");
    spec.keyId = given->text("KMSMasterKeyId");
    m_constraints.enumeration<int>(spec.type, path + ".sSEType", "[AES256, KMS]",
                                   {{"AES256", 0}, {"KMS", 1}});
    return spec;
}

void TableReader::readReplicaUpdate(const Members& members, const std::string& path,
                                    std::vector<operations::ReplicaUpdate>& updates) {
    using Action = operations::ReplicaUpdate::Action;
    struct Kind {
        std::string_view name;
        std::string_view shape;
        std::string_view member;
        Action action;
    };
    for (const auto& kind :
         {Kind{"Create", "CreateReplicationGroupMemberAction", ".create", Action::Create},
          Kind{"Update", "UpdateReplicationGroupMemberAction", ".update", Action::Update},
          Kind{"Delete", "DeleteReplicationGroupMemberAction", ".delete", Action::Delete},
          Kind{"Disassociate", "DisassociateReplicationGroupMemberAction", ".disassociate",
               Action::Disassociate}}) {
        const auto given = members.structure(kind.name, kind.shape);
        if (!given) {
            continue;
        }
        const auto region = given->text("RegionName");
        const std::string member = path + std::string(kind.member) + ".regionName";
        m_constraints.notNull(region.has_value(), member);
        updates.push_back({kind.action, region.value_or("")});
    }
}

std::optional<std::vector<operations::ReplicaUpdate>> TableReader::readReplicaUpdates() {
    if (!m_members.has("ReplicaUpdates")) {
        return std::nullopt;
    }
    std::vector<operations::ReplicaUpdate> updates;
    std::size_t position = 0;
    for (const auto& members : structures(m_members, "ReplicaUpdates", "ReplicationGroupUpdate")) {
        readReplicaUpdate(members, elementPath("replicaUpdates", ++position), updates);
    }
    m_constraints.lengthAtLeast(position, 1, "[]", "replicaUpdates");
    return updates;
}

operations::UpdateTableInput TableReader::readUpdate() {
    operations::UpdateTableInput input;
    input.attributeDefinitions = readDefinitions();
    input.billingMode = readTableBillingMode();
    input.throughput = readThroughput(m_members, "ProvisionedThroughput", "provisionedThroughput");
    if (m_members.has("GlobalSecondaryIndexUpdates")) {
        input.indexUpdates.emplace();
        for (const auto& members :
             structures(m_members, "GlobalSecondaryIndexUpdates", "GlobalSecondaryIndexUpdate")) {
            input.indexUpdates->push_back(readIndexUpdate(
                members,
                elementPath("globalSecondaryIndexUpdates", input.indexUpdates->size() + 1)));
        }
    }
    input.stream = readStreamSpecification(m_members, m_constraints);
    input.deletionProtection = m_members.boolean("DeletionProtectionEnabled");
    input.tableClass = readTableClass();
    input.onDemandLimits = readLimits(m_members);
    input.warmThroughput = readWarmThroughput(m_members);
    input.vectorIndexUpdates = readVectorIndexUpdates(m_members, m_constraints);
    input.encryption = readEncryption();
    input.replicaUpdates = readReplicaUpdates();
    return input;
}

std::optional<std::vector<schema::IndexSpec>> TableReader::readIndexes(std::string_view name,
                                                                       std::string_view path,
                                                                       bool global) {
    if (!m_members.has(name)) {
        return std::nullopt;
    }
    std::vector<schema::IndexSpec> indexes;
    const std::string_view shape = global ? "GlobalSecondaryIndex" : "LocalSecondaryIndex";
    for (const auto& members : structures(m_members, name, shape)) {
        indexes.push_back(readIndex(members, elementPath(path, indexes.size() + 1), global));
    }
    return indexes;
}

// TableThroughputMode is a newer name of BillingMode, which wins when both are given
// (facts/aws-observed.md section 17).
std::optional<schema::BillingMode> TableReader::readTableBillingMode() {
    const auto mode = readBillingMode("BillingMode", "billingMode");
    const auto alias = readBillingMode("TableThroughputMode", "tableThroughputMode");
    return mode ? mode : alias;
}

std::optional<schema::BillingMode> TableReader::readBillingMode(std::string_view name,
                                                                std::string_view path) {
    using schema::BillingMode;
    return m_constraints.enumeration<BillingMode>(
        m_members.text(name), path, "[PROVISIONED, PAY_PER_REQUEST]",
        {{"PROVISIONED", BillingMode::Provisioned},
         {"PAY_PER_REQUEST", BillingMode::PayPerRequest}});
}

std::optional<std::string> TableReader::readTableClass() {
    auto tableClass = m_members.text("TableClass");
    m_constraints.enumeration<int>(tableClass, "tableClass",
                                   "[STANDARD, STANDARD_INFREQUENT_ACCESS]",
                                   {{"STANDARD", 0}, {"STANDARD_INFREQUENT_ACCESS", 1}});
    return tableClass;
}

schema::TableSpec TableReader::read() {
    schema::TableSpec spec;
    spec.attributeDefinitions = readDefinitions();
    spec.billingMode = readTableBillingMode();
    spec.globalIndexes = readIndexes("GlobalSecondaryIndexes", "globalSecondaryIndexes", true);
    spec.keySchema = readKeySchema(m_members, "keySchema", 2);
    spec.localIndexes = readIndexes("LocalSecondaryIndexes", "localSecondaryIndexes", false);
    spec.throughput = readThroughput(m_members, "ProvisionedThroughput", "provisionedThroughput");
    spec.stream = readStreamSpecification(m_members, m_constraints);
    spec.onDemandLimits = readLimits(m_members);
    spec.warmThroughput = readWarmThroughput(m_members);
    spec.tableClass = readTableClass();
    const auto tableName = m_members.text("TableName");
    m_constraints.resourceName(tableName, "tableName", limits::tableNameBytesMin);
    spec.tableName = tableName.value_or("");
    spec.tags = readTags(m_members, m_tagProblem);
    spec.deletionProtection = m_members.boolean("DeletionProtectionEnabled");
    spec.vectorIndexes =
        readVectorIndexes(m_members, "VectorIndexes", "vectorIndexes", m_constraints);
    spec.encryption = readEncryption();
    return spec;
}

// Whether the request has TableName and nothing else is wrong with it.
std::optional<Error> tableNameError(const Members& members) {
    const auto name = members.text("TableName");
    if (members.failure()) {
        return members.failure().error();
    }
    if (!name) {
        return tableNameRequired();
    }
    Constraints constraints(Framework::Old);
    constraints.resourceName(name, "tableName", 1);
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

}  // namespace

Error tableNameRequired() {
    return Error::validation(
        "The parameter 'TableName' is required but was not present in the request");
}

std::optional<schema::StreamSpec> readStreamSpecification(const Members& members,
                                                          Constraints& constraints) {
    const auto specification = members.structure("StreamSpecification", "StreamSpecification");
    if (!specification) {
        return std::nullopt;
    }
    const auto enabled = specification->boolean("StreamEnabled");
    constraints.notNull(enabled.has_value(), "streamSpecification.streamEnabled");
    schema::StreamSpec stream{enabled.value_or(false), specification->text("StreamViewType")};
    constraints.enumeration<int>(
        stream.viewType, "streamSpecification.streamViewType",
        "[NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]",
        {{"NEW_IMAGE", 0}, {"OLD_IMAGE", 1}, {"NEW_AND_OLD_IMAGES", 2}, {"KEYS_ONLY", 3}});
    return stream;
}

schema::ProjectionSpec readProjection(const Members& members, Constraints& constraints,
                                      const std::string& path) {
    using schema::ProjectionType;
    schema::ProjectionSpec spec;
    const auto projection = members.structure("Projection", "Projection");
    constraints.notNull(projection.has_value() || members.failure(), path);
    if (!projection) {
        return spec;
    }
    spec.type = constraints.enumeration<ProjectionType>(
        projection->text("ProjectionType"), path + ".projectionType", "[ALL, INCLUDE, KEYS_ONLY]",
        {{"ALL", ProjectionType::All},
         {"INCLUDE", ProjectionType::Include},
         {"KEYS_ONLY", ProjectionType::KeysOnly}});
    spec.nonKeyAttributes = projection->texts("NonKeyAttributes");
    if (spec.nonKeyAttributes) {
        constraints.lengthAtMost(spec.nonKeyAttributes->size(), limits::nonKeyAttributesPerIndexMax,
                                 listed(*spec.nonKeyAttributes), path + ".nonKeyAttributes");
    }
    return spec;
}

schema::TableSpec readTableSpec(const Members& members, Constraints& constraints) {
    return TableReader(members, constraints).read();
}

operations::TableOverrides readOverrides(const Members& members, Constraints& constraints) {
    TableReader reader(members, constraints);
    operations::TableOverrides overrides;
    overrides.billingMode = reader.readBillingMode("BillingModeOverride", "billingModeOverride");
    overrides.globalIndexes =
        reader.readIndexes("GlobalSecondaryIndexOverride", "globalSecondaryIndexOverride", true);
    overrides.localIndexes =
        reader.readIndexes("LocalSecondaryIndexOverride", "localSecondaryIndexOverride", false);
    overrides.vectorIndexes =
        readVectorIndexes(members, "VectorIndexOverride", "vectorIndexOverride", constraints);
    overrides.throughput = reader.readThroughput(members, "ProvisionedThroughputOverride",
                                                 "provisionedThroughputOverride");
    overrides.onDemandLimits = reader.readLimits(members, "OnDemandThroughputOverride");
    overrides.encryption =
        reader.readEncryption("SSESpecificationOverride", "sSESpecificationOverride");
    return overrides;
}

DecodedRequest decodeCreateTable(const Members& members) {
    Constraints constraints(Framework::Old);
    TableReader reader(members, constraints);
    auto input = reader.read();
    const auto policyText = members.text("ResourcePolicy");
    if (members.failure()) {
        return members.failure().error();
    }
    for (const std::string_view name :
         {"GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"}) {
        if (members.has(name)) {
            return Error::validation("The parameter " + std::string(name) +
                                     " is not supported yet by this endpoint");
        }
    }
    if (!members.has("TableName")) {
        return tableNameRequired();
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    if (reader.tagProblem()) {
        return *reader.tagProblem();
    }
    if (policyText) {
        // The last step: it replaces the JSON of the request.
        auto policy = readPolicy(*policyText);
        if (!policy) {
            return std::move(policy).error();
        }
        input.resourcePolicy = std::move(policy->text);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeUpdateTable(const Members& members) {
    Constraints constraints(Framework::Old);
    auto input = TableReader(members, constraints).readUpdate();
    const auto name = members.text("TableName");
    if (members.failure()) {
        return members.failure().error();
    }
    if (!name) {
        return tableNameRequired();
    }
    constraints.resourceName(name, "tableName", 1);
    if (constraints.broken()) {
        return constraints.error();
    }
    for (const std::string_view later :
         {"MultiRegionConsistency", "GlobalTableWitnessUpdates",
          "GlobalTableSettingsReplicationMode", "DisassociationProtectionEnabled"}) {
        if (members.has(later)) {
            return Error::validation("The parameter " + std::string(later) +
                                     " is not supported yet by this endpoint");
        }
    }
    input.tableName = *name;
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeTable(const Members& members) {
    if (auto error = tableNameError(members)) {
        return *std::move(error);
    }
    return operations::Request(
        operations::DescribeTableInput{members.text("TableName").value_or("")});
}

DecodedRequest decodeDeleteTable(const Members& members) {
    if (auto error = tableNameError(members)) {
        return *std::move(error);
    }
    return operations::Request(
        operations::DeleteTableInput{members.text("TableName").value_or("")});
}

DecodedRequest decodeListTables(const Members& members) {
    operations::ListTablesInput input;
    const auto limit = members.integer("Limit");
    input.exclusiveStartTableName = members.text("ExclusiveStartTableName");
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    constraints.resourceName(input.exclusiveStartTableName, "exclusiveStartTableName",
                             limits::tableNameBytesMin);
    constraints.atLeast(limit, 1, "limit");
    constraints.atMost(limit, limits::listTablesPageMax, "limit");
    if (constraints.broken()) {
        return constraints.error();
    }
    if (limit) {
        input.limit = static_cast<std::int32_t>(*limit);
    }
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
