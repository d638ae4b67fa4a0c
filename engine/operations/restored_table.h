#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/schema/table.h"

// The table that a restore makes (facts/streams-backup-pitr.md section 5): description of the
// source without tags, stream, time to live, recovery and protection, changed by the overrides.
namespace engine::operations {

struct TableOverrides {
    std::optional<schema::BillingMode> billingMode;
    std::optional<schema::Throughput> throughput;
    std::optional<schema::OnDemandLimits> onDemandLimits;
    std::optional<schema::EncryptionSpec> encryption;  // nullopt: the source's key
    // Those of the source's indexes to keep; nullopt: all.
    std::optional<std::vector<schema::IndexSpec>> globalIndexes;
    std::optional<std::vector<schema::IndexSpec>> localIndexes;
    std::optional<std::vector<schema::VectorIndexSpec>> vectorIndexes;
};

// CREATING, with its own id; the number is the catalog's to give.
Result<schema::Table> restoredTable(const Context& context, const schema::Table& source,
                                    const std::string& name, const TableOverrides& overrides,
                                    schema::RestoreOrigin origin);

Error tableAlreadyExists(const std::string& name);

// Members of CreateTable that would make this table.
schema::TableSpec specOf(const schema::Table& table);

}  // namespace engine::operations
