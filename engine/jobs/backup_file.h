#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/os/data_file.h"
#include "engine/base/result.h"
#include "engine/base/sha256.h"
#include "engine/schema/table.h"
#include "engine/values/item_view.h"

// On-demand backups as files (engine/storage/FORMAT.md, "Backups"): all that a restore needs is in
// the one file. No thread of their own; not thread-safe.
namespace engine::jobs {

// What the end of the file says about the rest of it.
struct BackupManifest {
    std::string id;    // of the backup
    std::string name;  // BackupName
    std::string databaseId;
    std::string tableArn;
    schema::Table table;  // as it was then
    Timestamp createdAt;
    std::uint64_t sequence = 0;  // the moment of the change log whose items these are
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;  // of the items, as DynamoDB counts them
    std::uint32_t chunks = 0;
    std::uint64_t chunksEnd = 0;  // offset behind the last chunk
    Sha256::Digest chain{};       // over the header and the digests of all chunks
};

std::string backupPath(const std::string& databaseDirectory, std::string_view backupId);
// Where it is written until it is complete.
std::string unfinishedBackupPath(const std::string& databaseDirectory, std::string_view backupId);
Result<void> removeBackup(const std::string& databaseDirectory, std::string_view backupId);

// Writes one backup; what was flushed can be continued after a restart.
class BackupWriter final {
public:
    // Goes on behind the first `chunks` chunks, which end at `offset`; both 0 in the beginning.
    // Corrupt when the file does not hold them.
    static Result<BackupWriter> open(const std::string& path, std::string_view backupId,
                                     std::uint32_t chunks, std::uint64_t offset);

    // The items are on disk when this returns.
    Result<void> addChunk(const std::vector<values::EncodedItem>& items);
    // Completes the manifest's chunk members and writes it. The caller renames the file.
    Result<void> finish(BackupManifest manifest);

    std::uint32_t chunks() const { return m_chunks; }
    std::uint64_t offset() const { return m_offset; }

private:
    BackupWriter(os::DataFile file, std::string_view backupId)
        : m_file(std::move(file)), m_id(backupId) {}
    Result<void> writeHeader();

    os::DataFile m_file;
    std::string m_id;
    std::uint32_t m_chunks = 0;
    std::uint64_t m_offset = 0;
    Sha256 m_chain;
};

// Reads one backup. Every byte of the file is covered by a digest or compared.
class BackupReader final {
public:
    // Checks the two ends of the file; Corrupt when it is damaged or is not this backup.
    static Result<BackupReader> open(const std::string& path, std::string_view backupId);

    const BackupManifest& manifest() const { return m_manifest; }
    // The items of the next chunk, checked; nullopt behind the last one. Corrupt when damaged.
    Result<std::optional<std::vector<values::EncodedItem>>> nextChunk();
    // Goes on with this chunk, which is not before the next one; what is skipped is not checked.
    Result<void> skipTo(std::uint32_t chunk);

private:
    BackupReader(os::DataFile file, std::string_view backupId)
        : m_file(std::move(file)), m_id(backupId) {}
    Result<void> readEnds();
    Result<std::string> nextHeader();
    Result<void> checkEnd();

    os::DataFile m_file;
    std::string m_id;
    BackupManifest m_manifest;
    std::uint32_t m_next = 0;
    std::uint64_t m_offset = 0;
    Sha256 m_chain;
};

// Reads the whole file, item by item: nothing of it is damaged, missing or left over. Cancelled
// when `stop` becomes true.
Result<BackupManifest> verifyBackup(const std::string& path, std::string_view backupId,
                                    const std::atomic<bool>& stop);

}  // namespace engine::jobs
