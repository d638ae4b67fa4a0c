#include "engine/operations/update_time_to_live.h"

#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_record.h"

namespace engine::operations {

namespace {

constexpr std::int64_t coolDownMilliseconds = std::int64_t{3600} * 1000;

Result<void> checkChange(const schema::Table& table, const TimeToLiveSpecification& wanted,
                         Timestamp now) {
    const auto& current = table.timeToLive;
    if (current && current->attributeName != wanted.attributeName) {
        return Error::validation(
            "TimeToLive is active on a different AttributeName: current AttributeName is " +
            current->attributeName);
    }
    if (wanted.enabled == current.has_value()) {
        return Error::validation(wanted.enabled ? "TimeToLive is already enabled"
                                                : "TimeToLive is already disabled");
    }
    if (table.timeToLiveChangedAt &&
        now.milliseconds - table.timeToLiveChangedAt->milliseconds < coolDownMilliseconds) {
        return Error::validation(
            "Time to live has been modified multiple times within a fixed interval");
    }
    return {};
}

class UpdateTimeToLiveWrite final : public PendingWrite {
public:
    UpdateTimeToLiveWrite(std::shared_ptr<const schema::Table> table,
                          TimeToLiveSpecification specification, std::string jobId)
        : m_table(std::move(table)),
          m_specification(std::move(specification)),
          m_jobId(std::move(jobId)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_table->name);
        if (!current || current->number != m_table->number) {
            return controlTableNotFound(m_table->name);
        }
        if (auto active = checkActive(*current); !active) {
            return active;
        }
        const auto now = transaction.time();
        if (auto allowed = checkChange(*current, m_specification, now); !allowed) {
            return allowed;
        }
        if (auto marked =
                history::automaticBookmark(transaction, history::BookmarkKind::SchemaChange,
                                           "UpdateTimeToLive " + current->name);
            !marked) {
            return marked;
        }
        schema::Table changed = *current;
        changed.timeToLiveChangedAt = now;
        changed.timeToLive.reset();
        if (m_specification.enabled) {
            changed.timeToLive = schema::TimeToLive{m_specification.attributeName, now};
        }
        if (auto done = transaction.changeTable(std::move(changed)); !done) {
            return done;
        }
        // The items that are there already are queued, or forgotten, in steps.
        JobRecord job;
        job.id = m_jobId;
        job.kind = m_specification.enabled ? JobKind::QueueExpiring : JobKind::ClearExpiring;
        job.targetTable = current->number;
        job.createdAt = now;
        return transaction.putRecord(storage::RecordKind::Job, job.id, encodeJob(job));
    }

protected:
    Response response() override { return UpdateTimeToLiveOutput{std::move(m_specification)}; }

private:
    std::shared_ptr<const schema::Table> m_table;
    TimeToLiveSpecification m_specification;
    std::string m_jobId;
};

}  // namespace

PreparedWrite prepareUpdateTimeToLive(const Context& context, UpdateTimeToLiveInput input) {
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    return PreparedWrite::Value(
        std::make_unique<UpdateTimeToLiveWrite>(*std::move(table), std::move(input.specification),
                                                makeJobId(context.clock.now(), context.random)));
}

}  // namespace engine::operations
