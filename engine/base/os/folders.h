#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

// Folders whose contents may come from anywhere: nothing here follows a symbolic link.
namespace engine::os {

// Makes `root` (mode 0700, with parents) and the folders of a relative path below it, flushed.
// PermissionDenied when a part of the path is a link or no folder.
Result<void> makeDirectoriesBelow(const std::string& root, std::string_view relative);

struct FoundFile {
    std::string name;  // relative to the root, with slashes
    std::uint64_t bytes = 0;
};

// The regular files below `root` whose relative names begin with `prefix`, in byte order of their
// names; links and other things are left out. LimitExceeded when there are more than `most`.
Result<std::vector<FoundFile>> listFilesBelow(const std::string& root, std::string_view prefix,
                                              std::size_t most);

// What this user can still write on the disk of the path; 0 when it is unknown.
std::uint64_t freeBytes(const std::string& path);

}  // namespace engine::os
