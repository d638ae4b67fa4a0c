#include "engine/operations/global_tables.h"

#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

std::string doesNotExist(const std::string& name) {
    return "Global table with name: '" + name + "' does not exist.";
}

Error legacyVersion() {
    return Error::validation(
        "One or more parameter values were invalid: DynamoDB global tables version 2017.11.29 is "
        "not supported. We recommend using DynamoDB global tables version 2019.11.21, instead of "
        "version 2017.11.29 (Legacy).");
}

Error globalTableNotFound(const std::string& text) {
    return {ErrorKind::GlobalTableNotFound, text, {}};
}

Error notReplicated(const std::string& nameOrArn) {
    return Error::resourceNotFound(doesNotExist(std::string(schema::tableNameOf(nameOrArn))));
}

}  // namespace

Error refuse(const CreateGlobalTableInput&) {
    return legacyVersion();
}

Error refuse(const DescribeGlobalTableInput& input) {
    return globalTableNotFound("Global table not found: " + doesNotExist(input.globalTableName));
}

Error refuse(const DescribeGlobalTableSettingsInput& input) {
    return globalTableNotFound(doesNotExist(input.globalTableName));
}

Error refuse(const UpdateGlobalTableInput& input) {
    if (!input.hasUpdates) {
        return Error::validation("One or more parameter values were invalid");
    }
    return input.creates ? legacyVersion()
                         : globalTableNotFound("Global table not found: " +
                                               doesNotExist(input.globalTableName));
}

Error refuse(const UpdateGlobalTableSettingsInput& input) {
    return globalTableNotFound(doesNotExist(input.globalTableName));
}

Error refuse(const DescribeTableReplicaAutoScalingInput& input) {
    return notReplicated(input.tableName);
}

Error refuse(const UpdateTableReplicaAutoScalingInput& input) {
    return notReplicated(input.tableName);
}

}  // namespace engine::operations
