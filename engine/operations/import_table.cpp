#include "engine/operations/import_table.h"

#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/operations/client_token.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_store.h"
#include "engine/operations/s3_location.h"
#include "engine/operations/table_encryption.h"

namespace engine::operations {

namespace {

Error conflict() {
    return {ErrorKind::ImportConflict,
            "There was a conflict when importing from the specified S3 source. This can occur "
            "when the current import conflicts with a previous import request that had the same "
            "client token.",
            {}};
}

Error alreadyExists(const std::string& name) {
    return Error::resourceInUse("Table already exists: " + name);
}

class ImportWrite final : public PendingWrite {
public:
    ImportWrite(JobRecord job, schema::Table table, ClientToken token)
        : m_job(std::move(job)), m_table(std::move(table)), m_token(std::move(token)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto earlier = m_token.find(transaction, conflict());
        if (!earlier) {
            return std::move(earlier).error();
        }
        m_answer = *earlier ? **std::move(earlier) : m_job;
        if (m_answer.id != m_job.id) {
            return {};
        }
        if (transaction.findTable(m_table.name)) {
            return alreadyExists(m_table.name);
        }
        if (auto marked = history::automaticBookmark(transaction, history::BookmarkKind::Import,
                                                     "ImportTable " + m_table.name);
            !marked) {
            return marked;
        }
        const auto number = transaction.addTable(m_table);
        if (!number) {
            return number.error();
        }
        m_answer.targetTable = *number;
        if (auto kept = m_token.keep(transaction, m_job.id); !kept) {
            return kept;
        }
        return putJob(transaction, m_answer);
    }

protected:
    Response response() override { return ImportTableOutput{describeImport(std::move(m_answer))}; }

private:
    const JobRecord m_job;
    schema::Table m_table;
    ClientToken m_token;
    JobRecord m_answer;
};

std::map<std::string, std::string> parametersOf(const ImportTableInput& input) {
    std::map<std::string, std::string> parameters = {
        {"S3Bucket", input.s3Bucket},
        {"InputFormat", input.inputFormat},
        {"InputCompressionType", input.inputCompressionType}};
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) {
            parameters.emplace(name, *value);
        }
    };
    add("ClientToken", input.clientToken);
    add("S3BucketOwner", input.s3BucketOwner);
    add("S3KeyPrefix", input.s3KeyPrefix);
    add("CsvDelimiter", input.csvDelimiter);
    if (input.csvHeader) {
        parameters.emplace("CsvHeaderList", joinHeader(*input.csvHeader));
    }
    return parameters;
}

Result<void> checkMembers(const ImportTableInput& input) {
    if (input.inputFormat != "CSV" && (input.csvDelimiter || input.csvHeader)) {
        return Error::validation(
            "One or more parameter values were invalid: InputFormatOptions can only be specified "
            "when InputFormat is CSV");
    }
    if (auto checked = checkBucket(input.s3Bucket); !checked) {
        return checked;
    }
    return checkPrefix(input.s3KeyPrefix.value_or(""));
}

}  // namespace

PreparedWrite prepareImportTable(const Context& context, const ImportTableInput& input) {
    if (auto checked = checkMembers(input); !checked) {
        return std::move(checked).error();
    }
    auto table = schema::validateTable(input.table);
    if (!table) {
        return std::move(table).error();
    }
    if (auto set = setEncryption(context, input.table.encryption, *table); !set) {
        return std::move(set).error();
    }
    auto request = parametersOf(input);
    // The description without id and times is the same for the same request.
    request.emplace("Table", schema::encodeTable(*table));
    JobRecord job;
    job.createdAt = context.clock.now();
    ClientToken token("import", input.clientToken, request, job.createdAt);
    table->id = makeUuid(context.random);
    table->createdAt = job.createdAt;
    table->status = schema::TableStatus::Creating;
    job.id = makeJobId(job.createdAt, context.random);
    job.kind = JobKind::Import;
    job.arn =
        schema::tableArn(context.region, context.accountId, table->name) + "/import/" + job.id;
    job.parameters = parametersOf(input);
    job.parameters.emplace("Table", schema::encodeTable(*table));
    return PreparedWrite::Value(
        std::make_unique<ImportWrite>(std::move(job), *std::move(table), std::move(token)));
}

}  // namespace engine::operations
