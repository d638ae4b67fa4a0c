#include "engine/base/os/scratch_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>

#include "engine/base/os/files.h"

namespace engine::os {
namespace {

Result<Descriptor> openNameless(const std::string& directory) {
    constexpr mode_t ownerOnly = 0600;
    Descriptor file(::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, ownerOnly));
    if (file.isOpen()) {
        return file;
    }
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) {
        return fileError("make a temporary file in", directory, errno);
    }
    std::string path = directory + "/.tidemark-scratch-" + std::string(6, 'X');
    Descriptor named(::mkostemp(path.data(), O_CLOEXEC));
    if (!named.isOpen()) {
        return fileError("make a temporary file in", directory, errno);
    }
    ::unlink(path.c_str());
    return named;
}

}  // namespace

ScratchFile::~ScratchFile() {
    for (const Mapping& mapping : m_mappings) {
        ::munmap(mapping.address, mapping.bytes);
    }
}

Result<char*> ScratchFile::add(const std::string& directory, std::size_t bytes) {
    constexpr std::size_t pageBytes = 65'536;  // a multiple of every page size
    bytes = (bytes + pageBytes - 1) / pageBytes * pageBytes;
    if (!m_file.isOpen()) {
        auto opened = openNameless(directory);
        if (!opened) {
            return std::move(opened).error();
        }
        m_file = *std::move(opened);
    }
    // A hole that cannot be filled later would be a signal instead of an error.
    const int full =
        ::posix_fallocate(m_file.get(), static_cast<off_t>(m_fileBytes), static_cast<off_t>(bytes));
    if (full != 0) {
        return fileError("extend a temporary file in", directory, full);
    }
    void* const address = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, m_file.get(),
                                 static_cast<off_t>(m_fileBytes));
    if (address == MAP_FAILED) {
        return fileError("map a temporary file in", directory, errno);
    }
    m_fileBytes += bytes;
    m_mappings.push_back({address, bytes});
    return static_cast<char*>(address);
}

}  // namespace engine::os
