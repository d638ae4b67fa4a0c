#include "engine/operations/update_table.h"

#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/history/stream_shards.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"
#include "engine/operations/stream_lookup.h"
#include "engine/operations/table_changes.h"
#include "engine/operations/table_description.h"
#include "engine/operations/table_encryption.h"

namespace engine::operations {

namespace {

Error invalid(std::string_view text) {
    return Error::validation("One or more parameter values were invalid: " + std::string(text));
}

Result<void> checkRequest(const UpdateTableInput& input) {
    const bool hasIndexUpdates = input.indexUpdates && !input.indexUpdates->empty();
    const bool hasOther = input.billingMode || input.throughput || hasIndexUpdates ||
                          input.tableClass || input.onDemandLimits || input.warmThroughput ||
                          input.stream || input.encryption || input.replicaUpdates ||
                          input.vectorIndexUpdates;
    if (!hasOther && !input.deletionProtection) {
        return Error::validation(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
            "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
    }
    if (hasOther && input.deletionProtection) {
        return invalid("DeletionProtection modification must be the only operation in the request");
    }
    if (input.stream && input.stream->enabled && !input.stream->viewType) {
        return invalid("If stream is being enabled then UpdateViewType is required");
    }
    if (input.stream && !input.stream->enabled && input.stream->viewType) {
        return invalid("If stream is being disabled, then UpdateViewType must not be specified");
    }
    // Seen on the service: hashicorp/terraform-provider-aws issue 35673.
    if (input.stream && input.throughput) {
        return invalid("You cannot modify stream status while updating table IOPS");
    }
    return checkTableChange(input);
}

// The service's texts for what it, too, refuses (aws/aws-cli issue 4906), ours for new replicas.
Result<void> checkReplicas(const Context& context, const UpdateTableInput& input) {
    if (!input.replicaUpdates) {
        return {};
    }
    for (const auto& update : *input.replicaUpdates) {
        if (update.regionName == context.region) {
            return Error::validation(
                "Cannot add, delete, or update the local region through ReplicaUpdates. Use "
                "CreateTable, DeleteTable, or UpdateTable as required.");
        }
        if (update.action == ReplicaUpdate::Action::Create) {
            return invalid("A replica cannot be created in region " + update.regionName +
                           ": it is not a region of this database");
        }
        return Error::validation(
            "Replica specified in the Replica Update or Replica Delete action of the request was "
            "not found.");
    }
    return {};
}

// What became of a throughput of the table or of an index.
void noteThroughput(const schema::Throughput& before, const schema::Throughput& after,
                    Timestamp now, schema::ThroughputChanges& changes) {
    if (after.readUnits > before.readUnits || after.writeUnits > before.writeUnits) {
        changes.increasedAt = now;
    }
    if (after.readUnits < before.readUnits || after.writeUnits < before.writeUnits) {
        changes.decreases = changes.decreasesOnDayOf(now) + 1;
        changes.decreasedAt = now;
    }
}

// Only changes from one provisioned throughput to another are counted.
void noteThroughputs(const schema::Table& before, Timestamp now, schema::Table& after) {
    if (before.billingMode != after.billingMode) {
        return;
    }
    noteThroughput(before.throughput, after.throughput, now, after.throughputChanges);
    for (auto& index : after.indexes) {
        const auto* const old = before.findIndex(index.number);
        if (old != nullptr && old->throughput && index.throughput) {
            noteThroughput(*old->throughput, *index.throughput, now, index.throughputChanges);
        }
    }
}

// A ceiling that was taken away: the answer repeats the -1, later descriptions leave it out.
void showRemoved(const schema::OnDemandLimits& given,
                 std::optional<schema::OnDemandLimits>& limits) {
    for (const auto part :
         {&schema::OnDemandLimits::readUnits, &schema::OnDemandLimits::writeUnits}) {
        if (given.*part == -1) {
            limits = limits.value_or(schema::OnDemandLimits());
            (*limits).*part = -1;
        }
    }
}

// The table as the answer shows it.
schema::Table shownTable(const schema::Table& changed, const UpdateTableInput& input) {
    schema::Table shown = changed;
    if (input.onDemandLimits) {
        showRemoved(*input.onDemandLimits, shown.onDemandLimits);
    }
    if (!input.indexUpdates) {
        return shown;
    }
    for (const auto& update : *input.indexUpdates) {
        for (auto& index : shown.indexes) {
            if (update.update && update.update->onDemandLimits && index.name == update.name()) {
                showRemoved(*update.update->onDemandLimits, index.onDemandLimits);
            }
        }
    }
    return shown;
}

class UpdateTableWrite final : public PendingWrite {
public:
    UpdateTableWrite(UpdateTableInput input, std::string newestLabel, TableDescription description,
                     std::string jobId, std::string encryptionKeyArn)
        : m_input(std::move(input)),
          m_encryptionKeyArn(std::move(encryptionKeyArn)),
          m_newestLabel(std::move(newestLabel)),
          m_description(std::move(description)),
          m_jobId(std::move(jobId)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_description.table->name);
        if (!current || current->number != m_description.table->number) {
            return controlTableNotFound(m_description.table->name);
        }
        if (auto active = checkActive(*current); !active) {
            return active;
        }
        auto made = changedTable(*current, m_input, transaction.time());
        if (!made) {
            return std::move(made).error();
        }
        schema::Table changed = *std::move(made);
        if (auto allowed = checkStream(*current); !allowed) {
            return allowed;
        }
        if (auto noted = noteChanges(*current, transaction.time(), changed); !noted) {
            return noted;
        }
        if (auto marked = history::automaticBookmark(
                transaction, history::BookmarkKind::SchemaChange, "UpdateTable " + current->name);
            !marked) {
            return marked;
        }
        if (m_input.stream) {
            switchStream(transaction, changed);
        }
        m_changed = std::make_shared<const schema::Table>(changed);
        if (auto done = transaction.changeTable(std::move(changed)); !done) {
            return done;
        }
        return startIndexJob(transaction, *current);
    }

protected:
    Response response() override {
        schema::Table shown = shownTable(*m_changed, m_input);
        m_description.encryptionChanges = m_input.encryption.has_value();
        if (shown.encryptionKeyArn.empty()) {
            // The old key is told while the table leaves it.
            shown.encryptionKeyArn = m_description.table->encryptionKeyArn;
        }
        m_description.table = std::make_shared<const schema::Table>(std::move(shown));
        m_description.status = schema::TableStatus::Updating;
        return UpdateTableOutput{std::move(m_description)};
    }

private:
    Result<void> noteChanges(const schema::Table& before, Timestamp now,
                             schema::Table& after) const {
        if (m_input.encryption) {
            if (!m_encryptionKeyArn.empty() && before.encryptionKeyArn == m_encryptionKeyArn) {
                return invalid("Table is already encrypted by given KMSMasterKeyId");
            }
            after.encryptionKeyArn = m_encryptionKeyArn;
        }
        if (m_input.tableClass && before.tableClass != after.tableClass) {
            after.tableClassChangedAt = now;
        }
        noteThroughputs(before, now, after);
        return {};
    }

    Result<void> checkStream(const schema::Table& current) const {
        if (!m_input.stream || m_input.stream->enabled != (current.openStream() != nullptr)) {
            return {};
        }
        return Error::validation(
            m_input.stream->enabled
                ? "Table already has an enabled stream: TableName: " + current.name
                : "Table has no stream to disable: TableName: " + current.name);
    }

    // An index that comes or goes is filled or cleared in steps.
    Result<void> startIndexJob(storage::WriteTransaction& transaction,
                               const schema::Table& before) const {
        for (const auto& index : m_changed->indexes) {
            const auto* const old = before.findIndex(index.number);
            if (index.state != (old != nullptr ? old->state : schema::IndexState::Active)) {
                return putIndexJob(transaction, index.number, index.name, index.state);
            }
        }
        for (const auto& index : m_changed->vectorIndexes) {
            const auto* const old = before.findVectorIndex(index.number);
            if (index.state != (old != nullptr ? old->state : schema::IndexState::Active)) {
                return putIndexJob(transaction, index.number, index.name, index.state);
            }
        }
        return {};
    }

    Result<void> putIndexJob(storage::WriteTransaction& transaction, schema::IndexNumber number,
                             const std::string& name, schema::IndexState state) const {
        JobRecord job;
        job.id = m_jobId;
        job.kind = state == schema::IndexState::Deleting ? JobKind::ClearIndex : JobKind::FillIndex;
        job.targetTable = m_changed->number;
        job.createdAt = transaction.time();
        job.itemsTotal = m_description.itemCount;
        job.parameters["IndexNumber"] = std::to_string(number);
        job.parameters["IndexName"] = name;
        return putJob(transaction, job);
    }

    void switchStream(const storage::WriteTransaction& transaction, schema::Table& changed) const {
        // The record of the change of the table.
        const auto record = transaction.sequence() + 1;
        if (m_input.stream->enabled) {
            history::beginStream(changed, m_input.stream->viewType.value_or(""), transaction.time(),
                                 record, m_newestLabel);
            changed.stream = m_input.stream;
        } else {
            history::endStream(changed, transaction.time(), record);
            changed.stream.reset();
        }
    }

    UpdateTableInput m_input;
    std::string m_encryptionKeyArn;
    std::string m_newestLabel;
    TableDescription m_description;
    std::string m_jobId;
    std::shared_ptr<const schema::Table> m_changed;
};

}  // namespace

PreparedWrite prepareUpdateTable(const Context& context, UpdateTableInput input) {
    if (auto checked = checkRequest(input); !checked) {
        return std::move(checked).error();
    }
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    if (auto checked = checkReplicas(context, input); !checked) {
        return std::move(checked).error();
    }
    schema::Table encrypted = **table;
    if (auto set = setEncryption(context, input.encryption, encrypted); !set) {
        return std::move(set).error();
    }
    auto newestLabel = newestStreamLabel(context, (*table)->name);
    auto description = describe(context, *std::move(table));
    if (!description) {
        return std::move(description).error();
    }
    return PreparedWrite::Value(std::make_unique<UpdateTableWrite>(
        std::move(input), std::move(newestLabel), *std::move(description),
        makeJobId(context.clock.now(), context.random), std::move(encrypted.encryptionKeyArn)));
}

}  // namespace engine::operations
