#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/schema/keys.h"

// Keys of items and index entries as LMDB holds them (FORMAT.md, "Keys").
namespace engine::storage {

inline constexpr std::size_t storedKeyBytesMax = 511;  // LMDB's limit
inline constexpr std::size_t digestBytes = 16;
// Keys that agree in this many bytes are a run: LMDB may hold them out of order.
inline constexpr std::size_t runPrefixBytes = storedKeyBytesMax - digestBytes;
// Longer partitions are stored as a prefix and a digest of exactly this length.
inline constexpr std::size_t partitionBytesMax = 255;
inline constexpr unsigned bucketCount = 256;

std::uint64_t partitionHash(std::string_view partition);

// Segment of `total` that a partition with this hash belongs to.
std::uint32_t segmentOfHash(std::uint64_t hash, std::uint32_t total);
// Smallest hash of a segment; number < total.
std::uint64_t firstHashOf(std::uint32_t number, std::uint32_t total);
std::uint64_t lastHashOf(std::uint32_t number, std::uint32_t total);

// A key on the stack.
class StoredKey final {
public:
    std::string_view bytes() const { return {m_bytes.data(), m_size}; }
    // The stored bytes do not give the whole key back, so that the record must hold it.
    bool isAbridged() const { return m_abridged; }

private:
    friend StoredKey itemSpaceKey(schema::TableNumber table);
    friend StoredKey itemBucketKey(schema::TableNumber table, unsigned bucket);
    friend StoredKey itemPartitionKey(schema::TableNumber table, std::string_view partition);
    friend StoredKey itemStoredKey(schema::TableNumber table, const schema::PrimaryKey& key);
    friend StoredKey indexSpaceKey(schema::TableNumber table);
    friend StoredKey indexSpaceKey(schema::TableNumber table, schema::IndexNumber index);
    friend StoredKey indexBucketKey(schema::TableNumber table, schema::IndexNumber index,
                                    unsigned bucket);
    friend StoredKey indexPartitionKey(schema::TableNumber table, schema::IndexNumber index,
                                       std::string_view partition);
    friend StoredKey indexStoredKey(schema::TableNumber table, schema::IndexNumber index,
                                    const schema::IndexKey& key);

    StoredKey() : m_size(0) {}
    void add(std::string_view bytes);
    void addBigEndian(std::uint64_t value, unsigned width);
    void addPartition(std::string_view partition);
    void addTail(std::initializer_list<std::string_view> parts);

    std::array<char, storedKeyBytesMax> m_bytes;  // not cleared: only m_size bytes are ever read
    std::size_t m_size;
    bool m_abridged = false;
};

// Prefixes: everything of a table, of a bucket, of a partition. `bucket` may be bucketCount: then
// the key lies behind the last bucket.
StoredKey itemSpaceKey(schema::TableNumber table);
StoredKey itemBucketKey(schema::TableNumber table, unsigned bucket);
StoredKey itemPartitionKey(schema::TableNumber table, std::string_view partition);
StoredKey indexSpaceKey(schema::TableNumber table);
StoredKey indexSpaceKey(schema::TableNumber table, schema::IndexNumber index);
StoredKey indexBucketKey(schema::TableNumber table, schema::IndexNumber index, unsigned bucket);
StoredKey indexPartitionKey(schema::TableNumber table, schema::IndexNumber index,
                            std::string_view partition);

StoredKey itemStoredKey(schema::TableNumber table, const schema::PrimaryKey& key);
StoredKey indexStoredKey(schema::TableNumber table, schema::IndexNumber index,
                         const schema::IndexKey& key);

// What stands in front of the partition.
inline constexpr std::size_t itemHeaderBytes = 5;
inline constexpr std::size_t indexHeaderBytes = 7;

// Sort and primary key in the order in which entries of an index partition are read.
std::string indexTail(const schema::IndexKey& key);

// Where a scan meets a record: by the stored key of its partition, then by its whole tail. That is
// the order of the stored keys, but inside of runs.
struct ScanPlace {
    std::string head;  // stored key of the partition
    std::string tail;

    auto operator<=>(const ScanPlace&) const = default;
};
ScanPlace itemScanPlace(schema::TableNumber table, const schema::PrimaryKey& key);
ScanPlace indexScanPlace(schema::TableNumber table, schema::IndexNumber index,
                         const schema::IndexKey& key);

}  // namespace engine::storage
