#include "engine/jobs/export_files.h"

#include <utility>

#include "engine/base/os/data_file.h"
#include "engine/base/os/files.h"
#include "engine/base/os/folders.h"
#include "engine/base/random.h"
#include "engine/base/sha256.h"
#include "engine/operations/export_description.h"
#include "engine/operations/job_store.h"
#include "engine/operations/s3_location.h"
#include "engine/transfer/file_stream.h"

namespace engine::jobs {
namespace {

using operations::JobRecord;
using operations::parameter;

std::string_view folderOf(std::string_view key) {
    return key.substr(0, key.rfind('/'));
}

// A seed that is the export's own.
std::uint64_t seedOf(std::string_view exportId, std::uint32_t number) {
    Sha256 sha;
    sha.add(exportId);
    sha.add("/" + std::to_string(number));
    std::uint64_t seed = 0;
    for (const auto byte : sha.finish()) {
        seed = seed * 257 + byte;
    }
    return seed;
}

transfer::ExportSummary summaryOf(const JobRecord& job, Timestamp end,
                                  const std::string& manifestFilesKey) {
    const auto description = operations::describeExport(job);
    transfer::ExportSummary summary;
    summary.exportArn = job.arn;
    summary.startTime = job.createdAt;
    summary.endTime = end;
    summary.tableArn = description.tableArn;
    summary.tableId = description.tableId;
    summary.exportTime = job.to.value_or(job.createdAt);
    if (job.from) {
        summary.incremental = {*job.from, *job.to,
                               parameter(job, "ExportViewType") == "NEW_AND_OLD_IMAGES"};
    }
    summary.s3Bucket = parameter(job, "S3Bucket");
    summary.s3Prefix = parameter(job, "S3Prefix");
    if (job.parameters.contains("S3SseAlgorithm")) {
        summary.s3SseAlgorithm = parameter(job, "S3SseAlgorithm");
    }
    if (job.parameters.contains("S3SseKmsKeyId")) {
        summary.s3SseKmsKeyId = parameter(job, "S3SseKmsKeyId");
    }
    summary.manifestFilesKey = manifestFilesKey;
    summary.billedSizeBytes = job.bytes;
    summary.itemCount = job.items;
    summary.format = parameter(job, "ExportFormat") == "ION" ? transfer::ExportFormat::Ion
                                                             : transfer::ExportFormat::DynamoDbJson;
    return summary;
}

}  // namespace

void WrittenFiles::put(ByteWriter& writer) const {
    writer.u32(count);
    writer.u64(linesBytes);
}

WrittenFiles WrittenFiles::take(ByteReader& reader) {
    WrittenFiles written;
    written.count = reader.u32();
    written.linesBytes = reader.u64();
    return written;
}

ExportFiles::ExportFiles(const JobTools& tools, const JobRecord& job)
    : m_tools(tools),
      m_id(job.id),
      m_bucket(operations::bucketFolder(tools.database.directory(), parameter(job, "S3Bucket"))),
      m_format(parameter(job, "ExportFormat") == "ION" ? transfer::ExportFormat::Ion
                                                       : transfer::ExportFormat::DynamoDbJson),
      m_keys(transfer::exportKeys(parameter(job, "S3Prefix"), job.id, job.from.has_value())) {
}

Result<void> ExportFiles::begin() {
    for (const auto& key : {m_keys.started, m_keys.dataFolder}) {
        if (auto made = os::makeDirectoriesBelow(m_bucket, folderOf(key)); !made) {
            return made;
        }
    }
    return write(m_keys.started, "");
}

Result<transfer::DataFileWriter> ExportFiles::dataFile(std::uint32_t number) {
    SeededRandom random(seedOf(m_id, number));
    const auto key = m_keys.dataFolder + transfer::makeDataFileName(m_format, random);
    return transfer::DataFileWriter::create(path(key), key);
}

Result<void> ExportFiles::note(transfer::DataFileWriter& file, WrittenFiles& written) {
    const auto finished = file.finish();
    if (!finished) {
        return finished.error();
    }
    auto lines = os::DataFile::openForWriting(linesPath());
    if (!lines) {
        return std::move(lines).error();
    }
    const auto text = transfer::manifestFilesText({&*finished, 1});
    if (auto cut = lines->truncate(written.linesBytes); !cut) {
        return cut;
    }
    if (auto added = lines->writeAt(written.linesBytes, text); !added) {
        return added;
    }
    if (auto flushed = lines->flush(); !flushed) {
        return flushed;
    }
    if (written.count == 0) {
        if (auto flushed = os::flushDirectory(path(folderOf(m_keys.manifestFiles))); !flushed) {
            return flushed;
        }
    }
    ++written.count;
    written.linesBytes += text.size();
    return {};
}

Result<void> ExportFiles::finish(const JobRecord& job, const WrittenFiles& written) {
    std::string files;
    if (written.count > 0 && isFinished()) {
        // Only the record's last change was not made before an interruption.
        return {};
    }
    if (written.count > 0) {
        const auto lines = os::DataFile::openForReading(linesPath());
        auto text = lines ? lines->readAt(0, written.linesBytes) : lines.error();
        if (!text) {
            return std::move(text).error();
        }
        files = *std::move(text);
    }
    const auto summary =
        transfer::manifestSummaryText(summaryOf(job, m_tools.clock.now(), m_keys.manifestFiles));
    const std::pair<std::string, std::string> objects[] = {
        {m_keys.manifestFiles, files},
        {m_keys.manifestFilesChecksum, transfer::checksumText(files)},
        {m_keys.manifestSummary, summary},
        {m_keys.manifestSummaryChecksum, transfer::checksumText(summary)}};
    for (const auto& [key, bytes] : objects) {
        if (auto put = write(key, bytes); !put) {
            return put;
        }
    }
    return os::removeTree(linesPath());
}

bool ExportFiles::isFinished() const {
    const auto lines = os::pathKind(linesPath());
    const auto last = os::pathKind(path(m_keys.manifestSummaryChecksum));
    return lines && last && *lines == os::PathKind::Missing && *last == os::PathKind::Other;
}

Result<void> ExportFiles::write(std::string_view key, std::string_view bytes) const {
    auto sink = transfer::FileSink::create(path(key));
    if (!sink) {
        return std::move(sink).error();
    }
    if (auto written = (*sink)->write(bytes); !written) {
        return written;
    }
    return (*sink)->finish();
}

}  // namespace engine::jobs
