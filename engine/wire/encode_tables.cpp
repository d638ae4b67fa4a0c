#include <algorithm>
#include <vector>

#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

// Which parts of a description an answer has (facts/aws-observed.md section 17): CreateTable's
// leaves out the warm throughput, DeleteTable's what the table was made of.
enum class Part { Create, Describe, Delete };

constexpr std::int64_t onDemandWarmReads = 12'000;
constexpr std::int64_t onDemandWarmWrites = 4'000;

std::string_view statusText(schema::TableStatus status) {
    switch (status) {
        case schema::TableStatus::Creating: return "CREATING";
        case schema::TableStatus::Active: return "ACTIVE";
        case schema::TableStatus::Deleting: return "DELETING";
        case schema::TableStatus::Updating: return "UPDATING";
    }
    return "ACTIVE";
}

std::string_view projectionText(schema::ProjectionType type) {
    switch (type) {
        case schema::ProjectionType::All: return "ALL";
        case schema::ProjectionType::KeysOnly: return "KEYS_ONLY";
        case schema::ProjectionType::Include: return "INCLUDE";
    }
    return "ALL";
}

}  // namespace

void appendDefinitions(std::vector<schema::AttributeDefinition> definitions, std::string& out) {
    std::sort(definitions.begin(), definitions.end(),
              [](const auto& left, const auto& right) { return left.name < right.name; });
    appendArray(definitions, out, [&](const schema::AttributeDefinition& definition) {
        ObjectWriter object(out);
        object.text("AttributeName", definition.name);
        object.text("AttributeType", values::typeName(definition.type));
        object.close();
    });
}

void appendKeySchema(const std::vector<schema::KeyAttribute>& hash,
                     const std::vector<schema::KeyAttribute>& range, std::string& out) {
    std::vector<std::pair<std::string_view, std::string_view>> elements;
    elements.reserve(hash.size() + range.size());
    for (const auto& key : hash) {
        elements.emplace_back(key.name, "HASH");
    }
    for (const auto& key : range) {
        elements.emplace_back(key.name, "RANGE");
    }
    appendArray(elements, out, [&](const auto& element) {
        ObjectWriter object(out);
        object.text("AttributeName", element.first);
        object.text("KeyType", element.second);
        object.close();
    });
}

void appendTableKeySchema(const schema::Table& table, std::string& out) {
    std::vector<schema::KeyAttribute> sortKey;
    if (table.sortKey) {
        sortKey.push_back(*table.sortKey);
    }
    appendKeySchema({table.partitionKey}, sortKey, out);
}

void appendProjection(const schema::Index& index, std::string& out) {
    appendProjection(index.projection, index.nonKeyAttributes, out);
}

void appendProjection(schema::ProjectionType type, const std::vector<std::string>& nonKeyAttributes,
                      std::string& out) {
    ObjectWriter object(out);
    object.text("ProjectionType", projectionText(type));
    if (type == schema::ProjectionType::Include) {
        object.member("NonKeyAttributes");
        appendArray(nonKeyAttributes, out,
                    [&](const std::string& name) { appendJsonString(name, out); });
    }
    object.close();
}

void appendEncryption(const schema::Table& table, std::string_view status, ObjectWriter& object) {
    if (table.encryptionKeyArn.empty()) {
        return;
    }
    ObjectWriter encryption(object.member("SSEDescription"));
    encryption.text("Status", status);
    encryption.text("SSEType", "KMS");
    encryption.text("KMSMasterKeyArn", table.encryptionKeyArn);
    encryption.close();
}

namespace {

void appendThroughput(const operations::TableDescription& description,
                      const schema::ThroughputChanges& changes,
                      const schema::Throughput& throughput, std::string& out) {
    ObjectWriter object(out);
    if (changes.increasedAt) {
        appendTime(changes.increasedAt->milliseconds, object.member("LastIncreaseDateTime"));
    }
    if (changes.decreasedAt) {
        appendTime(changes.decreasedAt->milliseconds, object.member("LastDecreaseDateTime"));
    }
    object.integer("NumberOfDecreasesToday", changes.decreasesOnDayOf(description.describedAt));
    object.integer("ReadCapacityUnits", static_cast<std::uint64_t>(throughput.readUnits));
    object.integer("WriteCapacityUnits", static_cast<std::uint64_t>(throughput.writeUnits));
    object.close();
}

// What was asked for, else what the throughput serves at once.
void appendWarmThroughput(schema::BillingMode mode, const schema::Throughput& throughput,
                          const std::optional<schema::Throughput>& asked, std::string& out) {
    const bool onDemand = mode == schema::BillingMode::PayPerRequest;
    const std::int64_t reads = onDemand ? onDemandWarmReads : throughput.readUnits;
    const std::int64_t writes = onDemand ? onDemandWarmWrites : throughput.writeUnits;
    ObjectWriter object(out);
    object.integer("ReadUnitsPerSecond",
                   static_cast<std::uint64_t>(asked ? std::max(asked->readUnits, reads) : reads));
    object.integer(
        "WriteUnitsPerSecond",
        static_cast<std::uint64_t>(asked ? std::max(asked->writeUnits, writes) : writes));
    object.text("Status", "ACTIVE");
    object.close();
}

void appendLimits(const std::optional<schema::OnDemandLimits>& limits, ObjectWriter& object) {
    if (!limits) {
        return;
    }
    ObjectWriter members(object.member("OnDemandThroughput"));
    for (const auto& [name, units] : {std::pair("MaxReadRequestUnits", limits->readUnits),
                                      std::pair("MaxWriteRequestUnits", limits->writeUnits)}) {
        if (units) {
            members.member(name) += std::to_string(*units);
        }
    }
    members.close();
}

// Allocating is what the answer that makes an index says; by the next request it is backfilled.
void appendIndexStatus(const operations::TableDescription& description, schema::IndexState state,
                       ObjectWriter& object) {
    switch (state) {
        case schema::IndexState::Active:
            object.text("IndexStatus", description.status == schema::TableStatus::Updating
                                           ? "ACTIVE"
                                           : statusText(description.status));
            return;
        case schema::IndexState::Backfilling:
            object.text("IndexStatus", "CREATING");
            object.boolean("Backfilling", description.status != schema::TableStatus::Updating);
            return;
        case schema::IndexState::Deleting: object.text("IndexStatus", "DELETING"); return;
    }
}

void appendIndex(const operations::TableDescription& description, const schema::Index& index,
                 Part part, std::string& out) {
    const auto counts =
        std::find_if(description.indexes.begin(), description.indexes.end(),
                     [&](const auto& entry) { return entry.indexName == index.name; });
    const bool counted = counts != description.indexes.end();
    ObjectWriter object(out);
    object.text("IndexName", index.name);
    appendKeySchema(index.partitionKey, index.sortKey, object.member("KeySchema"));
    appendProjection(index, object.member("Projection"));
    if (index.global) {
        const schema::Throughput throughput = index.throughput.value_or(schema::Throughput{});
        appendIndexStatus(description, index.state, object);
        appendThroughput(description, index.throughputChanges, throughput,
                         object.member("ProvisionedThroughput"));
        appendLimits(index.onDemandLimits, object);
        if (part == Part::Describe || index.warmThroughput) {
            appendWarmThroughput(description.table->billingMode, throughput, index.warmThroughput,
                                 object.member("WarmThroughput"));
        }
    }
    object.integer("IndexSizeBytes", counted ? counts->bytes : 0);
    object.integer("ItemCount", counted ? counts->items : 0);
    object.text("IndexArn", description.tableArn + "/index/" + index.name);
    object.close();
}

void appendIndexes(const operations::TableDescription& description, bool global, Part part,
                   ObjectWriter& object) {
    std::vector<const schema::Index*> indexes;
    for (const auto& index : description.table->indexes) {
        if (index.global == global) {
            indexes.push_back(&index);
        }
    }
    if (indexes.empty()) {
        return;
    }
    std::string& out = object.member(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes");
    appendArray(indexes, out,
                [&](const schema::Index* index) { appendIndex(description, *index, part, out); });
}

void appendVectorIndexes(const operations::TableDescription& description, ObjectWriter& object) {
    if (description.table->vectorIndexes.empty()) {
        return;
    }
    std::string& out = object.member("VectorIndexes");
    appendArray(description.table->vectorIndexes, out, [&](const schema::VectorIndex& index) {
        ObjectWriter entry(out);
        appendVectorIndex(index, entry);
        appendIndexStatus(description, index.state, entry);
        // The service refreshes its counts about every six hours; ours has no entries to count.
        entry.integer("IndexSizeBytes", 0);
        entry.integer("ItemCount", 0);
        entry.text("IndexArn", description.tableArn + "/index/" + index.name);
        entry.close();
    });
}

void appendRestore(const schema::RestoreOrigin& origin, std::string& out) {
    ObjectWriter object(out);
    if (origin.sourceBackupArn) {
        object.text("SourceBackupArn", *origin.sourceBackupArn);
    }
    if (origin.sourceTableArn) {
        object.text("SourceTableArn", *origin.sourceTableArn);
    }
    appendTime(origin.restoredTo.milliseconds, object.member("RestoreDateTime"));
    object.boolean("RestoreInProgress", origin.inProgress);
    object.close();
}

// Both are there once a table has been on demand (facts/aws-observed.md section 17).
void appendBillingSummaries(const schema::Table& table, ObjectWriter& object) {
    const bool isOnDemand = table.billingMode == schema::BillingMode::PayPerRequest;
    if (!isOnDemand && !table.onDemandSince) {
        return;
    }
    const auto since = table.onDemandSince.value_or(table.createdAt);
    for (const auto& [name, mode] :
         {std::pair("BillingModeSummary", "BillingMode"),
          std::pair("TableThroughputModeSummary", "TableThroughputMode")}) {
        ObjectWriter summary(object.member(name));
        summary.text(mode, isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
        appendTime(since.milliseconds, summary.member("LastUpdateToPayPerRequestDateTime"));
        summary.close();
    }
}

void appendSettings(const operations::TableDescription& description, Part part,
                    ObjectWriter& object) {
    const schema::Table& table = *description.table;
    appendThroughput(description, table.throughputChanges, table.throughput,
                     object.member("ProvisionedThroughput"));
    appendBillingSummaries(table, object);
    appendLimits(table.onDemandLimits, object);
    if (part == Part::Describe || (part == Part::Create && table.warmThroughput)) {
        appendWarmThroughput(table.billingMode, table.throughput, table.warmThroughput,
                             object.member("WarmThroughput"));
    }
    if (const auto* const open = table.openStream()) {
        ObjectWriter stream(object.member("StreamSpecification"));
        stream.boolean("StreamEnabled", true);
        stream.text("StreamViewType", open->viewType);
        stream.close();
    }
    if (table.tableClass) {
        ObjectWriter tableClass(object.member("TableClassSummary"));
        tableClass.text("TableClass", *table.tableClass);
        if (const auto& changedAt = table.tableClassChangedAt) {
            appendTime(changedAt->milliseconds, tableClass.member("LastUpdateDateTime"));
        }
        tableClass.close();
    }
    if (table.restore) {
        appendRestore(*table.restore, object.member("RestoreSummary"));
    }
    appendEncryption(table, description.encryptionChanges ? "UPDATING" : "ENABLED", object);
    object.boolean("DeletionProtectionEnabled", table.deletionProtection);
}

void appendDescription(const operations::TableDescription& description, Part part,
                       std::string& out) {
    const schema::Table& table = *description.table;
    ObjectWriter object(out);
    if (part != Part::Delete) {
        appendDefinitions(table.attributeDefinitions, object.member("AttributeDefinitions"));
        appendTableKeySchema(table, object.member("KeySchema"));
        appendTime(table.createdAt.milliseconds, object.member("CreationDateTime"));
    }
    object.text("TableName", table.name);
    object.text("TableStatus", statusText(description.status));
    object.integer("TableSizeBytes", description.sizeBytes);
    object.integer("ItemCount", description.itemCount);
    object.text("TableArn", description.tableArn);
    object.text("TableId", table.id);
    appendIndexes(description, false, part, object);
    appendIndexes(description, true, part, object);
    appendVectorIndexes(description, object);
    appendSettings(description, part, object);
    if (!table.streams.empty()) {
        const auto& label = table.streams.back().label;
        object.text("LatestStreamLabel", label);
        object.text("LatestStreamArn", description.tableArn + "/stream/" + label);
    }
    object.close();
}

void encodeDescription(std::string_view member, const operations::TableDescription& description,
                       Part part, std::string& out) {
    ObjectWriter object(out);
    appendDescription(description, part, object.member(member));
    object.close();
}

}  // namespace

void encodeNewTable(const operations::TableDescription& description, std::string& out) {
    encodeDescription("TableDescription", description, Part::Create, out);
}

void encodeAnswer(const operations::CreateTableOutput& output, std::string& out) {
    encodeDescription("TableDescription", output.description, Part::Create, out);
}

void encodeAnswer(const operations::UpdateTableOutput& output, std::string& out) {
    encodeDescription("TableDescription", output.description, Part::Describe, out);
}

void encodeAnswer(const operations::DescribeTableOutput& output, std::string& out) {
    encodeDescription("Table", output.description, Part::Describe, out);
}

void encodeAnswer(const operations::DeleteTableOutput& output, std::string& out) {
    encodeDescription("TableDescription", output.description, Part::Delete, out);
}

void encodeAnswer(const operations::ListTablesOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& names = object.member("TableNames");
    appendArray(output.tableNames, names,
                [&](const std::string& name) { appendJsonString(name, names); });
    if (output.lastEvaluatedTableName) {
        object.text("LastEvaluatedTableName", *output.lastEvaluatedTableName);
    }
    object.close();
}

}  // namespace engine::wire
