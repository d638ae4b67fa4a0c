#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/storage/database.h"

// ClientRequestToken of transactions: a request that comes again within ten minutes is answered and
// not done again, also after a restart (facts/aws-observed.md section 11).
namespace engine::operations {

class TransactToken final {
public:
    // What a repeated request is told to have consumed: read units by table.
    using ReadUnits = std::map<schema::TableNumber, std::uint64_t>;

    // `operation` keeps tokens of different operations apart; `request` is what the request means,
    // in a form that does not depend on how it was written.
    TransactToken(std::string_view operation, std::string_view token, std::string_view request);

    // Names the token among those under way (ItemClaims).
    const std::string& key() const { return m_key; }

    // The answer of the first request; nullopt: there was none.
    // IdempotentParameterMismatch when that one asked for something else.
    Result<std::optional<ReadUnits>> find(storage::ReadTransaction& snapshot, Timestamp now) const;
    Result<std::optional<ReadUnits>> find(storage::WriteTransaction& transaction) const;
    Result<void> keep(storage::WriteTransaction& transaction, const ReadUnits& units) const;

    // Tokens are also kept by their age. Some of those that are past it, for forget().
    static Result<std::vector<std::string>> expired(storage::ReadTransaction& snapshot,
                                                    Timestamp now);
    static Result<void> forget(storage::WriteTransaction& transaction,
                               const std::vector<std::string>& expired);

private:
    Result<std::optional<ReadUnits>> read(const std::optional<std::string>& record,
                                          Timestamp now) const;

    std::string m_key;
    std::string m_fingerprint;
};

}  // namespace engine::operations
