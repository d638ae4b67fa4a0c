#include "engine/jobs/backup_file.h"

#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/os/files.h"
#include "engine/jobs/backup_format.h"

namespace engine::jobs {
namespace {

Error damaged(std::string_view what) {
    return Error::corrupt("The backup is damaged: " + std::string(what));
}

Result<std::vector<values::EncodedItem>> itemsOf(std::string_view raw, std::uint32_t count) {
    std::vector<values::EncodedItem> items;
    ByteReader reader(raw);
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
        const auto bytes = reader.sized();
        if (auto checked = values::checkItemBytes(bytes); !checked) {
            return checked.error();
        }
        items.emplace_back(std::string(bytes));
    }
    if (reader.failed() || !reader.atEnd()) {
        return damaged("a part of it has fewer items than it says");
    }
    return items;
}

}  // namespace

std::string backupPath(const std::string& databaseDirectory, std::string_view backupId) {
    return databaseDirectory + "/backups/" + std::string(backupId) + ".backup";
}

std::string unfinishedBackupPath(const std::string& databaseDirectory, std::string_view backupId) {
    return backupPath(databaseDirectory, backupId) + ".unfinished";
}

Result<void> removeBackup(const std::string& databaseDirectory, std::string_view backupId) {
    for (const auto& path : {backupPath(databaseDirectory, backupId),
                             unfinishedBackupPath(databaseDirectory, backupId)}) {
        if (auto removed = os::removeTree(path); !removed) {
            return removed;
        }
    }
    return {};
}

Result<BackupWriter> BackupWriter::open(const std::string& path, std::string_view backupId,
                                        std::uint32_t chunks, std::uint64_t offset) {
    auto file = os::DataFile::openForWriting(path);
    if (!file) {
        return std::move(file).error();
    }
    BackupWriter writer(*std::move(file), backupId);
    if (offset == 0) {
        if (auto begun = writer.writeHeader(); !begun) {
            return std::move(begun).error();
        }
        return writer;
    }
    const auto header = backupHeader(backupId);
    const auto found = writer.m_file.readAt(0, header.size());
    if (!found || *found != header) {
        return found ? damaged("it does not begin as it should") : found.error();
    }
    writer.m_chain.add(header);
    writer.m_offset = header.size();
    while (writer.m_chunks < chunks) {
        const auto bytes = writer.m_file.readAt(writer.m_offset, chunkHeaderBytes);
        const auto chunk = bytes ? decodeChunkHeader(*bytes) : bytes.error();
        if (!chunk) {
            return chunk.error();
        }
        writer.m_chain.add(chunk->digest);
        writer.m_offset += chunkHeaderBytes + chunk->storedBytes;
        ++writer.m_chunks;
    }
    if (writer.m_offset != offset) {
        return damaged("its parts do not end where they should");
    }
    if (auto cut = writer.m_file.truncate(offset); !cut) {
        return std::move(cut).error();
    }
    return writer;
}

Result<void> BackupWriter::writeHeader() {
    const auto header = backupHeader(m_id);
    if (auto cut = m_file.truncate(0); !cut) {
        return cut;
    }
    if (auto written = m_file.writeAt(0, header); !written) {
        return written;
    }
    m_chain.add(header);
    m_offset = header.size();
    return {};
}

Result<void> BackupWriter::addChunk(const std::vector<values::EncodedItem>& items) {
    std::string raw;
    ByteWriter writer(raw);
    for (const auto& item : items) {
        writer.sized(item.bytes());
    }
    const auto chunk = encodeChunk(m_id, m_chunks, static_cast<std::uint32_t>(items.size()), raw);
    if (auto written = m_file.writeAt(m_offset, chunk); !written) {
        return written;
    }
    if (auto flushed = m_file.flush(); !flushed) {
        return flushed;
    }
    m_chain.add(std::string_view(chunk).substr(chunkHeaderBytes - digestBytes, digestBytes));
    m_offset += chunk.size();
    ++m_chunks;
    return {};
}

Result<void> BackupWriter::finish(BackupManifest manifest) {
    manifest.chunks = m_chunks;
    manifest.chunksEnd = m_offset;
    manifest.chain = m_chain.finish();
    if (auto written = m_file.writeAt(m_offset, encodeManifest(manifest)); !written) {
        return written;
    }
    return m_file.flush();
}

Result<BackupReader> BackupReader::open(const std::string& path, std::string_view backupId) {
    auto file = os::DataFile::openForReading(path);
    if (!file) {
        return std::move(file).error();
    }
    BackupReader reader(*std::move(file), backupId);
    if (auto read = reader.readEnds(); !read) {
        return std::move(read).error();
    }
    return reader;
}

Result<void> BackupReader::readEnds() {
    const auto header = backupHeader(m_id);
    const auto size = m_file.size();
    if (!size) {
        return size.error();
    }
    if (*size < header.size() + backupTrailerBytes) {
        return damaged("it is too short");
    }
    const auto begin = m_file.readAt(0, header.size());
    if (!begin) {
        return begin.error();
    }
    if (*begin != header) {
        return damaged("it does not begin as it should");
    }
    const auto end = m_file.readAt(*size - backupTrailerBytes, backupTrailerBytes);
    if (!end) {
        return end.error();
    }
    const auto trailer = decodeTrailer(*end);
    if (!trailer) {
        return trailer.error();
    }
    if (trailer->manifestBytes > *size || trailer->manifestAt > *size ||
        trailer->manifestAt + trailer->manifestBytes + backupTrailerBytes != *size) {
        return damaged("its end does not fit");
    }
    const auto bytes = m_file.readAt(trailer->manifestAt, trailer->manifestBytes);
    auto manifest = bytes ? decodeManifest(*bytes, *trailer) : bytes.error();
    if (!manifest) {
        return std::move(manifest).error();
    }
    if (manifest->id != m_id) {
        return damaged("its description is that of another backup");
    }
    m_manifest = *std::move(manifest);
    m_chain.add(header);
    m_offset = header.size();
    return {};
}

Result<std::string> BackupReader::nextHeader() {
    auto header = m_file.readAt(m_offset, chunkHeaderBytes);
    const auto chunk = header ? decodeChunkHeader(*header) : header.error();
    if (!chunk) {
        return chunk.error();
    }
    const std::uint64_t end = m_offset + chunkHeaderBytes + chunk->storedBytes;
    if (m_next == m_manifest.chunks || chunk->number != m_next || end > m_manifest.chunksEnd) {
        return damaged("a part of it is missing");
    }
    m_chain.add(chunk->digest);
    m_offset += chunkHeaderBytes;
    ++m_next;
    return header;
}

Result<void> BackupReader::checkEnd() {
    if (m_offset != m_manifest.chunksEnd || Sha256(m_chain).finish() != m_manifest.chain) {
        return damaged("its parts are not those that were written");
    }
    return {};
}

Result<std::optional<std::vector<values::EncodedItem>>> BackupReader::nextChunk() {
    if (m_next == m_manifest.chunks) {
        if (auto checked = checkEnd(); !checked) {
            return std::move(checked).error();
        }
        return std::optional<std::vector<values::EncodedItem>>();
    }
    const auto header = nextHeader();
    if (!header) {
        return header.error();
    }
    const auto chunk = *decodeChunkHeader(*header);
    const auto stored = m_file.readAt(m_offset, chunk.storedBytes);
    if (!stored) {
        return stored.error();
    }
    m_offset += stored->size();
    if (!chunkDigestHolds(m_id, *header, *stored)) {
        return damaged("a part of it does not match its checksum");
    }
    const auto raw = decompress(*stored, chunk.rawBytes);
    if (!raw) {
        return raw.error();
    }
    auto items = itemsOf(*raw, chunk.items);
    if (!items) {
        return std::move(items).error();
    }
    return std::optional(*std::move(items));
}

Result<void> BackupReader::skipTo(std::uint32_t chunk) {
    while (m_next < chunk) {
        const auto header = nextHeader();
        if (!header) {
            return header.error();
        }
        m_offset += decodeChunkHeader(*header)->storedBytes;
    }
    return {};
}

Result<BackupManifest> verifyBackup(const std::string& path, std::string_view backupId,
                                    const std::atomic<bool>& stop) {
    auto reader = BackupReader::open(path, backupId);
    if (!reader) {
        return std::move(reader).error();
    }
    std::uint64_t items = 0;
    while (true) {
        if (stop) {
            return Error{ErrorKind::Cancelled, "The check of the backup was stopped", {}};
        }
        const auto chunk = reader->nextChunk();
        if (!chunk) {
            return chunk.error();
        }
        if (!*chunk) {
            break;
        }
        items += (*chunk)->size();
    }
    if (items != reader->manifest().items) {
        return damaged("it has fewer items than it says");
    }
    return reader->manifest();
}

}  // namespace engine::jobs
