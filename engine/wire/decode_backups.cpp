#include <utility>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"
#include "engine/wire/table_parts.h"

// Backups and restores.
namespace engine::wire {
namespace {

constexpr std::size_t arnBytesMin = 37;
constexpr std::size_t arnBytesMax = 1024;
constexpr std::int64_t backupsPageMax = 100;

std::optional<Timestamp> readTime(const Members& members, std::string_view name) {
    const auto milliseconds = members.milliseconds(name);
    return milliseconds ? std::optional(Timestamp{*milliseconds}) : std::nullopt;
}

void checkArn(Constraints& constraints, const std::optional<std::string>& arn,
              std::string_view member) {
    if (arn) {
        constraints.lengthAtLeast(arn->size(), arnBytesMin, *arn, member);
        constraints.lengthAtMost(arn->size(), arnBytesMax, *arn, member);
    }
}

// The type error or the broken constraints.
std::optional<Error> problemOf(const Members& members, const Constraints& constraints) {
    if (members.failure()) {
        return members.failure().error();
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    return std::nullopt;
}

std::string requiredName(const Members& members, Constraints& constraints, std::string_view name,
                         std::string_view member) {
    const auto text = members.text(name);
    constraints.notNull(text.has_value(), member);
    constraints.resourceName(text, member, limits::tableNameBytesMin);
    return text.value_or("");
}

std::string requiredArn(const Members& members, Constraints& constraints, std::string_view name,
                        std::string_view member) {
    const auto arn = members.text(name);
    constraints.notNull(arn.has_value(), member);
    checkArn(constraints, arn, member);
    return arn.value_or("");
}

}  // namespace

DecodedRequest decodeCreateBackup(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::CreateBackupInput input;
    input.backupName = requiredName(members, constraints, "BackupName", "backupName");
    const auto table = members.text("TableName");
    constraints.notNull(table.has_value(), "tableName");
    constraints.resourceName(table, "tableName", 1);
    input.tableName = table.value_or("");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeBackup(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::DescribeBackupInput input{
        requiredArn(members, constraints, "BackupArn", "backupArn")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDeleteBackup(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::DeleteBackupInput input{
        requiredArn(members, constraints, "BackupArn", "backupArn")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeListBackups(const Members& members) {
    using operations::BackupTypeFilter;
    Constraints constraints(Framework::Old);
    operations::ListBackupsInput input;
    input.tableName = members.text("TableName");
    constraints.resourceName(input.tableName, "tableName", 1);
    const auto limit = members.integer("Limit");
    constraints.atLeast(limit, 1, "limit");
    constraints.atMost(limit, backupsPageMax, "limit");
    input.from = readTime(members, "TimeRangeLowerBound");
    input.before = readTime(members, "TimeRangeUpperBound");
    input.exclusiveStartBackupArn = members.text("ExclusiveStartBackupArn");
    checkArn(constraints, input.exclusiveStartBackupArn, "exclusiveStartBackupArn");
    input.type = constraints
                     .enumeration<BackupTypeFilter>(members.text("BackupType"), "backupType",
                                                    "[USER, SYSTEM, AWS_BACKUP, ALL]",
                                                    {{"USER", BackupTypeFilter::User},
                                                     {"SYSTEM", BackupTypeFilter::System},
                                                     {"AWS_BACKUP", BackupTypeFilter::AwsBackup},
                                                     {"ALL", BackupTypeFilter::All}})
                     .value_or(BackupTypeFilter::User);
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    if (limit) {
        input.limit = static_cast<std::int32_t>(*limit);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeRestoreTableFromBackup(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::RestoreTableFromBackupInput input;
    input.backupArn = requiredArn(members, constraints, "BackupArn", "backupArn");
    input.targetTableName =
        requiredName(members, constraints, "TargetTableName", "targetTableName");
    input.overrides = readOverrides(members, constraints);
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeRestoreTableToPointInTime(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::RestoreTableToPointInTimeInput input;
    input.sourceTableArn = members.text("SourceTableArn");
    constraints.resourceName(input.sourceTableArn, "sourceTableArn", 1);
    input.sourceTableName = members.text("SourceTableName");
    constraints.resourceName(input.sourceTableName, "sourceTableName", limits::tableNameBytesMin);
    input.targetTableName =
        requiredName(members, constraints, "TargetTableName", "targetTableName");
    input.useLatestRestorableTime = members.boolean("UseLatestRestorableTime").value_or(false);
    input.restoreDateTime = readTime(members, "RestoreDateTime");
    input.overrides = readOverrides(members, constraints);
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
