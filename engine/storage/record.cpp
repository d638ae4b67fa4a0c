#include "engine/storage/record.h"

#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"

namespace engine::storage {
namespace {

constexpr std::uint8_t formatPlain = 0x01;
constexpr std::uint8_t formatAbridged = 0x81;
constexpr std::size_t checksumAt = 1;
constexpr std::size_t bodyAt = 5;
// Far above any record; a damaged length must not send the checksum through the whole file.
constexpr std::size_t recordBytesMax = std::size_t{1} << 20U;

std::uint32_t checksumOf(std::string_view key, std::string_view value) {
    return crc32c(value.substr(bodyAt), crc32c(value.substr(0, checksumAt), crc32c(key)));
}

// Leaves room for the checksum, which finish() fills in when the body is complete.
void begin(bool abridged, std::string& out) {
    out.assign(1, static_cast<char>(abridged ? formatAbridged : formatPlain));
    out.append(bodyAt - checksumAt, '\0');
}

void finish(std::string_view key, std::string& out) {
    const std::uint32_t checksum = checksumOf(key, out);
    for (std::size_t i = 0; i < bodyAt - checksumAt; ++i) {
        out[checksumAt + i] = static_cast<char>((checksum >> (24U - 8U * i)) & 0xffU);
    }
}

}  // namespace

void sealRecord(std::string_view key, bool abridged, std::string_view body, std::string& out) {
    begin(abridged, out);
    out.append(body);
    finish(key, out);
}

std::optional<OpenRecord> openRecord(std::string_view key, std::string_view value) {
    if (value.size() < bodyAt || value.size() > recordBytesMax) {
        return std::nullopt;
    }
    const auto format = static_cast<std::uint8_t>(value[0]);
    ByteReader reader(value.substr(checksumAt));
    if ((format != formatPlain && format != formatAbridged) ||
        reader.u32() != checksumOf(key, value)) {
        return std::nullopt;
    }
    return OpenRecord{format == formatAbridged, reader.rest()};
}

void sealItem(const StoredKey& key, const schema::PrimaryKey& primary, std::string_view item,
              std::string& out) {
    begin(key.isAbridged(), out);
    ByteWriter writer(out);
    writer.varint(primary.partition.size());
    if (key.isAbridged()) {
        writer.raw(primary.partition);
        writer.sized(primary.sort);
    }
    writer.raw(item);
    finish(key.bytes(), out);
}

std::optional<ItemRecord> parseItem(std::string_view key, const OpenRecord& record) {
    if (key.size() < itemHeaderBytes) {
        return std::nullopt;
    }
    ByteReader reader(record.body);
    ItemRecord item;
    const std::uint64_t partitionBytes = reader.varint();
    if (record.abridged) {
        item.partition = reader.raw(partitionBytes);
        item.sort = reader.sized();
    } else {
        ByteReader keyReader(key.substr(itemHeaderBytes));
        item.partition = keyReader.raw(partitionBytes);
        item.sort = keyReader.rest();
        if (keyReader.failed()) {
            return std::nullopt;
        }
    }
    item.item = reader.rest();
    if (reader.failed()) {
        return std::nullopt;
    }
    return item;
}

void sealIndexEntry(const StoredKey& key, const schema::IndexKey& entry, std::uint64_t entryBytes,
                    std::string& out) {
    begin(key.isAbridged(), out);
    ByteWriter writer(out);
    writer.varint(entryBytes);
    writer.varint(entry.partition.size());
    writer.varint(entry.sort.size());
    writer.varint(entry.primary.partition.size());
    if (key.isAbridged()) {
        writer.raw(entry.partition);
        writer.raw(entry.sort);
        writer.raw(entry.primary.partition);
        writer.raw(entry.primary.sort);
    }
    finish(key.bytes(), out);
}

std::optional<IndexRecord> parseIndexEntry(std::string_view key, const OpenRecord& record) {
    if (key.size() < indexHeaderBytes) {
        return std::nullopt;
    }
    ByteReader reader(record.body);
    IndexRecord entry;
    entry.entryBytes = reader.varint();
    const std::uint64_t partitionBytes = reader.varint();
    const std::uint64_t sortBytes = reader.varint();
    const std::uint64_t primaryBytes = reader.varint();
    ByteReader whole(record.abridged ? reader.rest() : key.substr(indexHeaderBytes));
    entry.partition = whole.raw(partitionBytes);
    entry.tail = whole.rest();
    entry.sort = whole.raw(sortBytes);
    entry.primaryPartition = whole.raw(primaryBytes);
    entry.primarySort = whole.rest();
    if (reader.failed() || whole.failed()) {
        return std::nullopt;
    }
    return entry;
}

}  // namespace engine::storage
