#include "engine/base/os/file_lock.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "engine/base/os/files.h"

namespace engine::os {
namespace {

// Between open and lock the file may have been replaced; then the lock guards nothing.
bool isStillAt(const std::string& path, int fd) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(fd, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

Result<std::optional<FileLock>> FileLock::tryLock(const std::string& path) {
    Descriptor file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!file.isOpen()) {
        return fileError("open", path, errno);
    }
    struct flock request {};
    request.l_type = F_WRLCK;
    request.l_whence = SEEK_SET;
    if (::fcntl(file.get(), F_OFD_SETLK, &request) != 0) {
        if (errno == EAGAIN || errno == EACCES) {
            return std::optional<FileLock>();
        }
        return fileError("lock", path, errno);
    }
    if (!isStillAt(path, file.get())) {
        return std::optional<FileLock>();
    }
    return std::optional<FileLock>(FileLock(std::move(file), path));
}

Result<void> FileLock::writeText(std::string_view text) {
    const bool written =
        ::ftruncate(m_file.get(), 0) == 0 &&
        ::pwrite(m_file.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    if (!written) {
        return fileError("write", m_path, errno);
    }
    return {};
}

}  // namespace engine::os
