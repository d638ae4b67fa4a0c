#pragma once

#include <string>

#include "engine/operations/job_record.h"
#include "engine/operations/pending_write.h"
#include "engine/operations/restored_table.h"

namespace engine::operations {

// Makes the target table of a restore and the job that fills it.
class RestoreWrite : public PendingWrite {
public:
    RestoreWrite(const Context& context, schema::Table target, JobRecord job, bool isLatest)
        : m_region(context.region),
          m_accountId(context.accountId),
          m_target(std::move(target)),
          m_job(std::move(job)),
          m_isLatest(isLatest) {}

    Result<void> apply(storage::WriteTransaction& transaction) override;

protected:
    TableDescription description() const;

private:
    std::string m_region;
    std::string m_accountId;
    schema::Table m_target;
    JobRecord m_job;
    bool m_isLatest;  // the moment is that of this write
    std::shared_ptr<const schema::Table> m_created;
};

// The target's name is free and good.
Result<void> checkTargetName(const Context& context, const std::string& name);

}  // namespace engine::operations
