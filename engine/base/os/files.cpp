#include "engine/base/os/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "engine/base/os/descriptor.h"

namespace engine::os {
namespace {

ErrorKind kindOf(int code) {
    switch (code) {
        case EACCES:
        case EPERM:
        case EROFS: return ErrorKind::PermissionDenied;
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return ErrorKind::DiskFull;
        default: return ErrorKind::Io;
    }
}

Result<void> flush(const std::string& path, int flags) {
    const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
    if (!file.isOpen() || ::fsync(file.get()) != 0) {
        return fileError("flush", path, errno);
    }
    return {};
}

}  // namespace

Error fileError(std::string_view action, const std::string& path, int code) {
    std::string text = "Cannot ";
    text.append(action).append(" ").append(path).append(": ");
    text += std::generic_category().message(code);
    return {kindOf(code), std::move(text), {}};
}

Result<PathKind> pathKind(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0) {
        return S_ISDIR(info.st_mode) ? PathKind::Directory : PathKind::Other;
    }
    if (errno == ENOENT) {
        return PathKind::Missing;
    }
    return fileError("open", path, errno);
}

Result<void> makeDirectory(const std::string& path) {
    if (::mkdir(path.c_str(), S_IRWXU) != 0) {
        return fileError("create", path, errno);
    }
    return {};
}

Result<void> makeDirectories(const std::string& path) {
    const auto kind = pathKind(path);
    if (!kind) {
        return kind.error();
    }
    if (*kind == PathKind::Directory) {
        return {};
    }
    const std::string parent = std::filesystem::path(path).parent_path().string();
    if (!parent.empty() && parent != path) {
        if (auto made = makeDirectories(parent); !made) {
            return made;
        }
    }
    if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return fileError("create", path, errno);
    }
    return flushDirectory(parent.empty() ? "." : parent);
}

Result<void> makePrivate(const std::string& path) {
    const auto state = directoryState(path);
    if (!state) {
        return state.error();
    }
    if (state->mine && ::chmod(path.c_str(), S_IRWXU) != 0) {
        return fileError("protect", path, errno);
    }
    return {};
}

Result<std::vector<std::string>> listDirectory(const std::string& path) {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
    if (!folder) {
        return fileError("read", path, errno);
    }
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(folder.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") {
            names.emplace_back(name);
        }
    }
    return names;
}

Result<std::string> readSmallFile(const std::string& path, std::size_t bytesMax) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.isOpen()) {
        return fileError("read", path, errno);
    }
    std::string bytes(bytesMax + 1, '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0) {
            return fileError("read", path, errno);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    if (filled > bytesMax) {
        return Error::corrupt(path + " is longer than it can be");
    }
    bytes.resize(filled);
    return bytes;
}

Result<void> writeNewFile(const std::string& path, std::string_view bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                                 S_IRUSR | S_IWUSR));
    if (!file.isOpen()) {
        return fileError("create", path, errno);
    }
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0) {
            return fileError("write", path, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0) {
        return fileError("flush", path, errno);
    }
    return {};
}

Result<void> flushFile(const std::string& path) {
    return flush(path, O_RDONLY | O_NOFOLLOW);
}

void writeBack(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    constexpr off_t atOnce = off_t{1} << 20U;
    const auto end = static_cast<off_t>(fileBytes(path));
    for (off_t from = 0; from < end; from += atOnce) {
        if (::sync_file_range(file.get(), from, atOnce,
                              SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER) != 0) {
            return;
        }
    }
}

Result<void> flushDirectory(const std::string& path) {
    return flush(path, O_RDONLY | O_DIRECTORY);
}

Result<void> renamePath(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return fileError("create", to, errno);
    }
    return {};
}

Result<void> removeTree(const std::string& path) {
    std::error_code code;
    std::filesystem::remove_all(path, code);
    if (code) {
        return fileError("remove", path, code.value());
    }
    return {};
}

Result<DirectoryState> directoryState(const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        return fileError("open", path, errno);
    }
    DirectoryState state;
    state.mine = S_ISDIR(info.st_mode) && info.st_uid == ::geteuid();
    state.othersMayWrite = (info.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return state;
}

bool mayWrite(const std::string& directory) {
    return ::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

std::uint64_t fileBytes(const std::string& path) {
    std::error_code code;
    const std::uintmax_t bytes = std::filesystem::file_size(path, code);
    return code ? 0 : bytes;
}

bool isFull(const std::string& directory) {
    constexpr off_t probeBytes = off_t{8} << 20U;
    const Descriptor file(
        ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR));
    const int code = file.isOpen() ? ::posix_fallocate(file.get(), 0, probeBytes) : errno;
    return kindOf(code) == ErrorKind::DiskFull;
}

std::string networkFileSystem(const std::string& path) {
    struct statfs info {};
    if (::statfs(path.c_str(), &info) != 0) {
        return {};
    }
    switch (static_cast<std::uint32_t>(info.f_type)) {
        case 0x6969U: return "NFS";
        case 0x517bU:
        case 0xfe534d42U:
        case 0xff534d42U: return "SMB";
        case 0x01021997U: return "9P";
        default: return {};
    }
}

std::string memoryFolder() {
    std::string shared = "/dev/shm";
    if (mayWrite(shared)) {
        return shared;
    }
    const char* configured = std::getenv("TMPDIR");
    return configured != nullptr && *configured == '/' ? configured : "/tmp";
}

}  // namespace engine::os
