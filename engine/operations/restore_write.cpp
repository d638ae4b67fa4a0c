#include "engine/operations/restore_write.h"

#include "engine/history/bookmarks.h"
#include "engine/operations/job_store.h"
#include "engine/operations/table_description.h"

namespace engine::operations {

Result<void> RestoreWrite::apply(storage::WriteTransaction& transaction) {
    if (transaction.findTable(m_target.name)) {
        return tableAlreadyExists(m_target.name);
    }
    auto target = m_target;
    auto job = m_job;
    const storage::Sequence sequence = transaction.sequence();
    if (auto marked = history::automaticBookmark(transaction, history::BookmarkKind::Restore,
                                                 "Restore of " + target.name);
        !marked) {
        return marked;
    }
    if (m_isLatest) {
        job.sequence = sequence;
        job.to = transaction.time();
        target.restore->restoredTo = transaction.time();
    }
    const auto number = transaction.addTable(std::move(target));
    if (!number) {
        return number.error();
    }
    job.targetTable = *number;
    m_created = transaction.findTable(m_target.name);
    ENSURE(m_created != nullptr);
    return putJob(transaction, job);
}

TableDescription RestoreWrite::description() const {
    return describeEmpty(m_region, m_accountId, m_created);
}

Result<void> checkTargetName(const Context& context, const std::string& name) {
    if (context.database.catalog()->find(name)) {
        return tableAlreadyExists(name);
    }
    return {};
}

}  // namespace engine::operations
