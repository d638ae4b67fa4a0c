#pragma once

#include <future>
#include <optional>

#include "engine/jobs/job_task.h"

// The writes of the job runner.
namespace engine::jobs {

// A step: items and the job's record in one transaction. Cancelled when the job is no longer under
// way or its target table is gone. A job that ends opens its table, or drops it if it failed.
class StepWork final : public storage::WriteWork {
public:
    StepWork(JobStep step, std::promise<Result<void>> promise)
        : m_step(std::move(step)), m_promise(std::move(promise)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override;
    void finished(Result<void> outcome) override { m_promise.set_value(std::move(outcome)); }
    storage::ChangeOrigin origin() const override;

private:
    Result<void> putItems(storage::WriteTransaction& transaction, const schema::Table& table);
    Result<void> endTarget(storage::WriteTransaction& transaction, const schema::Table& table);

    JobStep m_step;
    std::promise<Result<void>> m_promise;
};

// Forgets a job: a deleted backup whose file is gone, an old export or import.
class ForgetWork final : public storage::WriteWork {
public:
    ForgetWork(std::string jobId, std::promise<Result<void>> promise)
        : m_id(std::move(jobId)), m_promise(std::move(promise)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        return transaction.deleteRecord(storage::RecordKind::Job, m_id);
    }
    void finished(Result<void> outcome) override { m_promise.set_value(std::move(outcome)); }

private:
    std::string m_id;
    std::promise<Result<void>> m_promise;
};

// Waits for the writer thread; no read transaction may be open here.
template <class Work, class Argument>
Result<void> commit(storage::Database& database, Argument argument) {
    std::promise<Result<void>> promise;
    auto future = promise.get_future();
    database.submit(std::make_unique<Work>(std::move(argument), std::move(promise)));
    return future.get();
}

}  // namespace engine::jobs
