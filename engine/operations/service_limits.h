#pragma once

#include <cstdint>
#include <string>

// DescribeLimits and DescribeEndpoints: what the service says of itself.
namespace engine::operations {

struct DescribeLimitsInput {};
// The service's quotas by default. Nothing here keeps a table from having more.
struct DescribeLimitsOutput {
    std::uint64_t accountMaxReadCapacityUnits = 80'000;
    std::uint64_t accountMaxWriteCapacityUnits = 80'000;
    std::uint64_t tableMaxReadCapacityUnits = 40'000;
    std::uint64_t tableMaxWriteCapacityUnits = 40'000;
};

struct DescribeEndpointsInput {
    // The host and port that the request came to: a client that discovers its endpoint must not
    // be sent to the cloud.
    std::string host = "localhost";
};
struct DescribeEndpointsOutput {
    std::string address;
    std::uint64_t cachePeriodInMinutes = 1440;
};

}  // namespace engine::operations
