#include "engine/storage/expiry_queue.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/base/sha256.h"

namespace engine::storage {
namespace {

constexpr std::size_t digestSize = 16;
constexpr std::size_t secondAt = 4;

}  // namespace

std::optional<std::int64_t> expiryOf(values::ItemView item, std::string_view attributeName) {
    const auto value = item.find(attributeName);
    if (!value || value->type() != values::AttributeType::N) {
        return std::nullopt;
    }
    const auto second = value->number().truncated();
    if (!second || *second < 0) {
        return std::nullopt;
    }
    return second;
}

std::string expirySpaceKey(schema::TableNumber table) {
    std::string key;
    ByteWriter(key).u32(table);
    return key;
}

std::string expiryKey(schema::TableNumber table, std::int64_t second,
                      const schema::PrimaryKey& key) {
    std::string bytes = expirySpaceKey(table);
    ByteWriter writer(bytes);
    writer.u64(static_cast<std::uint64_t>(second));
    // The partition ends itself, so the two need nothing between them.
    Sha256 hash;
    hash.add(key.partition);
    hash.add(key.sort);
    const auto digest = hash.finish();
    bytes.append(reinterpret_cast<const char*>(digest.data()), digestSize);
    return bytes;
}

std::string expiryBody(const schema::PrimaryKey& key) {
    std::string body;
    ByteWriter writer(body);
    writer.sized(key.partition);
    writer.raw(key.sort);
    return body;
}

std::optional<ExpiringItem> parseExpiry(std::string_view key, std::string_view body) {
    ByteReader place(key.substr(std::min(secondAt, key.size())));
    ExpiringItem item;
    item.expiresAt = static_cast<std::int64_t>(place.u64());
    ByteReader reader(body);
    item.key.partition = reader.sized();
    item.key.sort = reader.rest();
    if (place.failed() || reader.failed()) {
        return std::nullopt;
    }
    return item;
}

}  // namespace engine::storage
