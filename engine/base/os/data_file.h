#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/os/descriptor.h"
#include "engine/base/result.h"

namespace engine::os {

// A file of this program's own that grows at its end. Symbolic links are refused, new files have
// mode 0600. Not thread-safe. Errors: Io, DiskFull, PermissionDenied.
class DataFile final {
public:
    static Result<DataFile> openForReading(const std::string& path);
    // Opens or creates; what an earlier try wrote stays.
    static Result<DataFile> openForWriting(const std::string& path);

    Result<std::uint64_t> size() const;
    // Exactly `count` bytes; Corrupt when the file ends before.
    Result<std::string> readAt(std::uint64_t offset, std::size_t count) const;
    Result<void> writeAt(std::uint64_t offset, std::string_view bytes);
    Result<void> truncate(std::uint64_t bytes);
    Result<void> flush();

private:
    DataFile(Descriptor file, std::string path)
        : m_file(std::move(file)), m_path(std::move(path)) {}

    Descriptor m_file;
    std::string m_path;
};

}  // namespace engine::os
