#include "engine/jobs/step_work.h"

#include "engine/operations/index_maintenance.h"
#include "engine/operations/job_store.h"

namespace engine::jobs {

using operations::JobKind;
using operations::JobStatus;

Result<void> StepWork::apply(storage::WriteTransaction& transaction) {
    const auto& job = m_step.job;
    const auto current = operations::findJob(transaction, job.id);
    if (!current) {
        return current.error();
    }
    const auto table = job.targetTable != 0 ? transaction.findTable(job.targetTable) : nullptr;
    const bool isGone = !*current || operations::isFinished(**current) ||
                        (job.targetTable != 0 && !table && !operations::isFinished(job));
    if (isGone) {
        return stoppedError();
    }
    if (table) {
        if (auto put = putItems(transaction, *table); !put) {
            return put;
        }
        // The table of a bulk put is in use and stays as it is.
        if (operations::isFinished(job) && job.kind != JobKind::BulkPut) {
            if (auto ended = endTarget(transaction, *table); !ended) {
                return ended;
            }
        }
    }
    return operations::putJob(transaction, job);
}

storage::ChangeOrigin StepWork::origin() const {
    switch (m_step.job.kind) {
        case JobKind::Import:
        case JobKind::BulkPut: return storage::ChangeOrigin::Import;
        default: return storage::ChangeOrigin::Restore;
    }
}

Result<void> StepWork::putItems(storage::WriteTransaction& transaction,
                                const schema::Table& table) {
    for (const auto& item : m_step.items) {
        const auto key = schema::storedKey(table, item.view());
        const auto before = transaction.getItem(table.number, key);
        if (!before) {
            return before.error();
        }
        if (*before && (*before)->bytes() == item.view().bytes()) {
            continue;
        }
        const auto indexWork =
            operations::planIndexWork(table, {.before = *before, .after = item.view()});
        if (auto put = transaction.putItem(table.number, key, item.view()); !put) {
            return put;
        }
        if (auto applied = operations::applyIndexWork(transaction, table, indexWork); !applied) {
            return applied;
        }
    }
    return {};
}

Result<void> StepWork::endTarget(storage::WriteTransaction& transaction,
                                 const schema::Table& table) {
    const auto& job = m_step.job;
    // An import with bad items leaves a table with the good ones.
    const bool isKept = job.status == JobStatus::Completed || job.failureCode == itemsFailedCode;
    if (!isKept) {
        return transaction.dropTable(table.number);
    }
    auto opened = table;
    opened.status = schema::TableStatus::Active;
    if (opened.restore) {
        opened.restore->inProgress = false;
    }
    return transaction.changeTable(std::move(opened));
}

}  // namespace engine::jobs
