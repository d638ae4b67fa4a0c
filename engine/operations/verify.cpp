#include "engine/operations/verify.h"

#include <string>
#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/operations/handlers.h"
#include "engine/operations/job_record.h"

namespace engine::operations {

namespace {

// Records of one kind, each of which `decode` has to understand.
template <class Decode>
Result<void> checkRecords(storage::Database& database, storage::RecordKind kind,
                          std::string_view word, Decode decode, storage::VerifyReport& report) {
    constexpr std::size_t atOnce = 1000;
    std::string after;
    while (true) {
        const auto snapshot = database.beginRead();
        if (!snapshot) {
            return snapshot.error();
        }
        const auto records = (*snapshot)->listRecords(kind, after, atOnce);
        if (!records) {
            return records.error();
        }
        if (records->empty()) {
            return {};
        }
        for (const auto& record : *records) {
            if (const auto decoded = decode(record); !decoded) {
                report.add("V6", std::string(word) + " " + record.key, decoded.error().message);
            }
        }
        after = records->back().key;
    }
}

Result<void> checkAllRecords(storage::Database& database, storage::VerifyReport& report) {
    const auto job = [](const storage::StoredRecord& record) { return decodeJob(record.body); };
    auto checked = checkRecords(database, storage::RecordKind::Job, "job", job, report);
    return checked ? checkRecords(database, storage::RecordKind::Bookmark, "bookmark",
                                  history::decodeBookmark, report)
                   : checked;
}

std::optional<schema::TableNumber> tableOfQueueJob(std::string_view record) {
    const auto job = decodeJob(record);
    return job && job->kind == JobKind::QueueExpiring ? std::optional(job->targetTable)
                                                      : std::nullopt;
}

}  // namespace

Result<storage::VerifyReport> verifyAll(storage::Database& database, const Clock& clock) {
    auto report = storage::verifyDatabase(database, clock, tableOfQueueJob);
    if (!report) {
        return report;
    }
    if (const auto checked = checkAllRecords(database, *report); !checked) {
        report->add("V6", "records", checked.error().message);
    }
    return report;
}

Result<VerifyOutput> verify(const Context& context, const VerifyInput& /*input*/) {
    auto report = verifyAll(context.database, context.clock);
    if (!report) {
        return std::move(report).error();
    }
    return VerifyOutput{*std::move(report)};
}

}  // namespace engine::operations
