#include "engine/transfer/export_folder.h"

#include "engine/base/iso_time.h"
#include "engine/transfer/compression.h"
#include "engine/transfer/file_stream.h"
#include "engine/values/json_text.h"

namespace engine::transfer {
namespace {

void appendMember(std::string_view name, std::string_view json, std::string& out) {
    out += out.ends_with('{') ? "\"" : ",\"";
    out.append(name).append("\":").append(json);
}

std::string jsonText(std::string_view text) {
    std::string json;
    values::appendJsonString(text, json);
    return json;
}

std::string textOrNull(std::string_view text) {
    return text.empty() ? "null" : jsonText(text);
}

}  // namespace

ExportKeys exportKeys(std::string_view prefix, std::string_view exportId, bool incremental) {
    std::string base(prefix);
    if (!base.empty() && !base.ends_with('/')) {
        base += '/';
    }
    base += "AWSDynamoDB/";
    const std::string folder = base + std::string(exportId) + "/";
    return {folder + "_started",
            folder + "manifest-summary.json",
            folder + "manifest-summary.checksum",
            folder + "manifest-files.json",
            folder + "manifest-files.checksum",
            (incremental ? base : folder) + "data/"};
}

std::string makeDataFileName(ExportFormat format, Random& random) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    constexpr int characters = 26;
    constexpr int charactersPerDraw = 12;  // of five bits each
    std::string name;
    std::uint64_t bits = 0;
    for (int i = 0; i < characters; ++i) {
        bits = i % charactersPerDraw == 0 ? random.next() : bits >> 5U;
        name += alphabet[bits & 0x1FU];
    }
    return name + (format == ExportFormat::Ion ? ".ion.gz" : ".json.gz");
}

std::string manifestFilesText(std::span<const DataFile> files) {
    std::string out;
    for (const DataFile& file : files) {
        std::string line = "{";
        appendMember("itemCount", std::to_string(file.itemCount), line);
        appendMember("md5Checksum", jsonText(file.md5Base64), line);
        appendMember("etag", jsonText(file.etag), line);
        appendMember("dataFileS3Key", jsonText(file.key), line);
        out.append(line).append("}\n");
    }
    return out;
}

std::string manifestSummaryText(const ExportSummary& summary) {
    const auto timeText = [](Timestamp time) { return jsonText(isoTime(time)); };
    std::string out = "{";
    appendMember("version", summary.incremental ? "\"2023-08-01\"" : "\"2020-06-30\"", out);
    appendMember("exportArn", jsonText(summary.exportArn), out);
    appendMember("startTime", timeText(summary.startTime), out);
    appendMember("endTime", timeText(summary.endTime), out);
    appendMember("tableArn", jsonText(summary.tableArn), out);
    appendMember("tableId", jsonText(summary.tableId), out);
    appendMember("exportTime", timeText(summary.exportTime), out);
    if (const auto& window = summary.incremental) {
        appendMember("exportFromTime", timeText(window->from), out);
        appendMember("exportToTime", timeText(window->to), out);
        appendMember("outputView",
                     window->withOldImages ? "\"NEW_AND_OLD_IMAGES\"" : "\"NEW_IMAGE\"", out);
        appendMember("exportType", "\"INCREMENTAL_EXPORT\"", out);
    }
    appendMember("s3Bucket", jsonText(summary.s3Bucket), out);
    appendMember("s3Prefix", textOrNull(summary.s3Prefix), out);
    appendMember("s3SseAlgorithm", jsonText(summary.s3SseAlgorithm), out);
    appendMember("s3SseKmsKeyId", textOrNull(summary.s3SseKmsKeyId.value_or("")), out);
    appendMember("manifestFilesS3Key", jsonText(summary.manifestFilesKey), out);
    appendMember("billedSizeBytes", std::to_string(summary.billedSizeBytes), out);
    appendMember("itemCount", std::to_string(summary.itemCount), out);
    appendMember("outputFormat",
                 summary.format == ExportFormat::Ion ? "\"ION\"" : "\"DYNAMODB_JSON\"", out);
    return out + "}";
}

std::string checksumText(std::string_view manifest) {
    return digestOf(manifest).md5Base64();
}

Result<DataFileWriter> DataFileWriter::create(const std::string& path, std::string key) {
    auto file = FileSink::create(path);
    if (!file) {
        return file.error();
    }
    DataFileWriter writer;
    writer.m_digest = std::make_unique<Digest>();
    writer.m_sink = compress(Compression::Gzip, digestInto(*writer.m_digest, std::move(*file)));
    writer.m_file.key = std::move(key);
    return writer;
}

Result<void> DataFileWriter::add(std::string_view record) {
    ++m_file.itemCount;
    return m_sink->write(record);
}

Result<DataFile> DataFileWriter::finish() {
    if (auto finished = m_sink->finish(); !finished) {
        return finished.error();
    }
    m_file.md5Base64 = m_digest->md5Base64();
    m_file.etag = m_digest->etag();
    return m_file;
}

}  // namespace engine::transfer
