#include "engine/operations/job_page.h"

#include <utility>

#include "engine/base/crc32c.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

constexpr std::int32_t pageMax = 25;
constexpr std::size_t idBytes = 23;
// The service's tokens are runs of 16 hexadecimal digits, at least 112 of them.
constexpr std::size_t tokenBytes = 64;
constexpr std::string_view hexDigits = "0123456789abcdef";

std::string tokenOf(std::string_view id) {
    std::string bytes(id);
    bytes.resize(tokenBytes - 4, '\0');
    const auto sum = crc32c(bytes);
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>((sum >> static_cast<unsigned>(shift)) & 255U));
    }
    std::string token;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        token.push_back(hexDigits[byte >> 4U]);
        token.push_back(hexDigits[byte & 15U]);
    }
    return token;
}

std::optional<std::string> idOf(std::string_view token) {
    std::string id;
    for (std::size_t i = 0; i + 1 < token.size() && id.size() < idBytes; i += 2) {
        const auto high = hexDigits.find(token[i]);
        const auto low = hexDigits.find(token[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        id.push_back(static_cast<char>(high * 16 + low));
    }
    return tokenOf(id) == token ? std::optional(id) : std::nullopt;
}

}  // namespace

Result<JobPage> listJobPage(const Context& context, const JobPageRequest& request) {
    std::string after;
    if (request.nextToken) {
        const auto id = idOf(*request.nextToken);
        if (!id) {
            return Error::validation("Invalid NextToken");
        }
        after = *id;
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto since = context.clock.now().milliseconds - jobsListedMilliseconds;
    const auto table = request.tableArn ? schema::tableNameOf(*request.tableArn) : "";
    auto jobs = listJobs(
        **snapshot,
        [&](const JobRecord& job) {
            const auto arn = std::string_view(job.arn);
            return job.kind == request.kind && job.createdAt.milliseconds >= since &&
                   (!request.tableArn || schema::tableNameOf(arn.substr(
                                             0, arn.rfind('/', arn.rfind('/') - 1))) == table);
        },
        after);
    if (!jobs) {
        return std::move(jobs).error();
    }
    JobPage page;
    page.jobs = *std::move(jobs);
    const auto limit = static_cast<std::size_t>(request.limit.value_or(pageMax));
    if (page.jobs.size() > limit) {
        page.jobs.resize(limit);
        page.nextToken = tokenOf(page.jobs.back().id);
    }
    return page;
}

}  // namespace engine::operations
