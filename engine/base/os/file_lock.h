#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/os/descriptor.h"
#include "engine/base/result.h"

namespace engine::os {

// An exclusive lock on a small file, held until this object ends or its process dies. A second
// lock on the same file is refused inside one process, too.
class FileLock final {
public:
    // Creates the file (mode 0600) if needed; nullopt when somebody else holds it.
    static Result<std::optional<FileLock>> tryLock(const std::string& path);

    // What the file says to those who find it locked.
    Result<void> writeText(std::string_view text);

private:
    FileLock(Descriptor file, std::string path)
        : m_file(std::move(file)), m_path(std::move(path)) {}
    Descriptor m_file;
    std::string m_path;
};

}  // namespace engine::os
