#include "engine/base/os/random_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "engine/base/os/files.h"

namespace engine::os {

Result<RandomFile> RandomFile::open(const std::string& path, int flags) {
    Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!file.isOpen()) {
        return fileError((flags & O_CREAT) != 0 ? "create" : "open", path, errno);
    }
    return RandomFile(std::move(file), path);
}

Result<RandomFile> RandomFile::openToRead(const std::string& path) {
    return open(path, O_RDONLY);
}

Result<RandomFile> RandomFile::openToWrite(const std::string& path) {
    return open(path, O_RDWR);
}

Result<RandomFile> RandomFile::create(const std::string& path) {
    return open(path, O_RDWR | O_CREAT | O_EXCL);
}

Result<void> RandomFile::read(std::uint64_t offset, std::size_t size, std::string& out) const {
    out.resize(size);
    std::size_t filled = 0;
    while (filled < size) {
        const auto count = ::pread(m_file.get(), out.data() + filled, size - filled,
                                   static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fileError("read", m_path, errno);
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    out.resize(filled);
    return {};
}

Result<void> RandomFile::write(std::uint64_t offset, std::string_view bytes) {
    std::size_t written = 0;
    while (written < bytes.size()) {
        const auto count = ::pwrite(m_file.get(), bytes.data() + written, bytes.size() - written,
                                    static_cast<off_t>(offset + written));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return fileError("write to", m_path, count < 0 ? errno : EIO);
        }
        written += static_cast<std::size_t>(count);
    }
    return {};
}

Result<void> RandomFile::flush() {
    if (::fdatasync(m_file.get()) != 0) {
        return fileError("flush", m_path, errno);
    }
    return {};
}

Result<void> RandomFile::truncate(std::uint64_t size) {
    if (::ftruncate(m_file.get(), static_cast<off_t>(size)) != 0) {
        return fileError("shorten", m_path, errno);
    }
    return {};
}

Result<void> RandomFile::fill(std::uint64_t from, std::uint64_t to) {
    constexpr std::uint64_t atOnce = std::uint64_t{256} << 10U;
    const std::string zeros(static_cast<std::size_t>(std::min(to - from, atOnce)), '\0');
    while (from < to) {
        const auto size = std::min<std::uint64_t>(to - from, zeros.size());
        auto written = write(from, std::string_view(zeros).substr(0, size));
        if (!written) {
            return written;
        }
        from += size;
    }
    return {};
}

Result<std::uint64_t> RandomFile::size() const {
    struct stat info {};
    if (::fstat(m_file.get(), &info) != 0) {
        return fileError("read", m_path, errno);
    }
    return static_cast<std::uint64_t>(info.st_size);
}

}  // namespace engine::os
