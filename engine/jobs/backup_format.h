#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/base/sha256.h"
#include "engine/jobs/backup_file.h"

// The bytes of a backup file (engine/storage/FORMAT.md, "Backups").
namespace engine::jobs {

inline constexpr std::string_view backupMagic = "TMBACKUP";
inline constexpr std::string_view backupEndMagic = "TMBKEND1";
inline constexpr std::uint16_t backupVersion = 1;
inline constexpr std::size_t digestBytes = 32;
inline constexpr std::size_t chunkHeaderBytes = 20 + digestBytes;
inline constexpr std::size_t backupTrailerBytes = 16 + digestBytes + 8;
inline constexpr std::size_t chunkBytesMax = std::size_t{64} << 20U;
inline constexpr std::size_t manifestBytesMax = std::size_t{16} << 20U;

struct ChunkHeader {
    std::uint32_t number = 0;
    std::uint32_t items = 0;
    std::uint32_t rawBytes = 0;
    std::uint32_t storedBytes = 0;
    std::string_view digest;
};

std::string backupHeader(std::string_view backupId);

// Five fields of fixed width; the digest covers them, the id of the backup and the stored bytes.
std::string encodeChunk(std::string_view backupId, std::uint32_t number, std::uint32_t items,
                        std::string_view raw);
Result<ChunkHeader> decodeChunkHeader(std::string_view bytes);
bool chunkDigestHolds(std::string_view backupId, std::string_view header, std::string_view stored);
Result<std::string> decompress(std::string_view stored, std::size_t rawBytes);

// The manifest with the trailer behind it, which ends the file.
std::string encodeManifest(const BackupManifest& manifest);
struct BackupTrailer {
    std::uint64_t manifestAt = 0;
    std::uint64_t manifestBytes = 0;
    std::string_view digest;
};
Result<BackupTrailer> decodeTrailer(std::string_view bytes);
Result<BackupManifest> decodeManifest(std::string_view bytes, const BackupTrailer& trailer);

std::string_view asView(const Sha256::Digest& digest);

}  // namespace engine::jobs
