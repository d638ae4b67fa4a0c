#include <optional>
#include <utility>

#include "engine/jobs/export_files.h"
#include "engine/jobs/table_pages.h"
#include "engine/operations/export_filter.h"

// ExportTableToPointInTime, FULL_EXPORT: each step is one data file.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

struct Place {
    std::optional<schema::PrimaryKey> after;
    WrittenFiles files;
};

Place decodePlace(std::string_view bytes) {
    ByteReader reader(bytes);
    Place place;
    if (!bytes.empty()) {
        place.after = takeKey(reader);
        place.files = WrittenFiles::take(reader);
    }
    return place;
}

std::string encodePlace(const Place& place) {
    std::string bytes;
    ByteWriter writer(bytes);
    putKey(place.after, writer);
    place.files.put(writer);
    return bytes;
}

// Writes one data file, or finds that the next part of the table has nothing for one.
class FileStep final {
public:
    FileStep(const JobTools& tools, const schema::Table& table,
             const operations::ExportFilter& filter, ExportFiles& files)
        : m_tools(tools), m_table(table), m_filter(filter), m_files(files) {}

    // Moves the place and the counters on. `bytes` are those that were read, as they are billed.
    Result<void> write(JobRecord& job, Place& place) {
        std::uint64_t bytesRead = 0;
        do {
            if (m_tools.stopping) {
                return stoppedError();
            }
            const auto page =
                readPage(m_tools, m_table, job.sequence, place.after, m_filter.range());
            if (!page) {
                return page.error();
            }
            place.after = page->last;
            if (auto added = add(*page, job, place); !added) {
                return added;
            }
            bytesRead += page->bytes;
            job.bytes += page->bytes;
        } while (place.after && m_textBytes < m_tools.limits.exportFileBytes &&
                 bytesRead < m_tools.limits.exportReadBytes);
        return m_file ? m_files.note(*m_file, place.files) : Result<void>();
    }

private:
    Result<void> add(const TablePage& page, JobRecord& job, const Place& place) {
        for (const auto& item : page.items) {
            if (!m_filter.matches(item.view())) {
                continue;
            }
            if (!m_file) {
                auto made = m_files.dataFile(place.files.count);
                if (!made) {
                    return std::move(made).error();
                }
                m_file = *std::move(made);
            }
            const auto projected = m_filter.projected(item.view());
            m_line.clear();
            transfer::appendItemRecord(m_files.format(), (projected ? *projected : item).view(),
                                       m_line);
            m_textBytes += m_line.size();
            if (auto added = m_file->add(m_line); !added) {
                return added;
            }
            ++job.items;
        }
        return {};
    }

    const JobTools& m_tools;
    const schema::Table& m_table;
    const operations::ExportFilter& m_filter;
    ExportFiles& m_files;
    std::optional<transfer::DataFileWriter> m_file;
    std::size_t m_textBytes = 0;
    std::string m_line;
};

class ExportTask final : public JobTask {
public:
    explicit ExportTask(const JobTools& tools) : m_tools(tools) {}

    Result<JobStep> next(JobRecord job) override {
        const auto table = sourceTable(m_tools, job.sourceTable);
        if (!table) {
            return table.error();
        }
        auto place = decodePlace(job.cursor);
        ExportFiles files(m_tools, job);
        if (job.cursor.empty()) {
            if (auto begun = begin(job, **table, files); !begun) {
                return std::move(begun).error();
            }
        }
        const auto filter = operations::exportFilterOf(job, *table);
        if (!filter) {
            return filter.error();
        }
        if (auto written = FileStep{m_tools, **table, *filter, files}.write(job, place); !written) {
            return std::move(written).error();
        }
        if (!place.after) {
            if (auto finished = files.finish(job, place.files); !finished) {
                return std::move(finished).error();
            }
            job.status = JobStatus::Completed;
        }
        job.cursor = encodePlace(place);
        return JobStep{std::move(job), {}};
    }

private:
    Result<void> begin(JobRecord& job, const schema::Table& table, ExportFiles& files) {
        const auto counts = countsAt(m_tools, table, job.sequence);
        if (!counts) {
            return counts.error();
        }
        // Of a part nothing is known before it is read.
        if (!job.parameters.contains("FilterSpecification")) {
            job.itemsTotal = counts->items;
            job.bytesTotal = counts->bytes;
        }
        return files.begin();
    }

    const JobTools& m_tools;
};

}  // namespace

std::unique_ptr<JobTask> makeExportTask(const JobTools& tools) {
    return std::make_unique<ExportTask>(tools);
}

}  // namespace engine::jobs
