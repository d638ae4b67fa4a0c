#include "engine/jobs/import_source.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/os/files.h"
#include "engine/operations/import_description.h"
#include "engine/operations/job_store.h"
#include "engine/operations/s3_location.h"
#include "engine/transfer/csv.h"
#include "engine/transfer/file_stream.h"

namespace engine::jobs {
namespace {

using operations::parameter;

constexpr std::size_t objectsMax = 50'000;
// The service's objects are small beside this; what inflates to more is an attack.
constexpr std::uint64_t inflatedBytesMax = std::uint64_t{1} << 42U;

// Ends reading when the process is to end: passing over the part of an object that was read
// before can take long.
class StoppableSource final : public transfer::ByteSource {
public:
    StoppableSource(std::unique_ptr<transfer::ByteSource> below, const std::atomic<bool>& stopping)
        : m_below(std::move(below)), m_stopping(stopping) {}

    Result<std::size_t> read(std::span<char> buffer) override {
        return m_stopping ? Result<std::size_t>(stoppedError()) : m_below->read(buffer);
    }

private:
    std::unique_ptr<transfer::ByteSource> m_below;
    const std::atomic<bool>& m_stopping;
};

transfer::Compression compressionOf(const operations::JobRecord& job) {
    const auto name = parameter(job, "InputCompressionType");
    return name == "GZIP"   ? transfer::Compression::Gzip
           : name == "ZSTD" ? transfer::Compression::Zstd
                            : transfer::Compression::None;
}

transfer::CsvReadOptions csvOptions(const operations::JobRecord& job, const schema::Table& table) {
    transfer::CsvReadOptions options;
    if (const auto delimiter = parameter(job, "CsvDelimiter"); !delimiter.empty()) {
        options.delimiter = delimiter.front();
    }
    options.header = operations::splitHeader(parameter(job, "CsvHeaderList"));
    for (const auto& definition : table.attributeDefinitions) {
        options.keyTypes.emplace(definition.name, definition.type);
    }
    return options;
}

}  // namespace

ImportPlace decodePlace(std::string_view bytes) {
    ByteReader reader(bytes);
    ImportPlace place;
    if (!bytes.empty()) {
        place.key = reader.sized();
        place.position.line = reader.u64();
        place.position.byteOffset = reader.u64();
    }
    return place;
}

std::string encodePlace(const ImportPlace& place) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.sized(place.key);
    writer.u64(place.position.line);
    writer.u64(place.position.byteOffset);
    return bytes;
}

Result<void> checkItem(const schema::Table& table, const values::AttributeMap& item) {
    if (auto key = schema::itemKey(table, item); !key) {
        return std::move(key).error();
    }
    return schema::checkIndexKeys(table, item);
}

ImportSource::ImportSource(const JobTools& tools, const operations::JobRecord& job,
                           const schema::Table& table)
    : m_tools(tools),
      m_job(job),
      m_table(table),
      m_bucket(operations::bucketFolder(tools.database.directory(), parameter(job, "S3Bucket"))) {
}

Result<void> ImportSource::open(const ImportPlace& place) {
    const auto kind = os::pathKind(m_bucket);
    if (!kind) {
        return kind.error();
    }
    if (*kind == os::PathKind::Missing) {
        return Error::resourceNotFound("The specified bucket does not exist");
    }
    auto objects = os::listFilesBelow(m_bucket, parameter(m_job, "S3KeyPrefix"), objectsMax);
    if (!objects) {
        return std::move(objects).error();
    }
    m_objects = *std::move(objects);
    // Empty objects hold nothing; the errors of a bulk put are no input of it; a file that is still
    // being written is no object yet.
    std::erase_if(m_objects, [this](const os::FoundFile& file) {
        return file.bytes == 0 || file.name.find(m_job.id) != std::string::npos ||
               file.name.ends_with(transfer::partialPath(""));
    });
    const auto found = std::lower_bound(
        m_objects.begin(), m_objects.end(), place.key,
        [](const os::FoundFile& file, const std::string& key) { return file.name < key; });
    m_at = static_cast<std::size_t>(found - m_objects.begin());
    if (const auto* const at = object(); at != nullptr && at->name == place.key) {
        m_startAt = place.position;
    }
    return {};
}

std::uint64_t ImportSource::totalBytes() const {
    return std::accumulate(
        m_objects.begin(), m_objects.end(), std::uint64_t{0},
        [](std::uint64_t sum, const os::FoundFile& file) { return sum + file.bytes; });
}

const os::FoundFile* ImportSource::object() const {
    return m_at < m_objects.size() ? &m_objects[m_at] : nullptr;
}

Result<void> ImportSource::openObject(transfer::RecordPosition startAt) {
    auto file = transfer::FileSource::open(m_bucket + "/" + object()->name);
    if (!file) {
        return std::move(file).error();
    }
    m_budget = std::make_unique<transfer::InflateBudget>(
        std::min(inflatedBytesMax, os::freeBytes(m_bucket) / 2));
    auto source = transfer::decompress(
        compressionOf(m_job), std::make_unique<StoppableSource>(*std::move(file), m_tools.stopping),
        *m_budget);
    const auto format = parameter(m_job, "InputFormat");
    if (format == "CSV") {
        auto reader =
            transfer::makeCsvReader(std::move(source), csvOptions(m_job, m_table), startAt);
        if (!reader) {
            return std::move(reader).error();
        }
        m_reader = *std::move(reader);
    } else if (format == "ION") {
        m_reader = transfer::makeIonReader(std::move(source), startAt);
    } else {
        m_reader = transfer::makeDynamoDbJsonReader(std::move(source), startAt);
    }
    return {};
}

Result<std::optional<transfer::Record>> ImportSource::next() {
    if (!m_reader) {
        if (auto opened = openObject(m_startAt); !opened) {
            return std::move(opened).error();
        }
    }
    return m_reader->next();
}

void ImportSource::nextObject() {
    m_reader.reset();
    m_startAt = {};
    ++m_at;
}

ImportPlace ImportSource::place() const {
    const auto* const at = object();
    return {at != nullptr ? at->name : std::string(), m_reader ? m_reader->position() : m_startAt};
}

}  // namespace engine::jobs
