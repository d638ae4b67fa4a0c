#pragma once

#include <future>
#include <string>

#include "engine/operations/job_record.h"
#include "engine/storage/database.h"

namespace engine::jobs {

bool isIndexJob(const operations::JobRecord& job);

struct IndexStep {
    std::string jobId;
    std::size_t itemsMax = 0;
    bool* isOver = nullptr;  // set before the promise is
};

// A step of filling or clearing an index, with its place in the same transaction. The last one
// makes the index active or takes it out of its table, and forgets the job.
class IndexWork final : public storage::WriteWork {
public:
    IndexWork(IndexStep step, std::promise<Result<void>> promise)
        : m_step(std::move(step)), m_promise(std::move(promise)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override;
    void finished(Result<void> outcome) override { m_promise.set_value(std::move(outcome)); }

private:
    IndexStep m_step;
    std::promise<Result<void>> m_promise;
};

}  // namespace engine::jobs
