#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/operations/export_description.h"

namespace engine::operations {

struct ExportTableToPointInTimeInput {
    std::string tableArn;
    std::optional<Timestamp> exportTime;
    std::optional<std::string> clientToken;
    std::string s3Bucket;
    std::optional<std::string> s3BucketOwner;
    std::optional<std::string> s3Prefix;
    std::optional<std::string> s3SseAlgorithm;
    std::optional<std::string> s3SseKmsKeyId;
    std::string exportFormat = "DYNAMODB_JSON";  // or ION
    bool incremental = false;
    // IncrementalExportSpecification
    bool hasWindow = false;
    std::optional<Timestamp> exportFromTime;
    std::optional<Timestamp> exportToTime;
    std::string exportViewType = "NEW_AND_OLD_IMAGES";  // or NEW_IMAGE
    std::optional<FilterSpecification> filter;
};

struct ExportTableToPointInTimeOutput {
    ExportDescription description;
};

}  // namespace engine::operations
