#pragma once

#include <string>

// The operations on global tables of version 2017.11.29 and on the scaling of replicas. A database
// has no global tables, so each answers what the service answers where there is none; the service
// makes no new ones of that version either (seen in October 2026 in five regions).
namespace engine::operations {

struct CreateGlobalTableInput {
    std::string globalTableName;
};
struct DescribeGlobalTableInput {
    std::string globalTableName;
};
struct DescribeGlobalTableSettingsInput {
    std::string globalTableName;
};
struct UpdateGlobalTableInput {
    std::string globalTableName;
    bool hasUpdates = false;  // ReplicaUpdates is not empty
    bool creates = false;     // one of them adds a replica
};
struct UpdateGlobalTableSettingsInput {
    std::string globalTableName;
};
struct DescribeTableReplicaAutoScalingInput {
    std::string tableName;
};
struct UpdateTableReplicaAutoScalingInput {
    std::string tableName;
};

struct ListGlobalTablesInput {};
// Always empty.
struct ListGlobalTablesOutput {};

}  // namespace engine::operations
