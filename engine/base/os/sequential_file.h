#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/os/descriptor.h"
#include "engine/base/result.h"

// Files that are read or written once, from front to back. Symbolic links at the end of a path are
// refused. Errors are those of fileError (files.h).
namespace engine::os {

class InputFile final {
public:
    static Result<InputFile> open(const std::string& path);  // regular files only

    Result<std::size_t> read(std::span<char> buffer);  // 0 at the end
    std::uint64_t sizeBytes() const { return m_sizeBytes; }

private:
    InputFile(std::string path, Descriptor file, std::uint64_t sizeBytes)
        : m_path(std::move(path)), m_file(std::move(file)), m_sizeBytes(sizeBytes) {}

    std::string m_path;
    Descriptor m_file;
    std::uint64_t m_sizeBytes;
};

class OutputFile final {
public:
    static Result<OutputFile> create(const std::string& path);  // must not exist; mode 0600

    Result<void> write(std::string_view bytes);
    Result<void> flush();  // to the disk

private:
    OutputFile(std::string path, Descriptor file)
        : m_path(std::move(path)), m_file(std::move(file)) {}

    std::string m_path;
    Descriptor m_file;
};

Result<void> removeFile(const std::string& path);  // a missing file is fine

}  // namespace engine::os
