#include "engine/jobs/backup_format.h"

#include <zstd.h>

#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/ensure.h"

namespace engine::jobs {
namespace {

constexpr std::uint32_t chunkMark = 0x43484e4bU;  // "CHNK"
constexpr int compressionLevel = 3;

Error damaged(std::string_view what) {
    return Error::corrupt("The backup is damaged: " + std::string(what));
}

Sha256::Digest chunkDigest(std::string_view backupId, std::string_view fields,
                           std::string_view stored) {
    Sha256 digest;
    digest.add(backupId);
    digest.add(fields);
    digest.add(stored);
    return digest.finish();
}

Sha256::Digest manifestDigest(std::string_view manifest, std::uint64_t manifestAt) {
    std::string place;
    ByteWriter(place).u64(manifestAt);
    Sha256 digest;
    digest.add(place);
    digest.add(manifest);
    return digest.finish();
}

std::string compress(std::string_view raw) {
    std::string stored(ZSTD_compressBound(raw.size()), '\0');
    const std::size_t bytes =
        ZSTD_compress(stored.data(), stored.size(), raw.data(), raw.size(), compressionLevel);
    ENSURE(ZSTD_isError(bytes) == 0U);
    stored.resize(bytes);
    return stored;
}

}  // namespace

std::string_view asView(const Sha256::Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string backupHeader(std::string_view backupId) {
    std::string header;
    ByteWriter writer(header);
    writer.raw(backupMagic);
    writer.u16(backupVersion);
    writer.sized(backupId);
    return header;
}

std::string encodeChunk(std::string_view backupId, std::uint32_t number, std::uint32_t items,
                        std::string_view raw) {
    const std::string stored = compress(raw);
    std::string chunk;
    ByteWriter writer(chunk);
    writer.u32(chunkMark);
    writer.u32(number);
    writer.u32(items);
    writer.u32(static_cast<std::uint32_t>(raw.size()));
    writer.u32(static_cast<std::uint32_t>(stored.size()));
    writer.raw(asView(chunkDigest(backupId, chunk, stored)));
    writer.raw(stored);
    return chunk;
}

Result<ChunkHeader> decodeChunkHeader(std::string_view bytes) {
    ByteReader reader(bytes);
    ChunkHeader header;
    const bool isChunk = reader.u32() == chunkMark;
    header.number = reader.u32();
    header.items = reader.u32();
    header.rawBytes = reader.u32();
    header.storedBytes = reader.u32();
    header.digest = reader.raw(digestBytes);
    if (!isChunk || reader.failed() || header.rawBytes > chunkBytesMax ||
        header.storedBytes > chunkBytesMax) {
        return damaged("a part of it does not begin as it should");
    }
    return header;
}

bool chunkDigestHolds(std::string_view backupId, std::string_view header, std::string_view stored) {
    const auto fields = header.substr(0, chunkHeaderBytes - digestBytes);
    return header.substr(fields.size()) == asView(chunkDigest(backupId, fields, stored));
}

Result<std::string> decompress(std::string_view stored, std::size_t rawBytes) {
    std::string raw(rawBytes, '\0');
    const std::size_t bytes = ZSTD_decompress(raw.data(), raw.size(), stored.data(), stored.size());
    if (ZSTD_isError(bytes) != 0U || bytes != rawBytes) {
        return damaged("a part of it cannot be decompressed");
    }
    return raw;
}

std::string encodeManifest(const BackupManifest& manifest) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u16(backupVersion);
    writer.sized(manifest.id);
    writer.sized(manifest.name);
    writer.sized(manifest.databaseId);
    writer.sized(manifest.tableArn);
    writer.sized(schema::encodeTable(manifest.table));
    writer.u64(static_cast<std::uint64_t>(manifest.createdAt.milliseconds));
    writer.u64(manifest.sequence);
    writer.u64(manifest.items);
    writer.u64(manifest.bytes);
    writer.u32(manifest.chunks);
    writer.u64(manifest.chunksEnd);
    writer.raw(asView(manifest.chain));
    const auto digest = manifestDigest(bytes, manifest.chunksEnd);
    const std::uint64_t manifestBytes = bytes.size();
    writer.u64(manifest.chunksEnd);
    writer.u64(manifestBytes);
    writer.raw(asView(digest));
    writer.raw(backupEndMagic);
    return bytes;
}

Result<BackupTrailer> decodeTrailer(std::string_view bytes) {
    ByteReader reader(bytes);
    BackupTrailer trailer;
    trailer.manifestAt = reader.u64();
    trailer.manifestBytes = reader.u64();
    trailer.digest = reader.raw(digestBytes);
    const bool isEnd = reader.raw(backupEndMagic.size()) == backupEndMagic;
    if (!isEnd || reader.failed() || trailer.manifestBytes > manifestBytesMax) {
        return damaged("its end is missing");
    }
    return trailer;
}

Result<BackupManifest> decodeManifest(std::string_view bytes, const BackupTrailer& trailer) {
    if (asView(manifestDigest(bytes, trailer.manifestAt)) != trailer.digest) {
        return damaged("its description does not match its checksum");
    }
    ByteReader reader(bytes);
    const auto version = reader.u16();
    if (version > backupVersion) {
        return Error{ErrorKind::FormatTooNew, "The backup was made by a newer Tidemark", {}};
    }
    BackupManifest manifest;
    manifest.id = reader.sized();
    manifest.name = reader.sized();
    manifest.databaseId = reader.sized();
    manifest.tableArn = reader.sized();
    auto table = schema::decodeTable(reader.sized());
    if (!table) {
        return std::move(table).error();
    }
    manifest.table = *std::move(table);
    manifest.createdAt = {static_cast<std::int64_t>(reader.u64())};
    manifest.sequence = reader.u64();
    manifest.items = reader.u64();
    manifest.bytes = reader.u64();
    manifest.chunks = reader.u32();
    manifest.chunksEnd = reader.u64();
    const auto chain = reader.raw(digestBytes);
    if (reader.failed() || !reader.atEnd() || manifest.chunksEnd != trailer.manifestAt) {
        return damaged("its description cannot be read");
    }
    std::copy(chain.begin(), chain.end(), manifest.chain.begin());
    return manifest;
}

}  // namespace engine::jobs
