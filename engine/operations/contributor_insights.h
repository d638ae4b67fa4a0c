#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"

// UpdateContributorInsights, DescribeContributorInsights and ListContributorInsights: a setting of
// a table and of each of its global indexes. Stored; nothing is counted yet.
namespace engine::operations {

struct UpdateContributorInsightsInput {
    std::string tableName;
    std::optional<std::string> indexName;
    bool enable = false;
    bool throttledKeysOnly = false;  // ContributorInsightsMode THROTTLED_KEYS
};

struct ContributorInsightsDescription {
    std::string tableName;
    std::optional<std::string> indexName;
    std::string status;               // ENABLED, DISABLED; in the answer to a change ENABLING, ...
    std::vector<std::string> rules;   // of an enabled one
    std::optional<std::string> mode;  // nullopt: was never enabled
    std::optional<Timestamp> updatedAt;
};

struct UpdateContributorInsightsOutput {
    ContributorInsightsDescription description;
};

struct DescribeContributorInsightsInput {
    std::string tableName;
    std::optional<std::string> indexName;
};
struct DescribeContributorInsightsOutput {
    ContributorInsightsDescription description;
};

struct ListContributorInsightsInput {
    std::optional<std::string> tableName;
    std::optional<std::string> nextToken;
    std::optional<std::int32_t> maxResults;  // up to 100
};
// What is enabled: by table name, a table before its indexes.
struct ListContributorInsightsOutput {
    std::vector<ContributorInsightsDescription> summaries;
    std::optional<std::string> nextToken;
};

}  // namespace engine::operations
