#include <map>
#include <optional>
#include <utility>

#include "engine/base/crc32c.h"
#include "engine/jobs/export_files.h"
#include "engine/jobs/table_pages.h"
#include "engine/operations/export_filter.h"
#include "engine/operations/job_store.h"
#include "engine/storage/change_walk.h"

// ExportTableToPointInTime, INCREMENTAL_EXPORT: what a window of the log did to each item, in
// total. The items are gathered in shares that fit into memory: each share reads the window once
// and becomes one data file.
namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::JobStatus;
using values::EncodedItem;

struct Place {
    std::uint32_t shares = 0;  // 0: not counted yet
    std::uint32_t done = 0;
    WrittenFiles files;
};

Place decodePlace(std::string_view bytes) {
    ByteReader reader(bytes);
    Place place;
    if (!bytes.empty()) {
        place.shares = reader.u32();
        place.done = reader.u32();
        place.files = WrittenFiles::take(reader);
    }
    return place;
}

std::string encodePlace(const Place& place) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u32(place.shares);
    writer.u32(place.done);
    place.files.put(writer);
    return bytes;
}

// An item before its first and after its last change in the window.
struct NetChange {
    EncodedItem keys;
    std::optional<EncodedItem> before;
    std::optional<EncodedItem> after;
    Timestamp time;  // of the last change
};
using NetChanges = std::map<schema::PrimaryKey, NetChange>;

EncodedItem keysOf(const schema::Table& table, values::ItemView item) {
    values::AttributeMap keys;
    const auto add = [&](const std::string& name) {
        if (const auto value = item.find(name)) {
            keys.emplace(name, value->decode());
        }
    };
    add(table.partitionKey.name);
    if (table.sortKey) {
        add(table.sortKey->name);
    }
    return EncodedItem(keys);
}

std::optional<EncodedItem> copyOf(const std::optional<values::ItemView>& view) {
    return view ? std::optional(EncodedItem(std::string(view->bytes()))) : std::nullopt;
}

std::optional<values::ItemView> viewOf(const std::optional<EncodedItem>& item) {
    return item ? std::optional(item->view()) : std::nullopt;
}

// The keys are always whole.
void appendLine(const NetChange& change, bool withOld, const operations::ExportFilter& filter,
                transfer::ExportFormat format, std::string& line) {
    const auto shown = [&](const std::optional<EncodedItem>& image) {
        auto projected = image ? filter.projected(image->view()) : std::nullopt;
        return projected ? std::move(projected) : image;
    };
    const auto before = withOld ? shown(change.before) : std::nullopt;
    const auto after = shown(change.after);
    transfer::appendChangeRecord(format,
                                 {.writeTimestampMicros = change.time.milliseconds * 1000,
                                  .keys = change.keys.view(),
                                  .oldImage = viewOf(before),
                                  .newImage = viewOf(after)},
                                 line);
}

std::size_t bytesOf(const storage::Change& change) {
    return change.partition.size() + change.sort.size() +
           (change.before ? change.before->bytes().size() : 0) +
           (change.after ? change.after->bytes().size() : 0);
}

class IncrementalExportTask final : public JobTask {
public:
    explicit IncrementalExportTask(const JobTools& tools) : m_tools(tools) {}

    Result<JobStep> next(JobRecord job) override {
        const auto table = sourceTable(m_tools, job.sourceTable);
        if (!table) {
            return table.error();
        }
        auto place = decodePlace(job.cursor);
        ExportFiles files(m_tools, job);
        if (place.shares == 0) {
            const auto shares = countShares(job);
            if (!shares) {
                return shares.error();
            }
            place.shares = *shares;
            if (auto begun = files.begin(); !begun) {
                return std::move(begun).error();
            }
        } else {
            const auto filter = operations::exportFilterOf(job, *table);
            if (!filter) {
                return filter.error();
            }
            if (auto written = writeShare(job, **table, *filter, files, place); !written) {
                return std::move(written).error();
            }
        }
        if (place.done == place.shares) {
            if (auto finished = files.finish(job, place.files); !finished) {
                return std::move(finished).error();
            }
            job.status = JobStatus::Completed;
        }
        job.cursor = encodePlace(place);
        return JobStep{std::move(job), {}};
    }

private:
    // The last record before the window.
    static storage::Sequence beginOf(const JobRecord& job) {
        storage::Sequence after = 0;
        for (const char digit : operations::parameter(job, "FromSequence")) {
            after = after * 10 + static_cast<std::uint64_t>(digit - '0');
        }
        return after;
    }

    template <class Take>
    Result<void> eachChange(const JobRecord& job, Take take) const {
        return storage::forEachChange(m_tools.database, {job.sourceTable, std::nullopt},
                                      beginOf(job), job.sequence,
                                      [&](const storage::Change& change) -> Result<void> {
                                          if (m_tools.stopping) {
                                              return stoppedError();
                                          }
                                          take(change);
                                          return {};
                                      });
    }

    Result<std::uint32_t> countShares(const JobRecord& job) const {
        std::uint64_t bytes = 0;
        auto read =
            eachChange(job, [&](const storage::Change& change) { bytes += bytesOf(change); });
        if (!read) {
            return std::move(read).error();
        }
        return static_cast<std::uint32_t>(bytes / m_tools.limits.exportMemoryBytes + 1);
    }

    Result<NetChanges> gather(const JobRecord& job, const schema::Table& table,
                              const operations::ExportFilter& filter, const Place& place) const {
        NetChanges changes;
        auto read = eachChange(job, [&](const storage::Change& change) {
            const auto share = crc32c(change.sort, crc32c(change.partition)) % place.shares;
            if (share != place.done) {
                return;
            }
            schema::PrimaryKey key{std::string(change.partition), std::string(change.sort)};
            if (!filter.isInRange(key)) {
                return;
            }
            const auto [entry, isNew] = changes.try_emplace(std::move(key));
            if (isNew) {
                entry->second.keys = keysOf(table, change.before ? *change.before : *change.after);
                entry->second.before = copyOf(change.before);
            }
            entry->second.after = copyOf(change.after);
            entry->second.time = change.time;
        });
        if (!read) {
            return std::move(read).error();
        }
        return changes;
    }

    Result<void> writeShare(JobRecord& job, const schema::Table& table,
                            const operations::ExportFilter& filter, ExportFiles& files,
                            Place& place) {
        const auto changes = gather(job, table, filter, place);
        if (!changes) {
            return changes.error();
        }
        ++place.done;
        std::optional<transfer::DataFileWriter> file;
        const bool withOld = operations::parameter(job, "ExportViewType") == "NEW_AND_OLD_IMAGES";
        std::string line;
        for (const auto& [key, change] : *changes) {
            const auto before = viewOf(change.before);
            const auto after = viewOf(change.after);
            job.bytes += (before ? before->sizeBytes() : 0) + (after ? after->sizeBytes() : 0);
            if (!filter.matches(before, after)) {
                continue;
            }
            if (!file) {
                auto made = files.dataFile(place.files.count);
                if (!made) {
                    return std::move(made).error();
                }
                file = *std::move(made);
            }
            line.clear();
            appendLine(change, withOld, filter, files.format(), line);
            if (auto added = file->add(line); !added) {
                return added;
            }
            ++job.items;
        }
        return file ? files.note(*file, place.files) : Result<void>();
    }

    const JobTools& m_tools;
};

}  // namespace

std::unique_ptr<JobTask> makeIncrementalExportTask(const JobTools& tools) {
    return std::make_unique<IncrementalExportTask>(tools);
}

}  // namespace engine::jobs
