#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/create_table.h"

namespace engine::operations {

// One element of GlobalSecondaryIndexUpdates; exactly one of the three in a good request.
struct IndexUpdate {
    struct Update {
        std::string name;
        std::optional<schema::Throughput> throughput;
        std::optional<schema::OnDemandLimits> onDemandLimits;
        std::optional<schema::Throughput> warmThroughput;
    };
    std::optional<Update> update;
    std::optional<schema::IndexSpec> create;
    std::optional<std::string> remove;

    const std::string& name() const;
};

// One element of VectorIndexUpdates.
struct VectorIndexUpdate {
    std::optional<schema::VectorIndexSpec> create;
    std::optional<std::string> remove;
};

// One element of ReplicaUpdates. A database is one region, so none of them can be carried out.
struct ReplicaUpdate {
    enum class Action { Create, Update, Delete, Disassociate };
    Action action = Action::Create;
    std::string regionName;
};

struct UpdateTableInput {
    std::string tableName;
    std::vector<schema::AttributeDefinition> attributeDefinitions;
    std::optional<schema::BillingMode> billingMode;
    std::optional<schema::Throughput> throughput;
    std::optional<std::vector<IndexUpdate>> indexUpdates;
    std::optional<std::vector<VectorIndexUpdate>> vectorIndexUpdates;
    std::optional<schema::StreamSpec> stream;
    std::optional<bool> deletionProtection;
    std::optional<std::string> tableClass;
    std::optional<schema::OnDemandLimits> onDemandLimits;  // -1 takes a ceiling away
    std::optional<schema::Throughput> warmThroughput;
    std::optional<schema::EncryptionSpec> encryption;
    std::optional<std::vector<ReplicaUpdate>> replicaUpdates;
};

struct UpdateTableOutput {
    TableDescription description;
};

// What is wrong with the request whatever the table is like.
Result<void> checkTableChange(const UpdateTableInput& input);

// The table as a request that passed the above makes it, except for its stream; the errors of the
// service in its order (facts/validation.md section 11, facts/aws-observed.md section 17). Pure.
Result<schema::Table> changedTable(const schema::Table& table, const UpdateTableInput& input,
                                   Timestamp now);

}  // namespace engine::operations
