#include "engine/operations/transact_token.h"

#include "engine/base/bytes.h"
#include "engine/base/sha256.h"

namespace engine::operations {

namespace {

using storage::RecordKind;

constexpr std::int64_t keptMilliseconds = std::int64_t{10} * 60 * 1000;
// More than the one that each request adds, so that their number falls.
constexpr std::size_t forgottenAtOnce = 8;

// Keys: "k" and the digest of the token; "a", its time and the same digest, without a body.
constexpr std::string_view tokenPrefix = "k";
constexpr std::string_view agePrefix = "a";
constexpr std::size_t timeBytes = 8;

std::string digestOf(std::string_view text) {
    Sha256 sha;
    sha.add(text);
    const auto digest = sha.finish();
    return {digest.begin(), digest.end()};
}

std::string ageKey(std::uint64_t at, std::string_view tokenKey) {
    std::string key(agePrefix);
    ByteWriter writer(key);
    writer.u64(at);
    writer.raw(tokenKey.substr(tokenPrefix.size()));
    return key;
}

bool isExpired(std::uint64_t at, Timestamp now) {
    return now.milliseconds - static_cast<std::int64_t>(at) >= keptMilliseconds;
}

}  // namespace

TransactToken::TransactToken(std::string_view operation, std::string_view token,
                             std::string_view request)
    : m_key(tokenPrefix), m_fingerprint(digestOf(request)) {
    std::string named(operation);
    named.append("/").append(token);
    m_key += digestOf(named);
}

Result<std::optional<TransactToken::ReadUnits>> TransactToken::read(
    const std::optional<std::string>& record, Timestamp now) const {
    if (!record) {
        return std::optional<ReadUnits>();
    }
    ByteReader reader(*record);
    const auto at = reader.u64();
    const auto fingerprint = reader.sized();
    const auto count = reader.varint();
    ReadUnits units;
    for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
        const auto table = reader.u32();
        units[table] = reader.varint();
    }
    if (reader.failed()) {
        return Error::corrupt("The record of a client request token cannot be read");
    }
    if (isExpired(at, now)) {
        return std::optional<ReadUnits>();
    }
    if (fingerprint != m_fingerprint) {
        return Error{ErrorKind::IdempotentParameterMismatch,
                     "The request uses the same client token as a previous, but non-identical "
                     "request",
                     {}};
    }
    return std::optional(std::move(units));
}

Result<std::optional<TransactToken::ReadUnits>> TransactToken::find(
    storage::ReadTransaction& snapshot, Timestamp now) const {
    const auto record = snapshot.getRecord(RecordKind::Token, m_key);
    return record ? read(*record, now) : record.error();
}

Result<std::optional<TransactToken::ReadUnits>> TransactToken::find(
    storage::WriteTransaction& transaction) const {
    const auto record = transaction.getRecord(RecordKind::Token, m_key);
    return record ? read(*record, transaction.time()) : record.error();
}

Result<void> TransactToken::keep(storage::WriteTransaction& transaction,
                                 const ReadUnits& units) const {
    const auto at = static_cast<std::uint64_t>(transaction.time().milliseconds);
    std::string body;
    ByteWriter writer(body);
    writer.u64(at);
    writer.sized(m_fingerprint);
    writer.varint(units.size());
    for (const auto& [table, consumed] : units) {
        writer.u32(table);
        writer.varint(consumed);
    }
    if (auto kept = transaction.putRecord(RecordKind::Token, m_key, body); !kept) {
        return kept;
    }
    return transaction.putRecord(RecordKind::Token, ageKey(at, m_key), {});
}

Result<std::vector<std::string>> TransactToken::expired(storage::ReadTransaction& snapshot,
                                                        Timestamp now) {
    const auto records = snapshot.listRecords(RecordKind::Token, agePrefix, forgottenAtOnce);
    if (!records) {
        return records.error();
    }
    std::vector<std::string> keys;
    for (const auto& record : *records) {
        if (!record.key.starts_with(agePrefix)) {
            break;
        }
        ByteReader reader(record.key);
        reader.raw(agePrefix.size());
        if (!isExpired(reader.u64(), now)) {
            break;
        }
        keys.push_back(record.key);
    }
    return keys;
}

Result<void> TransactToken::forget(storage::WriteTransaction& transaction,
                                   const std::vector<std::string>& expired) {
    for (const auto& age : expired) {
        const auto tokenKey = std::string(tokenPrefix) + age.substr(agePrefix.size() + timeBytes);
        const auto record = transaction.getRecord(RecordKind::Token, tokenKey);
        if (!record) {
            return record.error();
        }
        // The token may have been used again since.
        if (*record && ageKey(ByteReader(**record).u64(), tokenKey) == age) {
            if (auto gone = transaction.deleteRecord(RecordKind::Token, tokenKey); !gone) {
                return gone;
            }
        }
        if (auto gone = transaction.deleteRecord(RecordKind::Token, age); !gone) {
            return gone;
        }
    }
    return {};
}

}  // namespace engine::operations
