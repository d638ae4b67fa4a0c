#include "engine/operations/restore_table_to_point_in_time.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/recovery_window.h"
#include "engine/operations/restore_write.h"

namespace engine::operations {

namespace {

// A table to restore from, and the moments that it can be restored to.
struct Source {
    std::shared_ptr<const schema::Table> table;
    RecoveryWindow window;
    std::optional<storage::Sequence> droppedBy;
};

class PointInTimeRestore final : public RestoreWrite {
public:
    using RestoreWrite::RestoreWrite;

protected:
    Response response() override { return RestoreTableToPointInTimeOutput{description()}; }
};

// Of several dropped tables of one name the last one that existed at the moment, or the last.
std::optional<storage::DroppedTable> droppedTable(const Context& context, std::string_view name,
                                                  std::optional<Timestamp> moment) {
    std::optional<storage::DroppedTable> found;
    for (auto& dropped : context.database.catalog()->droppedTables()) {
        const bool existed =
            !moment || (dropped.table->createdAt <= *moment && *moment <= dropped.droppedAt);
        if (dropped.table->name == name && existed &&
            (!found || found->droppedBy < dropped.droppedBy)) {
            found = std::move(dropped);
        }
    }
    return found;
}

Result<Source> findSource(const Context& context, const RestoreTableToPointInTimeInput& input) {
    const std::string& given =
        input.sourceTableArn ? *input.sourceTableArn : *input.sourceTableName;
    const auto name = schema::tableNameOf(given);
    if (auto table = context.database.catalog()->find(name)) {
        auto window = recoveryWindow(context, *table);
        if (!window) {
            return std::move(window).error();
        }
        return Source{std::move(table), *window, std::nullopt};
    }
    auto dropped = droppedTable(context, name, input.restoreDateTime);
    if (!dropped) {
        dropped = droppedTable(context, name, std::nullopt);
    }
    if (!dropped) {
        return Error{ErrorKind::TableNotFound, "Source table not found: " + std::string(name), {}};
    }
    const RecoveryWindow window{heldSince(context, *dropped->table), dropped->droppedAt};
    return Source{std::move(dropped->table), window, dropped->droppedBy};
}

Result<void> checkChoices(const RestoreTableToPointInTimeInput& input) {
    if (input.sourceTableArn.has_value() == input.sourceTableName.has_value()) {
        return Error::validation(
            "One or more parameter values were invalid: Exactly one of SourceTableName and "
            "SourceTableArn must be specified");
    }
    if (input.useLatestRestorableTime == input.restoreDateTime.has_value()) {
        return Error::validation(
            "One or more parameter values were invalid: Exactly one of RestoreDateTime and "
            "UseLatestRestorableTime must be specified");
    }
    return {};
}

Result<storage::Sequence> momentOf(const Context& context, const Source& source, Timestamp moment) {
    if (moment < source.window.earliest || moment > source.window.latest) {
        return Error{ErrorKind::InvalidRestoreTime,
                     "An invalid restore time was specified. RestoreDateTime must be between "
                     "EarliestRestorableDateTime and LatestRestorableDateTime.",
                     {}};
    }
    auto sequence = context.database.sequenceAt(moment);
    if (!sequence) {
        return sequence;
    }
    return source.droppedBy ? std::min(*sequence, *source.droppedBy - 1) : *sequence;
}

}  // namespace

PreparedWrite prepareRestoreTableToPointInTime(const Context& context,
                                               const RestoreTableToPointInTimeInput& input) {
    if (auto checked = checkChoices(input); !checked) {
        return std::move(checked).error();
    }
    const auto source = findSource(context, input);
    if (!source) {
        return source.error();
    }
    if (auto checked = checkTargetName(context, input.targetTableName); !checked) {
        return std::move(checked).error();
    }
    const bool isLatest = input.useLatestRestorableTime && !source->droppedBy;
    const auto moment = input.restoreDateTime.value_or(source->window.latest);
    const auto sequence =
        isLatest ? Result<storage::Sequence>(0) : momentOf(context, *source, moment);
    if (!sequence) {
        return sequence.error();
    }
    schema::RestoreOrigin origin;
    origin.sourceTableArn =
        schema::tableArn(context.region, context.accountId, source->table->name);
    origin.restoredTo = moment;
    auto target =
        restoredTable(context, *source->table, input.targetTableName, input.overrides, origin);
    if (!target) {
        return std::move(target).error();
    }
    JobRecord job;
    job.id = makeJobId(context.clock.now(), context.random);
    job.kind = JobKind::Restore;
    job.arn = schema::tableArn(context.region, context.accountId, target->name);
    job.sourceTable = source->table->number;
    job.sequence = *sequence;
    job.to = moment;
    job.createdAt = context.clock.now();
    return PreparedWrite::Value(std::make_unique<PointInTimeRestore>(context, *std::move(target),
                                                                     std::move(job), isLatest));
}

}  // namespace engine::operations
