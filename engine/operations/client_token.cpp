#include "engine/operations/client_token.h"

#include "engine/base/bytes.h"
#include "engine/base/sha256.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

constexpr std::int64_t keptMilliseconds = std::int64_t{8} * 3600 * 1000;
constexpr std::string_view keyPrefix = "token/";
constexpr std::size_t recordsPerRead = 100;

// The first member of a kept token is the time of its request.
bool isExpired(std::string_view body, Timestamp now) {
    return now.milliseconds - static_cast<std::int64_t>(ByteReader(body).u64()) >= keptMilliseconds;
}

std::string digestOf(std::string_view text) {
    Sha256 sha;
    sha.add(text);
    const auto digest = sha.finish();
    return {digest.begin(), digest.end()};
}

}  // namespace

ClientToken::ClientToken(std::string_view operation, const std::optional<std::string>& token,
                         const std::map<std::string, std::string>& request, Timestamp now)
    : m_now(now) {
    if (!token) {
        return;
    }
    m_key = keyPrefix;
    m_key.append(operation).append("/").append(digestOf(*token));
    std::string text;
    ByteWriter writer(text);
    for (const auto& [name, value] : request) {
        writer.sized(name);
        writer.sized(value);
    }
    m_fingerprint = digestOf(text);
}

Result<std::optional<JobRecord>> ClientToken::find(storage::WriteTransaction& transaction,
                                                   const Error& conflict) const {
    if (m_key.empty()) {
        return std::optional<JobRecord>();
    }
    const auto kept = transaction.getRecord(storage::RecordKind::Setting, m_key);
    if (!kept) {
        return kept.error();
    }
    if (!*kept) {
        return std::optional<JobRecord>();
    }
    ByteReader reader(**kept);
    reader.u64();
    const auto fingerprint = reader.sized();
    const auto id = reader.sized();
    if (reader.failed() || isExpired(**kept, m_now)) {
        return std::optional<JobRecord>();
    }
    if (fingerprint != m_fingerprint) {
        return conflict;
    }
    return findJob(transaction, id);
}

Result<void> ClientToken::keep(storage::WriteTransaction& transaction,
                               std::string_view jobId) const {
    if (m_key.empty()) {
        return {};
    }
    std::string body;
    ByteWriter writer(body);
    writer.u64(static_cast<std::uint64_t>(m_now.milliseconds));
    writer.sized(m_fingerprint);
    writer.sized(jobId);
    return transaction.putRecord(storage::RecordKind::Setting, m_key, body);
}

Result<std::vector<std::string>> ClientToken::expired(storage::ReadTransaction& snapshot,
                                                      Timestamp now) {
    std::vector<std::string> keys;
    std::string last(keyPrefix);
    while (keys.size() < recordsPerRead) {
        const auto records =
            snapshot.listRecords(storage::RecordKind::Setting, last, recordsPerRead);
        if (!records) {
            return records.error();
        }
        for (const auto& record : *records) {
            if (!record.key.starts_with(keyPrefix)) {
                return keys;
            }
            if (isExpired(record.body, now)) {
                keys.push_back(record.key);
            }
        }
        if (records->size() < recordsPerRead) {
            return keys;
        }
        last = records->back().key;
    }
    return keys;
}

Result<void> ClientToken::forget(storage::WriteTransaction& transaction,
                                 const std::vector<std::string>& expired, Timestamp now) {
    for (const auto& key : expired) {
        const auto record = transaction.getRecord(storage::RecordKind::Setting, key);
        if (!record) {
            return record.error();
        }
        // It may have been used again since.
        if (!*record || !isExpired(**record, now)) {
            continue;
        }
        if (auto gone = transaction.deleteRecord(storage::RecordKind::Setting, key); !gone) {
            return gone;
        }
    }
    return {};
}

}  // namespace engine::operations
