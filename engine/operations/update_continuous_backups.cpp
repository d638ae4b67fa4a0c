#include "engine/operations/update_continuous_backups.h"

#include <algorithm>
#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

constexpr int recoveryPeriodDaysDefault = 35;
constexpr std::int64_t dayMilliseconds = std::int64_t{24} * 3600 * 1000;

// What a shorter period has let go does not come back with a longer one.
schema::PointInTimeRecovery changedRecovery(
    const std::optional<schema::PointInTimeRecovery>& current, std::optional<std::int32_t> days,
    Timestamp now) {
    schema::PointInTimeRecovery next;
    next.enabledAt = now;
    next.recoveryPeriodDays = days.value_or(recoveryPeriodDaysDefault);
    if (current) {
        next.recoveryPeriodDays = days.value_or(current->recoveryPeriodDays);
        const Timestamp keptFrom{now.milliseconds - current->recoveryPeriodDays * dayMilliseconds};
        next.enabledAt = std::max(current->enabledAt, keptFrom);
    }
    return next;
}

class UpdateContinuousBackupsWrite final : public PendingWrite {
public:
    UpdateContinuousBackupsWrite(const Context& context, std::shared_ptr<const schema::Table> table,
                                 UpdateContinuousBackupsInput input)
        : m_context(context), m_table(std::move(table)), m_input(std::move(input)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_table->name);
        if (!current || current->number != m_table->number) {
            return backupTableNotFound(m_table->name);
        }
        if (current->status == schema::TableStatus::Creating) {
            return Error{ErrorKind::ContinuousBackupsUnavailable,
                         "Backups are being enabled for the table: " + current->name +
                             ". Please retry later",
                         {}};
        }
        schema::Table changed = *current;
        changed.pointInTimeRecovery.reset();
        if (m_input.pointInTimeRecoveryEnabled) {
            changed.pointInTimeRecovery = changedRecovery(
                current->pointInTimeRecovery, m_input.recoveryPeriodInDays, transaction.time());
        }
        m_changed = std::make_shared<const schema::Table>(changed);
        if (changed.pointInTimeRecovery == current->pointInTimeRecovery) {
            return {};
        }
        if (auto marked =
                history::automaticBookmark(transaction, history::BookmarkKind::SchemaChange,
                                           "UpdateContinuousBackups " + current->name);
            !marked) {
            return marked;
        }
        return transaction.changeTable(std::move(changed));
    }

protected:
    Response response() override {
        return UpdateContinuousBackupsOutput{describeRecovery(m_context, *m_changed)};
    }

private:
    Context m_context;
    std::shared_ptr<const schema::Table> m_table;
    UpdateContinuousBackupsInput m_input;
    std::shared_ptr<const schema::Table> m_changed;
};

}  // namespace

PreparedWrite prepareUpdateContinuousBackups(const Context& context,
                                             UpdateContinuousBackupsInput input) {
    if (!input.pointInTimeRecoveryEnabled && input.recoveryPeriodInDays) {
        return Error::validation(
            "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time "
            "recovery.");
    }
    const auto name = schema::tableNameOf(input.tableName);
    auto table = context.database.catalog()->find(name);
    if (!table) {
        return backupTableNotFound(name);
    }
    return PreparedWrite::Value(std::make_unique<UpdateContinuousBackupsWrite>(
        context, std::move(table), std::move(input)));
}

}  // namespace engine::operations
