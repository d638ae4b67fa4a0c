#include "engine/storage/key_layout.h"

#include <algorithm>
#include <cstring>

#include "engine/base/ensure.h"
#include "engine/base/sha256.h"

namespace engine::storage {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr unsigned bucketShift = 56;
// Cannot occur in a terminated string or binary: 0x00 is followed by 0xFF or ends the key with
// 0x01.
constexpr std::string_view digestMark{"\x00\x02", 2};

std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33U;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33U;
    value *= 0xc4ceb9fe1a85ec53ULL;
    return value ^ (value >> 33U);
}

std::uint64_t littleEndian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8U * i);
    }
    return value;
}

std::array<char, digestBytes> shortDigest(std::initializer_list<std::string_view> parts) {
    Sha256 hash;
    for (const std::string_view part : parts) {
        hash.add(part);
    }
    const auto full = hash.finish();
    std::array<char, digestBytes> digest{};
    std::memcpy(digest.data(), full.data(), digest.size());
    return digest;
}

unsigned bucketOf(std::string_view partition) {
    return static_cast<unsigned>(partitionHash(partition) >> bucketShift);
}

}  // namespace

std::uint64_t partitionHash(std::string_view partition) {
    constexpr std::uint64_t factor = 0x9e3779b97f4a7c15ULL;
    constexpr std::size_t wordBytes = 8;
    std::uint64_t hash = partition.size() * factor;
    while (partition.size() >= wordBytes) {
        hash = (hash ^ mix(littleEndian(partition.substr(0, wordBytes)))) * factor;
        partition.remove_prefix(wordBytes);
    }
    return mix((hash ^ mix(littleEndian(partition))) * factor);
}

std::uint32_t segmentOfHash(std::uint64_t hash, std::uint32_t total) {
    return static_cast<std::uint32_t>((Uint128{hash} * total) >> 64U);
}

std::uint64_t firstHashOf(std::uint32_t number, std::uint32_t total) {
    return static_cast<std::uint64_t>(((Uint128{number} << 64U) + total - 1) / total);
}

std::uint64_t lastHashOf(std::uint32_t number, std::uint32_t total) {
    return static_cast<std::uint64_t>(((Uint128{number} + 1) << 64U) / total -
                                      (((Uint128{number} + 1) << 64U) % total == 0 ? 1U : 0U));
}

void StoredKey::add(std::string_view bytes) {
    DEBUG_ENSURE(m_size + bytes.size() <= m_bytes.size());
    std::memcpy(m_bytes.data() + m_size, bytes.data(), bytes.size());
    m_size += bytes.size();
}

void StoredKey::addBigEndian(std::uint64_t value, unsigned width) {
    for (unsigned i = width; i > 0; --i) {
        m_bytes[m_size++] = static_cast<char>((value >> (8U * (i - 1))) & 0xffU);
    }
}

void StoredKey::addPartition(std::string_view partition) {
    if (partition.size() <= partitionBytesMax) {
        add(partition);
        return;
    }
    add(partition.substr(0, partitionBytesMax - digestMark.size() - digestBytes));
    add(digestMark);
    const auto digest = shortDigest({partition});
    add({digest.data(), digest.size()});
    m_abridged = true;
}

void StoredKey::addTail(std::initializer_list<std::string_view> parts) {
    std::size_t total = 0;
    for (const std::string_view part : parts) {
        total += part.size();
    }
    const bool fits = m_size + total < storedKeyBytesMax;
    std::size_t room = fits ? total : runPrefixBytes - m_size;
    for (const std::string_view part : parts) {
        const std::size_t taken = std::min(room, part.size());
        add(part.substr(0, taken));
        room -= taken;
    }
    if (!fits) {
        const auto digest = shortDigest(parts);
        add({digest.data(), digest.size()});
        m_abridged = true;
    }
}

StoredKey itemSpaceKey(schema::TableNumber table) {
    StoredKey key;
    key.addBigEndian(table, 4);
    return key;
}

StoredKey itemBucketKey(schema::TableNumber table, unsigned bucket) {
    StoredKey key;
    key.addBigEndian((std::uint64_t{table} << 8U) + bucket, 5);
    return key;
}

StoredKey itemPartitionKey(schema::TableNumber table, std::string_view partition) {
    StoredKey key = itemBucketKey(table, bucketOf(partition));
    key.addPartition(partition);
    return key;
}

StoredKey itemStoredKey(schema::TableNumber table, const schema::PrimaryKey& primary) {
    StoredKey key = itemPartitionKey(table, primary.partition);
    key.addTail({primary.sort});
    return key;
}

StoredKey indexSpaceKey(schema::TableNumber table) {
    return itemSpaceKey(table);
}

StoredKey indexSpaceKey(schema::TableNumber table, schema::IndexNumber index) {
    StoredKey key;
    key.addBigEndian((std::uint64_t{table} << 16U) + index, 6);
    return key;
}

StoredKey indexBucketKey(schema::TableNumber table, schema::IndexNumber index, unsigned bucket) {
    StoredKey key;
    key.addBigEndian((std::uint64_t{table} << 24U) + (std::uint64_t{index} << 8U) + bucket, 7);
    return key;
}

StoredKey indexPartitionKey(schema::TableNumber table, schema::IndexNumber index,
                            std::string_view partition) {
    StoredKey key = indexBucketKey(table, index, bucketOf(partition));
    key.addPartition(partition);
    return key;
}

StoredKey indexStoredKey(schema::TableNumber table, schema::IndexNumber index,
                         const schema::IndexKey& entry) {
    StoredKey key = indexPartitionKey(table, index, entry.partition);
    key.addTail({entry.sort, entry.primary.partition, entry.primary.sort});
    return key;
}

std::string indexTail(const schema::IndexKey& key) {
    return key.sort + key.primary.partition + key.primary.sort;
}

ScanPlace itemScanPlace(schema::TableNumber table, const schema::PrimaryKey& key) {
    return {std::string(itemPartitionKey(table, key.partition).bytes()), key.sort};
}

ScanPlace indexScanPlace(schema::TableNumber table, schema::IndexNumber index,
                         const schema::IndexKey& key) {
    return {std::string(indexPartitionKey(table, index, key.partition).bytes()), indexTail(key)};
}

}  // namespace engine::storage
