#include "engine/jobs/old_jobs.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/jobs/step_work.h"
#include "engine/operations/client_token.h"
#include "engine/operations/job_store.h"

namespace engine::jobs {
namespace {

using operations::ClientToken;
using operations::JobKind;
using operations::JobRecord;

Result<std::vector<JobRecord>> oldJobs(const JobTools& tools) {
    const auto snapshot = tools.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto oldest = tools.clock.now().milliseconds - operations::jobsListedMilliseconds;
    return operations::listJobs(**snapshot, [&](const JobRecord& job) {
        return (job.kind == JobKind::Export || job.kind == JobKind::Import) &&
               operations::isFinished(job) && job.endedAt && job.endedAt->milliseconds < oldest;
    });
}

class ForgetTokensWork final : public storage::WriteWork {
public:
    struct Tokens {
        std::vector<std::string> keys;
        Timestamp now;
    };
    ForgetTokensWork(Tokens tokens, std::promise<Result<void>> promise)
        : m_tokens(std::move(tokens)), m_promise(std::move(promise)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        return ClientToken::forget(transaction, m_tokens.keys, m_tokens.now);
    }
    void finished(Result<void> outcome) override { m_promise.set_value(std::move(outcome)); }

private:
    Tokens m_tokens;
    std::promise<Result<void>> m_promise;
};

Result<std::vector<std::string>> oldTokens(const JobTools& tools, Timestamp now) {
    const auto snapshot = tools.database.beginRead();
    return snapshot ? ClientToken::expired(**snapshot, now) : snapshot.error();
}

void forgetOldTokens(const JobTools& tools) {
    const auto now = tools.clock.now();
    auto keys = oldTokens(tools, now);
    while (keys && !keys->empty() && !tools.stopping) {
        if (!commit<ForgetTokensWork>(tools.database,
                                      ForgetTokensWork::Tokens{*std::move(keys), now})) {
            return;
        }
        keys = oldTokens(tools, now);
    }
}

}  // namespace

void forgetOldJobs(const JobTools& tools) {
    forgetOldTokens(tools);
    const auto jobs = oldJobs(tools);
    if (!jobs) {
        return;
    }
    for (const auto& job : *jobs) {
        if (tools.stopping || !commit<ForgetWork>(tools.database, job.id)) {
            return;
        }
    }
}

}  // namespace engine::jobs
