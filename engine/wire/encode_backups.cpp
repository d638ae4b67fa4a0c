#include "engine/wire/encoders.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

using operations::BackupDescription;

std::string_view statusText(operations::BackupStatus status) {
    switch (status) {
        case operations::BackupStatus::Creating: return "CREATING";
        case operations::BackupStatus::Deleted: return "DELETED";
        case operations::BackupStatus::Available: return "AVAILABLE";
    }
    return "AVAILABLE";
}

// What the details and the summary of a backup have in common.
void appendCommon(const BackupDescription& backup, ObjectWriter& object) {
    object.text("BackupArn", backup.arn);
    object.text("BackupName", backup.name);
    object.integer("BackupSizeBytes", backup.sizeBytes);
    object.text("BackupStatus", statusText(backup.status));
    object.text("BackupType", backup.type == operations::BackupType::User ? "USER" : "SYSTEM");
    appendTime(backup.createdAt.milliseconds, object.member("BackupCreationDateTime"));
    if (backup.expiresAt) {
        appendTime(backup.expiresAt->milliseconds, object.member("BackupExpiryDateTime"));
    }
}

void appendDetails(const BackupDescription& backup, std::string& out) {
    ObjectWriter object(out);
    appendCommon(backup, object);
    object.close();
}

void appendUnits(const schema::Throughput& throughput, std::string& out) {
    ObjectWriter object(out);
    object.integer("ReadCapacityUnits", static_cast<std::uint64_t>(throughput.readUnits));
    object.integer("WriteCapacityUnits", static_cast<std::uint64_t>(throughput.writeUnits));
    object.close();
}

void appendSource(const BackupDescription& backup, std::string& out) {
    const schema::Table& table = *backup.table;
    ObjectWriter object(out);
    object.text("TableName", table.name);
    object.text("TableId", table.id);
    object.text("TableArn", backup.tableArn);
    object.integer("TableSizeBytes", backup.tableSizeBytes);
    appendTableKeySchema(table, object.member("KeySchema"));
    appendTime(table.createdAt.milliseconds, object.member("TableCreationDateTime"));
    appendUnits(table.throughput, object.member("ProvisionedThroughput"));
    object.integer("ItemCount", backup.itemCount);
    object.text("BillingMode", table.billingMode == schema::BillingMode::PayPerRequest
                                   ? "PAY_PER_REQUEST"
                                   : "PROVISIONED");
    object.close();
}

void appendIndexInfo(const schema::Index& index, std::string& out) {
    ObjectWriter object(out);
    object.text("IndexName", index.name);
    appendKeySchema(index.partitionKey, index.sortKey, object.member("KeySchema"));
    appendProjection(index, object.member("Projection"));
    if (index.global) {
        appendUnits(index.throughput.value_or(schema::Throughput()),
                    object.member("ProvisionedThroughput"));
    }
    object.close();
}

void appendIndexInfos(const schema::Table& table, bool global, ObjectWriter& object) {
    std::vector<const schema::Index*> indexes;
    for (const auto& index : table.indexes) {
        if (index.global == global) {
            indexes.push_back(&index);
        }
    }
    if (!indexes.empty()) {
        std::string& out =
            object.member(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes");
        appendArray(indexes, out,
                    [&](const schema::Index* index) { appendIndexInfo(*index, out); });
    }
}

void appendFeatures(const schema::Table& table, std::string& out) {
    ObjectWriter object(out);
    appendIndexInfos(table, false, object);
    appendIndexInfos(table, true, object);
    appendVectorIndexes(table, object);
    if (const auto* const open = table.openStream()) {
        ObjectWriter stream(object.member("StreamDescription"));
        stream.boolean("StreamEnabled", true);
        stream.text("StreamViewType", open->viewType);
        stream.close();
    }
    if (table.timeToLive) {
        ObjectWriter timeToLive(object.member("TimeToLiveDescription"));
        timeToLive.text("TimeToLiveStatus", "ENABLED");
        timeToLive.text("AttributeName", table.timeToLive->attributeName);
        timeToLive.close();
    }
    appendEncryption(table, "ENABLED", object);
    object.close();
}

void encodeDescription(const BackupDescription& backup, std::string& out) {
    ObjectWriter object(out);
    ObjectWriter description(object.member("BackupDescription"));
    appendDetails(backup, description.member("BackupDetails"));
    if (backup.table) {
        appendSource(backup, description.member("SourceTableDetails"));
        appendFeatures(*backup.table, description.member("SourceTableFeatureDetails"));
    }
    description.close();
    object.close();
}

void appendSummary(const BackupDescription& backup, std::string& out) {
    ObjectWriter object(out);
    if (backup.table) {
        object.text("TableName", backup.table->name);
        object.text("TableId", backup.table->id);
    }
    object.text("TableArn", backup.tableArn);
    appendCommon(backup, object);
    object.close();
}

}  // namespace

void encodeAnswer(const operations::CreateBackupOutput& output, std::string& out) {
    ObjectWriter object(out);
    appendDetails(output.backup, object.member("BackupDetails"));
    object.close();
}

void encodeAnswer(const operations::DescribeBackupOutput& output, std::string& out) {
    encodeDescription(output.backup, out);
}

void encodeAnswer(const operations::DeleteBackupOutput& output, std::string& out) {
    encodeDescription(output.backup, out);
}

void encodeAnswer(const operations::ListBackupsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("BackupSummaries");
    appendArray(output.backups, list,
                [&](const BackupDescription& backup) { appendSummary(backup, list); });
    if (output.lastEvaluatedBackupArn) {
        object.text("LastEvaluatedBackupArn", *output.lastEvaluatedBackupArn);
    }
    object.close();
}

void encodeAnswer(const operations::RestoreTableFromBackupOutput& output, std::string& out) {
    encodeNewTable(output.description, out);
}

void encodeAnswer(const operations::RestoreTableToPointInTimeOutput& output, std::string& out) {
    encodeNewTable(output.description, out);
}

}  // namespace engine::wire
