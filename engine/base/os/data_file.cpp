#include "engine/base/os/data_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "engine/base/os/files.h"

namespace engine::os {
namespace {

Result<Descriptor> open(const std::string& path, int flags) {
    Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!file.isOpen()) {
        return fileError("open", path, errno);
    }
    return file;
}

}  // namespace

Result<DataFile> DataFile::openForReading(const std::string& path) {
    auto file = open(path, O_RDONLY);
    if (!file) {
        return std::move(file).error();
    }
    return DataFile(*std::move(file), path);
}

Result<DataFile> DataFile::openForWriting(const std::string& path) {
    auto file = open(path, O_RDWR | O_CREAT);
    if (!file) {
        return std::move(file).error();
    }
    return DataFile(*std::move(file), path);
}

Result<std::uint64_t> DataFile::size() const {
    struct stat info {};
    if (::fstat(m_file.get(), &info) != 0) {
        return fileError("read", m_path, errno);
    }
    return static_cast<std::uint64_t>(info.st_size);
}

Result<std::string> DataFile::readAt(std::uint64_t offset, std::size_t count) const {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = ::pread(m_file.get(), bytes.data() + filled, count - filled,
                                    static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fileError("read", m_path, errno);
        }
        if (got == 0) {
            return Error::corrupt(m_path + " is shorter than it should be");
        }
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

Result<void> DataFile::writeAt(std::uint64_t offset, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return fileError("write", m_path, errno);
        }
        offset += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> DataFile::truncate(std::uint64_t bytes) {
    if (::ftruncate(m_file.get(), static_cast<off_t>(bytes)) != 0) {
        return fileError("shorten", m_path, errno);
    }
    return {};
}

Result<void> DataFile::flush() {
    if (::fsync(m_file.get()) != 0) {
        return fileError("flush", m_path, errno);
    }
    return {};
}

}  // namespace engine::os
