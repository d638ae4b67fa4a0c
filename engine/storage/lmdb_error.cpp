#include "engine/storage/lmdb_error.h"

#include <lmdb.h>

#include <algorithm>
#include <cerrno>

#include "engine/base/os/files.h"

namespace engine::storage {
namespace {

bool isDiskFull(int code, const std::string& directory) {
    // LMDB reports a write that the full disk cut short as EIO.
    return code == ENOSPC || code == EDQUOT || code == EFBIG ||
           (code == EIO && os::isFull(directory));
}

std::string hex(std::string_view bytes) {
    constexpr std::size_t shownMax = 32;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes.substr(0, std::min(bytes.size(), shownMax))) {
        const auto byte = static_cast<unsigned char>(c);
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 0xfU]);
    }
    return bytes.size() > shownMax ? text + "..." : text;
}

}  // namespace

Error lmdbError(int code, std::string_view action, const std::string& directory) {
    if (isDiskFull(code, directory)) {
        return {ErrorKind::DiskFull,
                "The disk that holds " + directory +
                    " is full. Free some space, then open the database again.",
                {}};
    }
    switch (code) {
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_NOTFOUND:
        case MDB_INVALID:
        case MDB_VERSION_MISMATCH:
        case MDB_BAD_TXN:
            return Error::corrupt("The database at " + directory +
                                  " is damaged: " + mdb_strerror(code));
        case MDB_MAP_FULL:
            return {ErrorKind::DiskFull,
                    "The database at " + directory +
                        " has no room left in the address space that this process may use.",
                    {}};
        default: break;
    }
    if (code > 0) {
        return os::fileError(action, directory, code);
    }
    return Error::io("Cannot " + std::string(action) + " " + directory + ": " + mdb_strerror(code));
}

Error damagedRecord(std::string_view what, std::string_view key) {
    return Error::corrupt("Stored data is damaged: the " + std::string(what) + " with the key " +
                          hex(key) + " is not what was written.");
}

Error damagedTableRecord(std::string_view what, std::string_view key) {
    constexpr std::size_t tableBytes = 4;
    std::uint32_t table = 0;
    for (const char c : key.substr(0, std::min(key.size(), tableBytes))) {
        table = (table << 8U) | static_cast<unsigned char>(c);
    }
    return damagedRecord(std::string(what) + " of table " + std::to_string(table), key);
}

}  // namespace engine::storage
