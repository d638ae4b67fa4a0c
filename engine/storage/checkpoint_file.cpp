#include "engine/storage/checkpoint_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/crc32c.h"
#include "engine/base/os/files.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/page_layout.h"

namespace engine::storage {
namespace {

constexpr std::string_view slotMagic = "TMCHECKP";
constexpr std::uint32_t slotVersion = 1;
using layout::pageBytes;
constexpr std::uint64_t slotRoom = 8192;
constexpr std::size_t slotBytes = 8 + 4 + 4 * 8 + pageBytes + 4;
constexpr int copies = 2;

std::uint64_t placeOf(std::uint64_t number, int copy) {
    return ((number & 1U) * copies + static_cast<std::uint64_t>(copy)) * slotRoom;
}

std::string encodeSlot(const Checkpoint& checkpoint) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.raw(slotMagic);
    writer.u32(slotVersion);
    writer.u64(checkpoint.number);
    writer.u64(checkpoint.position.last);
    writer.u64(static_cast<std::uint64_t>(checkpoint.position.time.milliseconds));
    writer.u64(checkpoint.transaction);
    writer.raw(checkpoint.metaPage);
    writer.u32(crc32c(bytes));
    return bytes;
}

std::optional<Checkpoint> decodeSlot(std::string_view bytes) {
    if (bytes.size() < slotBytes) {
        return std::nullopt;
    }
    bytes = bytes.substr(0, slotBytes);
    ByteReader reader(bytes);
    const bool isOurs = reader.raw(slotMagic.size()) == slotMagic && reader.u32() == slotVersion;
    Checkpoint checkpoint;
    checkpoint.number = reader.u64();
    checkpoint.position.last = reader.u64();
    checkpoint.position.time.milliseconds = static_cast<std::int64_t>(reader.u64());
    checkpoint.transaction = reader.u64();
    checkpoint.metaPage = reader.raw(pageBytes);
    const bool isWhole = reader.u32() == crc32c(bytes.substr(0, slotBytes - 4));
    return isOurs && isWhole ? std::optional(std::move(checkpoint)) : std::nullopt;
}

}  // namespace

Result<void> CheckpointFile::create(const std::string& path, const Checkpoint& first) {
    auto file = os::RandomFile::create(path);
    if (!file) {
        return std::move(file).error();
    }
    CheckpointFile checkpoints(*std::move(file));
    return checkpoints.write(first);
}

Result<CheckpointFile> CheckpointFile::open(const std::string& path) {
    auto file = os::RandomFile::openToWrite(path);
    if (!file) {
        return std::move(file).error();
    }
    if (auto flushed = file->flush(); !flushed) {
        return std::move(flushed).error();
    }
    return CheckpointFile(*std::move(file));
}

Result<std::optional<Checkpoint>> CheckpointFile::newest() const {
    std::optional<Checkpoint> best;
    std::string bytes;
    for (std::uint64_t number = 0; number < 2; ++number) {
        for (int copy = 0; copy < copies; ++copy) {
            if (auto read = m_file.read(placeOf(number, copy), slotBytes, bytes); !read) {
                return std::move(read).error();
            }
            auto slot = decodeSlot(bytes);
            if (slot && (!best || slot->number > best->number)) {
                best = std::move(slot);
            }
        }
    }
    return best;
}

Result<void> CheckpointFile::write(const Checkpoint& checkpoint) {
    const std::string bytes = encodeSlot(checkpoint);
    for (int copy = 0; copy < copies; ++copy) {
        if (auto written = m_file.write(placeOf(checkpoint.number, copy), bytes); !written) {
            return written;
        }
    }
    return m_file.flush();
}

Result<Pin> Pin::make(MDB_env* environment) {
    Pin pin;
    const int code = mdb_txn_begin(environment, nullptr, MDB_RDONLY, &pin.m_transaction);
    if (code != 0) {
        return lmdbError(code, "read", "the database");
    }
    return pin;
}

Pin::~Pin() {
    if (m_transaction != nullptr) {
        mdb_txn_abort(m_transaction);
    }
}

Result<std::string> readMetaPage(MDB_env* environment, std::uint64_t transaction) {
    mdb_filehandle_t file = -1;
    if (const int code = mdb_env_get_fd(environment, &file); code != 0) {
        return lmdbError(code, "read", "the database");
    }
    std::string page(pageBytes, '\0');
    const auto offset = static_cast<off_t>((transaction & 1U) * pageBytes);
    if (::pread(file, page.data(), page.size(), offset) != static_cast<ssize_t>(pageBytes)) {
        return os::fileError("read", "the database", errno);
    }
    std::uint64_t stored = 0;
    std::memcpy(&stored, page.data() + layout::transactionAt, sizeof(stored));
    if (stored != transaction) {
        return Error::corrupt("The meta page of the database is not that of its last commit.");
    }
    return page;
}

Result<void> restoreMetaPage(const std::string& dataPath, const std::string& metaPage, int pages) {
    auto file = os::RandomFile::openToWrite(dataPath);
    if (!file) {
        return std::move(file).error();
    }
    for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(pages); ++number) {
        // A page begins with its own number.
        std::string page = metaPage;
        std::memcpy(page.data(), &number, sizeof(number));
        if (auto written = file->write(number * pageBytes, page); !written) {
            return written;
        }
    }
    // LMDB does not write free pages at the end, and touching what the file does not have ends the
    // process. Where something was cut off, the zeros are no page that could be taken for it.
    const auto size = file->size();
    if (!size) {
        return size.error();
    }
    const std::uint64_t needed =
        (layout::numberAt<std::uint64_t>(metaPage, layout::lastPageAt) + 1) * pageBytes;
    return *size < needed ? file->truncate(needed) : Result<void>();
}

}  // namespace engine::storage
