#include "engine/jobs/table_pages.h"

// RestoreTableToPointInTime: the items of a past moment are written into a new table.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

class RestoreTask final : public JobTask {
public:
    explicit RestoreTask(const JobTools& tools) : m_tools(tools) {}

    Result<JobStep> next(JobRecord job) override {
        const auto table = sourceTable(m_tools, job.sourceTable);
        if (!table) {
            return table.error();
        }
        if (job.cursor.empty()) {
            const auto counts = countsAt(m_tools, **table, job.sequence);
            if (!counts) {
                return counts.error();
            }
            job.itemsTotal = counts->items;
            job.bytesTotal = counts->bytes;
        }
        ByteReader cursor(job.cursor);
        auto page = readPage(m_tools, **table, job.sequence, takeKey(cursor));
        if (!page) {
            return std::move(page).error();
        }
        job.items += page->items.size();
        job.bytes += page->bytes;
        job.cursor.clear();
        ByteWriter writer(job.cursor);
        putKey(page->last, writer);
        if (!page->last) {
            job.status = JobStatus::Completed;
        }
        return JobStep{std::move(job), std::move(page->items)};
    }

private:
    const JobTools& m_tools;
};

}  // namespace

std::unique_ptr<JobTask> makeRestoreTask(const JobTools& tools) {
    return std::make_unique<RestoreTask>(tools);
}

}  // namespace engine::jobs
