#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/os/descriptor.h"
#include "engine/base/result.h"

namespace engine::os {

// A file that is read and written at places. Not buffered. Reads may come from any thread.
class RandomFile final {
public:
    RandomFile() = default;
    static Result<RandomFile> openToRead(const std::string& path);
    static Result<RandomFile> openToWrite(const std::string& path);  // must exist
    static Result<RandomFile> create(const std::string& path);       // mode 0600; must not exist

    // Up to `size` bytes into `out`, fewer at the end of the file.
    Result<void> read(std::uint64_t offset, std::size_t size, std::string& out) const;
    Result<void> write(std::uint64_t offset, std::string_view bytes);
    // Data and, where it changed, the size are on the disk afterwards.
    Result<void> flush();
    Result<void> truncate(std::uint64_t size);
    // Fills the places `from` to `to` with zeros, so that flushing what is written over them later
    // writes data only, neither a size nor the place of a block.
    Result<void> fill(std::uint64_t from, std::uint64_t to);
    Result<std::uint64_t> size() const;

    const std::string& path() const { return m_path; }
    bool isOpen() const { return m_file.isOpen(); }

private:
    RandomFile(Descriptor file, std::string path)
        : m_file(std::move(file)), m_path(std::move(path)) {}
    static Result<RandomFile> open(const std::string& path, int flags);
    Descriptor m_file;
    std::string m_path;
};

}  // namespace engine::os
