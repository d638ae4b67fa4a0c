#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/keys.h"
#include "engine/storage/key_layout.h"
#include "engine/values/item_view.h"

// What LMDB holds under a key: an envelope with a checksum around a body (FORMAT.md, "Records").
namespace engine::storage {

// Replaces `out` by the envelope of a body.
void sealRecord(std::string_view key, bool abridged, std::string_view body, std::string& out);

struct OpenRecord {
    bool abridged = false;
    std::string_view body;
};
// nullopt when the checksum, the format byte or the length does not hold.
std::optional<OpenRecord> openRecord(std::string_view key, std::string_view value);

// An item with its whole key; all parts are views of the stored key and value.
struct ItemRecord {
    std::string_view partition;
    std::string_view sort;
    std::string_view item;
};
void sealItem(const StoredKey& key, const schema::PrimaryKey& primary, std::string_view item,
              std::string& out);
// nullopt when the body is malformed.
std::optional<ItemRecord> parseItem(std::string_view key, const OpenRecord& record);

struct IndexRecord {
    std::string_view partition;
    std::string_view sort;
    std::string_view primaryPartition;
    std::string_view primarySort;
    std::string_view tail;  // the last three in one
    std::uint64_t entryBytes = 0;
};
void sealIndexEntry(const StoredKey& key, const schema::IndexKey& entry, std::uint64_t entryBytes,
                    std::string& out);
std::optional<IndexRecord> parseIndexEntry(std::string_view key, const OpenRecord& record);

}  // namespace engine::storage
