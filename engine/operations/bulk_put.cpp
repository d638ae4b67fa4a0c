#include "engine/operations/bulk_put.h"

#include <algorithm>
#include <utility>

#include "engine/operations/client_token.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"
#include "engine/operations/s3_location.h"

namespace engine::operations {

namespace {

constexpr std::string_view arnPart = "/bulk-operation/";

std::string statusOf(const JobRecord& job) {
    switch (job.status) {
        case JobStatus::Waiting:
        case JobStatus::Running: return "IN_PROGRESS";
        case JobStatus::Completed: return job.errors == 0 ? "COMPLETED" : "COMPLETED_WITH_ERRORS";
        case JobStatus::Failed: return "FAILED";
        case JobStatus::Cancelled: return "CANCELLED";
    }
    return "FAILED";
}

BulkOperationDescription describeBulk(JobRecord job) {
    BulkOperationDescription description;
    description.status = statusOf(job);
    description.tableName = parameter(job, "TableName");
    description.job = std::move(job);
    return description;
}

Error operationNotFound(const std::string& arn) {
    return Error::resourceNotFound("Requested resource not found: BulkOperation: " + arn +
                                   " not found");
}

template <class Transaction>
Result<JobRecord> findBulk(Transaction& transaction, const std::string& arn) {
    auto job = findJob(transaction, jobIdOf(arn));
    if (!job) {
        return std::move(job).error();
    }
    if (!*job || (*job)->kind != JobKind::BulkPut || (*job)->arn != arn) {
        return operationNotFound(arn);
    }
    return **std::move(job);
}

Error tokenMismatch() {
    return {ErrorKind::IdempotentParameterMismatch,
            "The client token was used with other parameters before",
            {}};
}

class StartWrite final : public PendingWrite {
public:
    StartWrite(JobRecord job, std::shared_ptr<const schema::Table> table, ClientToken token)
        : m_job(std::move(job)), m_table(std::move(table)), m_token(std::move(token)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto earlier = m_token.find(transaction, tokenMismatch());
        if (!earlier) {
            return std::move(earlier).error();
        }
        m_answer = *earlier ? **std::move(earlier) : m_job;
        if (m_answer.id != m_job.id) {
            return {};
        }
        const auto current = transaction.findTable(m_table->name);
        if (!current || current->number != m_table->number) {
            return controlTableNotFound(m_table->name);
        }
        if (auto kept = m_token.keep(transaction, m_job.id); !kept) {
            return kept;
        }
        return putJob(transaction, m_job);
    }

protected:
    Response response() override {
        return StartBulkPutItemsOutput{describeBulk(std::move(m_answer))};
    }

private:
    const JobRecord m_job;
    std::shared_ptr<const schema::Table> m_table;
    ClientToken m_token;
    JobRecord m_answer;
};

class CancelWrite final : public PendingWrite {
public:
    CancelWrite(std::string arn, Timestamp now) : m_arn(std::move(arn)), m_now(now) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto job = findBulk(transaction, m_arn);
        if (!job) {
            return std::move(job).error();
        }
        if (isFinished(*job)) {
            m_status = statusOf(*job);
            return {};
        }
        m_status = "CANCELLING";
        job->status = JobStatus::Cancelled;
        job->endedAt = m_now;
        job->failureCode = "Cancelled";
        job->failureMessage = "The operation was cancelled";
        return putJob(transaction, *job);
    }

protected:
    Response response() override { return CancelBulkOperationOutput{m_arn, m_status}; }

private:
    std::string m_arn;
    Timestamp m_now;
    std::string m_status;
};

Result<void> checkPlaces(const StartBulkPutItemsInput& input) {
    if (auto checked = checkBucket(input.inputBucket); !checked) {
        return checked;
    }
    if (auto checked = checkPrefix(input.inputPrefix); !checked) {
        return checked;
    }
    if (input.outputBucket.empty()) {
        return checkPrefix(input.outputPrefix);
    }
    if (auto checked = checkBucket(input.outputBucket); !checked) {
        return checked;
    }
    return checkPrefix(input.outputPrefix);
}

}  // namespace

PreparedWrite prepareStartBulkPutItems(const Context& context, StartBulkPutItemsInput input) {
    if (auto checked = checkPlaces(input); !checked) {
        return std::move(checked).error();
    }
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    if (auto active = checkActive(**table); !active) {
        return std::move(active).error();
    }
    JobRecord job;
    job.createdAt = context.clock.now();
    job.parameters = std::move(input.parameters);
    job.parameters["TableName"] = (*table)->name;
    ClientToken token("bulk", input.clientToken, job.parameters, job.createdAt);
    job.parameters["TableId"] = (*table)->id;
    job.id = makeJobId(job.createdAt, context.random);
    job.kind = JobKind::BulkPut;
    job.targetTable = (*table)->number;
    job.arn = schema::tableArn(context.region, context.accountId, (*table)->name)
                  .append(arnPart)
                  .append(job.id);
    return PreparedWrite::Value(
        std::make_unique<StartWrite>(std::move(job), *std::move(table), std::move(token)));
}

PreparedWrite prepareCancelBulkOperation(const Context& context, CancelBulkOperationInput input) {
    return PreparedWrite::Value(
        std::make_unique<CancelWrite>(std::move(input.bulkOperationArn), context.clock.now()));
}

Result<DescribeBulkOperationOutput> describeBulkOperation(const Context& context,
                                                          const DescribeBulkOperationInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    auto job = findBulk(**snapshot, input.bulkOperationArn);
    if (!job) {
        return std::move(job).error();
    }
    return DescribeBulkOperationOutput{describeBulk(*std::move(job))};
}

Result<ListBulkOperationsOutput> listBulkOperations(const Context& context,
                                                    const ListBulkOperationsInput& input) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto since = context.clock.now().milliseconds - jobsListedMilliseconds;
    auto jobs = listJobs(**snapshot, [&](const JobRecord& job) {
        // The token is the id that the page before ended with.
        return job.kind == JobKind::BulkPut && job.createdAt.milliseconds >= since &&
               (!input.nextToken || job.id < *input.nextToken);
    });
    if (!jobs) {
        return std::move(jobs).error();
    }
    std::reverse(jobs->begin(), jobs->end());
    const auto most = static_cast<std::size_t>(input.maxResults);
    ListBulkOperationsOutput output;
    for (auto& job : *jobs) {
        if (output.operations.size() == most) {
            output.nextToken = output.operations.back().job.id;
            break;
        }
        output.operations.push_back(describeBulk(std::move(job)));
    }
    return output;
}

}  // namespace engine::operations
