#include "engine/base/os/sequential_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "engine/base/os/files.h"

namespace engine::os {

Result<InputFile> InputFile::open(const std::string& path) {
    // O_NONBLOCK: opening a pipe would wait for its writer.
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat info {};
    if (!file.isOpen() || ::fstat(file.get(), &info) != 0) {
        return fileError("read", path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return Error::io("Cannot read " + path + ": it is not a file");
    }
    return InputFile(path, std::move(file), static_cast<std::uint64_t>(info.st_size));
}

Result<std::size_t> InputFile::read(std::span<char> buffer) {
    for (;;) {
        const ssize_t got = ::read(m_file.get(), buffer.data(), buffer.size());
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            return fileError("read", m_path, errno);
        }
    }
}

Result<OutputFile> OutputFile::create(const std::string& path) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                           S_IRUSR | S_IWUSR));
    if (!file.isOpen()) {
        return fileError("create", path, errno);
    }
    return OutputFile(path, std::move(file));
}

Result<void> OutputFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return fileError("write", m_path, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> OutputFile::flush() {
    if (::fsync(m_file.get()) != 0) {
        return fileError("flush", m_path, errno);
    }
    return {};
}

Result<void> removeFile(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return fileError("remove", path, errno);
    }
    return {};
}

}  // namespace engine::os
