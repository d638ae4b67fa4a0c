#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/import_description.h"

namespace engine::operations {

struct ImportTableInput {
    std::optional<std::string> clientToken;
    std::string s3Bucket;
    std::optional<std::string> s3BucketOwner;
    std::optional<std::string> s3KeyPrefix;
    std::string inputFormat;                    // DYNAMODB_JSON, ION, CSV
    std::string inputCompressionType = "NONE";  // GZIP, ZSTD
    std::optional<std::string> csvDelimiter;
    std::optional<std::vector<std::string>> csvHeader;
    schema::TableSpec table;
};

struct ImportTableOutput {
    ImportDescription description;
};

}  // namespace engine::operations
