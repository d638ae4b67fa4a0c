#include "engine/operations/job_store.h"

#include "engine/base/bytes.h"

#include <memory>
#include <utility>

namespace engine::operations {

namespace {

constexpr std::size_t recordsPerRead = 100;

Result<std::optional<JobRecord>> decoded(const Result<std::optional<std::string>>& body) {
    if (!body) {
        return body.error();
    }
    if (!*body) {
        return std::optional<JobRecord>();
    }
    auto job = decodeJob(**body);
    if (!job) {
        return std::move(job).error();
    }
    return std::optional(*std::move(job));
}

}  // namespace

Result<std::vector<JobRecord>> listJobs(storage::ReadTransaction& transaction,
                                        const std::function<bool(const JobRecord&)>& wanted,
                                        std::string_view after) {
    std::vector<JobRecord> jobs;
    std::string last(after);
    while (true) {
        const auto records =
            transaction.listRecords(storage::RecordKind::Job, last, recordsPerRead);
        if (!records) {
            return records.error();
        }
        for (const auto& record : *records) {
            auto job = decodeJob(record.body);
            if (!job) {
                return std::move(job).error();
            }
            if (wanted(*job)) {
                jobs.push_back(*std::move(job));
            }
        }
        if (records->size() < recordsPerRead) {
            return jobs;
        }
        last = records->back().key;
    }
}

Result<std::optional<JobRecord>> findJob(storage::ReadTransaction& transaction,
                                         std::string_view id) {
    return decoded(transaction.getRecord(storage::RecordKind::Job, id));
}

Result<std::optional<JobRecord>> findJob(storage::WriteTransaction& transaction,
                                         std::string_view id) {
    return decoded(transaction.getRecord(storage::RecordKind::Job, id));
}

Result<void> putJob(storage::WriteTransaction& transaction, const JobRecord& job) {
    return transaction.putRecord(storage::RecordKind::Job, job.id, encodeJob(job));
}

std::string_view jobIdOf(std::string_view arn) {
    const auto slash = arn.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : arn.substr(slash + 1);
}

bool isFinished(const JobRecord& job) {
    return job.status != JobStatus::Waiting && job.status != JobStatus::Running;
}

std::string_view parameter(const JobRecord& job, std::string_view name) {
    const auto found = job.parameters.find(std::string(name));
    return found == job.parameters.end() ? std::string_view() : std::string_view(found->second);
}

std::shared_ptr<const schema::Table> keptTable(const JobRecord& job) {
    auto table = schema::decodeTable(parameter(job, "Table"));
    return table ? std::make_shared<const schema::Table>(*std::move(table)) : nullptr;
}

std::string cursorOf(const schema::PrimaryKey& key) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.sized(key.partition);
    writer.sized(key.sort);
    return bytes;
}

std::optional<schema::PrimaryKey> keyIn(std::string_view cursor) {
    if (cursor.empty()) {
        return std::nullopt;
    }
    ByteReader reader(cursor);
    schema::PrimaryKey key;
    key.partition = reader.sized();
    key.sort = reader.sized();
    return key;
}

}  // namespace engine::operations
