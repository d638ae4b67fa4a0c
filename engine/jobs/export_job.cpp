#include <optional>
#include <utility>

#include "engine/jobs/export_files.h"
#include "engine/jobs/table_pages.h"

// ExportTableToPointInTime, FULL_EXPORT: each step is one data file.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

struct Place {
    std::optional<schema::PrimaryKey> after;
    std::uint32_t files = 0;
    std::uint64_t linesBytes = 0;
};

Place decodePlace(std::string_view bytes) {
    ByteReader reader(bytes);
    Place place;
    if (!bytes.empty()) {
        place.after = takeKey(reader);
        place.files = reader.u32();
        place.linesBytes = reader.u64();
    }
    return place;
}

std::string encodePlace(const Place& place) {
    std::string bytes;
    ByteWriter writer(bytes);
    putKey(place.after, writer);
    writer.u32(place.files);
    writer.u64(place.linesBytes);
    return bytes;
}

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
        if (auto written = writeFile(job, **table, files, place); !written) {
            return std::move(written).error();
        }
        if (!place.after) {
            if (auto finished = files.finish(job, place.linesBytes); !finished) {
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
        job.itemsTotal = counts->items;
        job.bytesTotal = counts->bytes;
        return files.begin();
    }

    // Moves the place and the counters on by one file.
    Result<void> writeFile(JobRecord& job, const schema::Table& table, ExportFiles& files,
                           Place& place) {
        std::optional<transfer::DataFileWriter> file;
        std::size_t textBytes = 0;
        do {
            if (m_tools.stopping) {
                return stoppedError();
            }
            const auto page = readPage(m_tools, table, job.sequence, place.after);
            if (!page) {
                return page.error();
            }
            place.after = page->last;
            if (!page->items.empty() && !file) {
                auto made = files.dataFile(place.files);
                if (!made) {
                    return std::move(made).error();
                }
                file = *std::move(made);
            }
            for (const auto& item : page->items) {
                m_line.clear();
                transfer::appendItemRecord(files.format(), item.view(), m_line);
                textBytes += m_line.size();
                if (auto added = file->add(m_line); !added) {
                    return added;
                }
            }
            job.items += page->items.size();
            job.bytes += page->bytes;
        } while (place.after && textBytes < m_tools.limits.exportFileBytes);
        return file ? note(*file, files, place) : Result<void>();
    }

    static Result<void> note(transfer::DataFileWriter& file, ExportFiles& files, Place& place) {
        const auto finished = file.finish();
        if (!finished) {
            return finished.error();
        }
        const auto linesBytes = files.note(*finished, place.linesBytes);
        if (!linesBytes) {
            return linesBytes.error();
        }
        place.linesBytes = *linesBytes;
        ++place.files;
        return {};
    }

    const JobTools& m_tools;
    std::string m_line;
};

}  // namespace

std::unique_ptr<JobTask> makeExportTask(const JobTools& tools) {
    return std::make_unique<ExportTask>(tools);
}

}  // namespace engine::jobs
