#include "engine/base/os/folders.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "engine/base/os/descriptor.h"
#include "engine/base/os/files.h"

namespace engine::os {
namespace {

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

Error notAFolder(const std::string& path, int code) {
    if (code == ELOOP || code == ENOTDIR) {
        return {ErrorKind::PermissionDenied, path + " is a link or not a folder", {}};
    }
    return fileError("open", path, code);
}

// Whether names below the folder (a relative name that ends with a slash) can have the prefix.
bool mayHold(std::string_view folder, std::string_view prefix) {
    const auto length = std::min(folder.size(), prefix.size());
    return folder.substr(0, length) == prefix.substr(0, length);
}

class Walk final {
public:
    Walk(std::string root, std::string_view prefix, std::size_t most)
        : m_root(std::move(root)), m_prefix(prefix), m_most(most) {}

    Result<void> folder(Descriptor folder, const std::string& name) {
        const int copy = ::fcntl(folder.get(), F_DUPFD_CLOEXEC, 0);
        const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(copy), ::closedir);
        if (!entries) {
            return fileError("read", m_root + "/" + name, errno);
        }
        while (const dirent* entry = ::readdir(entries.get())) {
            const std::string_view entryName = entry->d_name;
            if (entryName == "." || entryName == "..") {
                continue;
            }
            if (auto taken = take(folder, name + std::string(entryName), entry->d_name); !taken) {
                return taken;
            }
        }
        return {};
    }

    std::vector<FoundFile> found;

private:
    Result<void> take(const Descriptor& parent, const std::string& name, const char* entry) {
        struct stat info {};
        if (::fstatat(parent.get(), entry, &info, AT_SYMLINK_NOFOLLOW) != 0) {
            return errno == ENOENT ? Result<void>() : fileError("read", m_root + "/" + name, errno);
        }
        if (S_ISREG(info.st_mode) && name.starts_with(m_prefix)) {
            if (found.size() == m_most) {
                return Error::limitExceeded("There are more than " + std::to_string(m_most) +
                                            " files below " + m_root);
            }
            found.push_back({name, static_cast<std::uint64_t>(info.st_size)});
        }
        if (!S_ISDIR(info.st_mode) || !mayHold(name + "/", m_prefix)) {
            return {};
        }
        Descriptor below(::openat(parent.get(), entry, folderFlags));
        if (!below.isOpen()) {
            return notAFolder(m_root + "/" + name, errno);
        }
        return folder(std::move(below), name + "/");
    }

    std::string m_root;
    std::string_view m_prefix;
    std::size_t m_most;
};

}  // namespace

Result<void> makeDirectoriesBelow(const std::string& root, std::string_view relative) {
    if (auto made = makeDirectories(root); !made) {
        return made;
    }
    Descriptor folder(::open(root.c_str(), folderFlags));
    std::string path = root;
    while (folder.isOpen() && !relative.empty()) {
        const auto slash = relative.find('/');
        const std::string name(relative.substr(0, slash));
        relative =
            slash == std::string_view::npos ? std::string_view() : relative.substr(slash + 1);
        path += "/" + name;
        const bool isNew = ::mkdirat(folder.get(), name.c_str(), S_IRWXU) == 0;
        if (!isNew && errno != EEXIST) {
            return fileError("create", path, errno);
        }
        if (isNew && ::fsync(folder.get()) != 0) {
            return fileError("flush", path, errno);
        }
        folder = Descriptor(::openat(folder.get(), name.c_str(), folderFlags));
    }
    return folder.isOpen() ? Result<void>() : notAFolder(path, errno);
}

Result<std::vector<FoundFile>> listFilesBelow(const std::string& root, std::string_view prefix,
                                              std::size_t most) {
    Descriptor folder(::open(root.c_str(), folderFlags));
    if (!folder.isOpen()) {
        return notAFolder(root, errno);
    }
    Walk walk(root, prefix, most);
    if (auto walked = walk.folder(std::move(folder), ""); !walked) {
        return std::move(walked).error();
    }
    std::sort(walk.found.begin(), walk.found.end(),
              [](const FoundFile& left, const FoundFile& right) { return left.name < right.name; });
    return std::move(walk.found);
}

std::uint64_t freeBytes(const std::string& path) {
    std::error_code code;
    const auto space = std::filesystem::space(path, code);
    return code ? 0 : space.available;
}

}  // namespace engine::os
