#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/transfer/digest.h"
#include "engine/transfer/export_records.h"

// The folder of an export to S3 (facts/streams-backup-pitr.md section 7): names and texts only,
// besides DataFileWriter.
namespace engine::transfer {

// Incremental exports only.
struct IncrementalWindow {
    Timestamp from;
    Timestamp to;
    bool withOldImages = true;  // NEW_AND_OLD_IMAGES, else NEW_IMAGE
};

// Object keys inside the bucket. `prefix` is the request's S3Prefix, which may be empty and may
// end with a slash; `exportId` is the last component of the export's ARN.
struct ExportKeys {
    std::string started;  // an empty object, written first
    std::string manifestSummary;
    std::string manifestSummaryChecksum;
    std::string manifestFiles;
    std::string manifestFilesChecksum;
    std::string dataFolder;  // with a slash at the end; incremental exports share one
};
ExportKeys exportKeys(std::string_view prefix, std::string_view exportId, bool incremental);

// 26 random lower-case base32 characters and ".json.gz" or ".ion.gz".
std::string makeDataFileName(ExportFormat format, Random& random);

// One line of manifest-files.json.
struct DataFile {
    std::uint64_t itemCount = 0;
    std::string md5Base64;
    std::string etag;
    std::string key;
};
std::string manifestFilesText(std::span<const DataFile> files);

struct ExportSummary {
    std::string exportArn;
    Timestamp startTime;
    Timestamp endTime;
    std::string tableArn;
    std::string tableId;
    Timestamp exportTime;
    std::optional<IncrementalWindow> incremental;
    std::string s3Bucket;
    std::string s3Prefix;                      // empty: null
    std::string s3SseAlgorithm = "AES256";     // or "KMS"
    std::optional<std::string> s3SseKmsKeyId;  // null when it is missing
    std::string manifestFilesKey;
    std::uint64_t billedSizeBytes = 0;
    std::uint64_t itemCount = 0;
    ExportFormat format = ExportFormat::DynamoDbJson;
};
std::string manifestSummaryText(const ExportSummary& summary);

// Text of the .checksum file beside a manifest: its MD5 in base64.
std::string checksumText(std::string_view manifest);

// Writes one data file: lines -> gzip -> digest -> file (file_stream.h: it appears when it is
// finished).
class DataFileWriter final {
public:
    // `path`: where the object `key` lies on disk; its directory must exist.
    static Result<DataFileWriter> create(const std::string& path, std::string key);

    Result<void> add(std::string_view record);  // one line of export_records.h
    std::uint64_t itemCount() const { return m_file.itemCount; }
    Result<DataFile> finish();

private:
    DataFileWriter() = default;

    std::unique_ptr<Digest> m_digest;
    std::unique_ptr<ByteSink> m_sink;
    DataFile m_file;
};

}  // namespace engine::transfer
