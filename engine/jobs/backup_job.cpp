#include "engine/base/os/files.h"
#include "engine/jobs/backup_file.h"
#include "engine/jobs/table_pages.h"
#include "engine/operations/job_store.h"

// CreateBackup: a page of the table becomes a chunk of the file.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;

struct Place {
    std::optional<schema::PrimaryKey> after;
    std::uint32_t chunks = 0;
    std::uint64_t offset = 0;
};

Place decodePlace(std::string_view bytes) {
    ByteReader reader(bytes);
    Place place;
    if (!bytes.empty()) {
        place.after = takeKey(reader);
        place.chunks = reader.u32();
        place.offset = reader.u64();
    }
    return place;
}

std::string encodePlace(const Place& place) {
    std::string bytes;
    ByteWriter writer(bytes);
    putKey(place.after, writer);
    writer.u32(place.chunks);
    writer.u64(place.offset);
    return bytes;
}

class BackupTask final : public JobTask {
public:
    explicit BackupTask(const JobTools& tools) : m_tools(tools) {}

    Result<JobStep> next(JobRecord job) override {
        auto place = decodePlace(job.cursor);
        if (!m_writer) {
            // The process may have ended between the renaming and the record's last change.
            if (const auto finished = BackupReader::open(path(job), job.id)) {
                return completed(std::move(job), finished->manifest());
            }
            if (auto opened = openWriter(job, place); !opened) {
                return std::move(opened).error();
            }
        }
        const auto table = sourceTable(m_tools, job.sourceTable);
        if (!table) {
            return table.error();
        }
        const auto page = readPage(m_tools, **table, job.sequence, place.after);
        if (!page) {
            return page.error();
        }
        if (!page->items.empty()) {
            if (auto added = m_writer->addChunk(page->items); !added) {
                return std::move(added).error();
            }
        }
        job.items += page->items.size();
        job.bytes += page->bytes;
        job.cursor = encodePlace({page->last, m_writer->chunks(), m_writer->offset()});
        return page->last ? JobStep{std::move(job), {}} : finish(std::move(job));
    }

private:
    std::string path(const JobRecord& job) const {
        return backupPath(m_tools.database.directory(), job.id);
    }

    Result<void> openWriter(const JobRecord& job, const Place& place) {
        const std::string folder = m_tools.database.directory() + "/backups";
        if (auto made = os::makeDirectories(folder); !made) {
            return made;
        }
        auto writer = BackupWriter::open(unfinishedBackupPath(m_tools.database.directory(), job.id),
                                         job.id, place.chunks, place.offset);
        if (!writer) {
            return std::move(writer).error();
        }
        m_writer = *std::move(writer);
        return os::flushDirectory(folder);
    }

    Result<JobStep> finish(JobRecord job) {
        BackupManifest manifest;
        manifest.id = job.id;
        manifest.name = operations::parameter(job, "BackupName");
        manifest.databaseId = m_tools.database.databaseId();
        manifest.tableArn = job.arn.substr(0, job.arn.rfind("/backup/"));
        const auto table = operations::keptTable(job);
        if (!table) {
            return Error::corrupt("The job of the backup has no description of its table");
        }
        manifest.table = *table;
        manifest.createdAt = job.createdAt;
        manifest.sequence = job.sequence;
        manifest.items = job.items;
        manifest.bytes = job.bytes;
        if (auto finished = m_writer->finish(manifest); !finished) {
            return std::move(finished).error();
        }
        auto renamed =
            os::renamePath(unfinishedBackupPath(m_tools.database.directory(), job.id), path(job));
        if (!renamed) {
            return std::move(renamed).error();
        }
        auto flushed = os::flushDirectory(m_tools.database.directory() + "/backups");
        if (!flushed) {
            return std::move(flushed).error();
        }
        return completed(std::move(job), manifest);
    }

    static JobStep completed(JobRecord job, const BackupManifest& manifest) {
        job.items = manifest.items;
        job.bytes = manifest.bytes;
        job.itemsTotal = manifest.items;
        job.bytesTotal = manifest.bytes;
        job.status = JobStatus::Completed;
        return {std::move(job), {}};
    }

    const JobTools& m_tools;
    std::optional<BackupWriter> m_writer;
};

}  // namespace

std::unique_ptr<JobTask> makeBackupTask(const JobTools& tools) {
    return std::make_unique<BackupTask>(tools);
}

}  // namespace engine::jobs
