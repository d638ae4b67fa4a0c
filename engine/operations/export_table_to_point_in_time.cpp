#include "engine/operations/export_table_to_point_in_time.h"

#include <utility>

#include "engine/operations/client_token.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"
#include "engine/operations/recovery_window.h"
#include "engine/operations/s3_location.h"

namespace engine::operations {

namespace {

constexpr std::int64_t windowMillisecondsMin = std::int64_t{15} * 60 * 1000;
constexpr std::int64_t windowMillisecondsMax = std::int64_t{24} * 3600 * 1000;

Error conflict() {
    return {ErrorKind::ExportConflict,
            "There was a conflict when writing to the specified S3 bucket.",
            {}};
}

class ExportWrite final : public PendingWrite {
public:
    ExportWrite(JobRecord job, ClientToken token, bool isLatest)
        : m_job(std::move(job)), m_token(std::move(token)), m_isLatest(isLatest) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto earlier = m_token.find(transaction, conflict());
        if (!earlier) {
            return std::move(earlier).error();
        }
        m_answer = *earlier ? **std::move(earlier) : m_job;
        if (m_answer.id != m_job.id) {
            return {};
        }
        if (m_isLatest) {
            m_answer.sequence = transaction.sequence();
            m_answer.to = transaction.time();
        }
        if (auto kept = m_token.keep(transaction, m_job.id); !kept) {
            return kept;
        }
        return putJob(transaction, m_answer);
    }

protected:
    Response response() override {
        return ExportTableToPointInTimeOutput{describeExport(std::move(m_answer))};
    }

private:
    const JobRecord m_job;
    ClientToken m_token;
    bool m_isLatest;  // the moment is that of this write
    JobRecord m_answer;
};

std::map<std::string, std::string> parametersOf(const ExportTableToPointInTimeInput& input) {
    std::map<std::string, std::string> parameters = {
        {"S3Bucket", input.s3Bucket},
        {"ExportFormat", input.exportFormat},
        {"ExportType", input.incremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT"}};
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) {
            parameters.emplace(name, *value);
        }
    };
    add("ClientToken", input.clientToken);
    add("S3BucketOwner", input.s3BucketOwner);
    add("S3Prefix", input.s3Prefix);
    add("S3SseAlgorithm", input.s3SseAlgorithm);
    add("S3SseKmsKeyId", input.s3SseKmsKeyId);
    if (input.incremental) {
        parameters.emplace("ExportViewType", input.exportViewType);
    }
    if (input.filter) {
        parameters.emplace("FilterSpecification", encodeFilter(*input.filter));
    }
    return parameters;
}

// What a request with the same token must have in common with the first one.
std::map<std::string, std::string> requestOf(const ExportTableToPointInTimeInput& input) {
    auto request = parametersOf(input);
    request.emplace("TableArn", input.tableArn);
    const auto add = [&](const char* name, const std::optional<Timestamp>& time) {
        if (time) {
            request.emplace(name, std::to_string(time->milliseconds));
        }
    };
    add("ExportTime", input.exportTime);
    add("ExportFromTime", input.exportFromTime);
    add("ExportToTime", input.exportToTime);
    return request;
}

Error invalidTime(std::string message) {
    return {ErrorKind::InvalidExportTime, std::move(message), {}};
}

Result<void> checkMembers(const ExportTableToPointInTimeInput& input) {
    if (input.incremental && (!input.hasWindow || !input.exportFromTime)) {
        return Error::validation(
            "One or more parameter values were invalid: IncrementalExportSpecification with "
            "ExportFromTime is required when ExportType is INCREMENTAL_EXPORT");
    }
    if (!input.incremental && input.hasWindow) {
        return Error::validation(
            "One or more parameter values were invalid: IncrementalExportSpecification can only "
            "be specified when ExportType is INCREMENTAL_EXPORT");
    }
    if (input.incremental && input.exportTime) {
        return Error::validation(
            "One or more parameter values were invalid: ExportTime cannot be specified when "
            "ExportType is INCREMENTAL_EXPORT");
    }
    if (auto checked = checkBucket(input.s3Bucket); !checked) {
        return checked;
    }
    return checkPrefix(input.s3Prefix.value_or(""));
}

Result<void> checkFilter(const ExportTableToPointInTimeInput& input,
                         const std::shared_ptr<const schema::Table>& table) {
    if (!input.filter) {
        return {};
    }
    const auto filter = ExportFilter::compile(*input.filter, table);
    return filter ? Result<void>() : filter.error();
}

// Sets the moment of a full export, or the window and its end of an incremental one.
Result<void> setMoments(const Context& context, const ExportTableToPointInTimeInput& input,
                        const RecoveryWindow& window, JobRecord& job) {
    const auto to = input.incremental ? input.exportToTime : input.exportTime;
    job.to = to.value_or(window.latest);
    if (*job.to < window.earliest || *job.to > window.latest) {
        return invalidTime(
            "The specified ExportTime is outside of the point in time recovery window.");
    }
    if (!to && !input.incremental) {
        return {};
    }
    // The end of a window is exclusive.
    const Timestamp last{job.to->milliseconds - (input.incremental ? 1 : 0)};
    const auto sequence = context.database.sequenceAt(last);
    if (!sequence) {
        return sequence.error();
    }
    job.sequence = *sequence;
    if (!input.incremental) {
        return {};
    }
    job.from = *input.exportFromTime;
    const auto length = job.to->milliseconds - job.from->milliseconds;
    if (*job.from < window.earliest || length < windowMillisecondsMin ||
        length > windowMillisecondsMax) {
        return invalidTime(
            "The export window must be at least 15 minutes and at most 24 hours long and lie in "
            "the point in time recovery window.");
    }
    const auto before = context.database.sequenceAt(Timestamp{job.from->milliseconds - 1});
    if (!before) {
        return before.error();
    }
    job.parameters.emplace("FromSequence", std::to_string(*before));
    return {};
}

}  // namespace

PreparedWrite prepareExportTableToPointInTime(const Context& context,
                                              const ExportTableToPointInTimeInput& input) {
    const auto table = context.database.catalog()->find(schema::tableNameOf(input.tableArn));
    if (!table) {
        return Error{ErrorKind::TableNotFound, "Table not found: " + input.tableArn, {}};
    }
    if (auto checked = checkMembers(input); !checked) {
        return std::move(checked).error();
    }
    if (auto checked = checkFilter(input, table); !checked) {
        return std::move(checked).error();
    }
    const auto window = recoveryWindow(context, *table);
    if (!window) {
        return window.error();
    }
    JobRecord job;
    job.createdAt = context.clock.now();
    job.id = makeJobId(job.createdAt, context.random);
    job.kind = JobKind::Export;
    job.arn =
        schema::tableArn(context.region, context.accountId, table->name) + "/export/" + job.id;
    job.sourceTable = table->number;
    job.parameters = parametersOf(input);
    job.parameters.emplace("Table", schema::encodeTable(*table));
    if (auto set = setMoments(context, input, *window, job); !set) {
        return std::move(set).error();
    }
    ClientToken token("export", input.clientToken, requestOf(input), job.createdAt);
    const bool isLatest = !input.incremental && !input.exportTime;
    return PreparedWrite::Value(
        std::make_unique<ExportWrite>(std::move(job), std::move(token), isLatest));
}

}  // namespace engine::operations
