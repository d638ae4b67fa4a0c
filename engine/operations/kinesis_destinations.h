#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/table_settings.h"

// The four operations on Kinesis destinations of a table (facts/aws-observed.md section 20).
// Stored; nothing is sent yet. At most one destination is active.
namespace engine::operations {

struct EnableKinesisStreamingDestinationInput {
    std::string tableName;
    std::string streamArn;
    std::optional<std::string> precision;  // MILLISECOND, MICROSECOND
};
struct DisableKinesisStreamingDestinationInput {
    std::string tableName;
    std::string streamArn;
    std::optional<std::string> precision;  // only to be refused
};
struct UpdateKinesisStreamingDestinationInput {
    std::string tableName;
    std::string streamArn;
    std::optional<std::string> precision;
};

struct KinesisDestinationChange {
    std::string tableName;
    std::string streamArn;
    std::string status;  // ENABLING, DISABLING, UPDATING: the next answer has what follows
    std::optional<std::string> precision;
};
struct EnableKinesisStreamingDestinationOutput {
    KinesisDestinationChange change;
};
struct DisableKinesisStreamingDestinationOutput {
    KinesisDestinationChange change;
};
struct UpdateKinesisStreamingDestinationOutput {
    KinesisDestinationChange change;
};

struct DescribeKinesisStreamingDestinationInput {
    std::string tableName;
};
struct DescribeKinesisStreamingDestinationOutput {
    std::string tableName;
    std::vector<KinesisDestination> destinations;
};

}  // namespace engine::operations
