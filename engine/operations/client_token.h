#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/operations/job_record.h"
#include "engine/storage/database.h"

// ClientToken of exports and imports: a request that comes again within eight hours gets the job
// that the first one began (facts/operations.md).
namespace engine::operations {

class ClientToken final {
public:
    // `operation` keeps the tokens of exports and imports apart. Without a token nothing is kept.
    ClientToken(std::string_view operation, const std::optional<std::string>& token,
                const std::map<std::string, std::string>& request, Timestamp now);

    // The job of an earlier request; nullopt: there is none. `conflict` when that one asked for
    // something else.
    Result<std::optional<JobRecord>> find(storage::WriteTransaction& transaction,
                                          const Error& conflict) const;
    Result<void> keep(storage::WriteTransaction& transaction, std::string_view jobId) const;

    // Some of those that are past their eight hours, for forget(), which looks again.
    static Result<std::vector<std::string>> expired(storage::ReadTransaction& snapshot,
                                                    Timestamp now);
    static Result<void> forget(storage::WriteTransaction& transaction,
                               const std::vector<std::string>& expired, Timestamp now);

private:
    std::string m_key;
    std::string m_fingerprint;
    Timestamp m_now;
};

}  // namespace engine::operations
