#include "engine/operations/statement_token.h"

#include "engine/base/base64.h"
#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"
#include "engine/base/sha256.h"

namespace engine::operations {

namespace {

constexpr std::uint8_t tokenVersion = 1;
constexpr std::size_t digestBytes = 16;
constexpr std::size_t checksumBytes = 4;

std::string digestOf(const StatementText& statement) {
    std::string written;
    ByteWriter writer(written);
    writer.sized(statement.text);
    for (const auto& parameter : statement.parameters) {
        values::appendValue(parameter, written);
    }
    Sha256 hash;
    hash.add(written);
    const auto digest = hash.finish();
    return {digest.begin(), digest.begin() + digestBytes};
}

Error invalidToken() {
    return Error::validation("Invalid NextToken");
}

}  // namespace

std::string encodeNextToken(const StatementText& statement, const StatementPosition& position) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u8(tokenVersion);
    writer.raw(digestOf(statement));
    writer.u32(position.read);
    writer.u8(position.key ? 1 : 0);
    if (position.key) {
        writer.sized(values::EncodedItem(*position.key).bytes());
    }
    writer.u32(crc32c(bytes));
    return toBase64(bytes);
}

Result<StatementPosition> decodeNextToken(const StatementText& statement,
                                          const std::string& token) {
    const auto bytes = fromBase64(token);
    if (!bytes || bytes->size() < checksumBytes) {
        return invalidToken();
    }
    const auto body = std::string_view(*bytes).substr(0, bytes->size() - checksumBytes);
    if (ByteReader(std::string_view(*bytes).substr(body.size())).u32() != crc32c(body)) {
        return invalidToken();
    }
    ByteReader reader(body);
    const auto version = reader.u8();
    const auto digest = reader.raw(digestBytes);
    StatementPosition position;
    position.read = reader.u32();
    if (reader.u8() == 1) {
        const auto key = reader.sized();
        if (reader.failed() || !values::checkItemBytes(key)) {
            return invalidToken();
        }
        position.key = values::ItemView(key).decode();
    }
    if (version != tokenVersion || reader.failed() || !reader.atEnd()) {
        return invalidToken();
    }
    if (digest != digestOf(statement)) {
        return Error::validation("NextToken does not match request");
    }
    return position;
}

}  // namespace engine::operations
