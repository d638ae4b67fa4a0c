#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/database.h"

// The queue of items by the second at which they expire (FORMAT.md, tree "expiry").
namespace engine::storage {

// When the item expires, in seconds since 1970; nullopt when it never does: no such attribute, or
// not a number. Follows from the item alone, so that an entry is found again whenever the item is
// changed: that times long ago do not count is for who reads the queue.
std::optional<std::int64_t> expiryOf(values::ItemView item, std::string_view attributeName);

std::string expirySpaceKey(schema::TableNumber table);
std::string expiryKey(schema::TableNumber table, std::int64_t second,
                      const schema::PrimaryKey& key);
std::string expiryBody(const schema::PrimaryKey& key);
// nullopt when key or body is malformed.
std::optional<ExpiringItem> parseExpiry(std::string_view key, std::string_view body);

}  // namespace engine::storage
