#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/os/sequential_file.h"
#include "engine/transfer/byte_stream.h"

namespace engine::transfer {

// Reads a regular file from its beginning; a symbolic link at the end of the path is refused.
class FileSource final : public ByteSource {
public:
    static Result<std::unique_ptr<FileSource>> open(const std::string& path);

    Result<std::size_t> read(std::span<char> buffer) override;
    // For progress: of a compressed file these are compressed bytes.
    std::uint64_t bytesRead() const { return m_bytesRead; }
    std::uint64_t sizeBytes() const { return m_file.sizeBytes(); }

private:
    explicit FileSource(os::InputFile file) : m_file(std::move(file)) {}

    os::InputFile m_file;
    std::uint64_t m_bytesRead = 0;
};

// Writes a file that appears whole or not at all: the bytes go to `<path>.partial` (mode 0600; one
// that a crash left behind is replaced); finish() flushes it, renames it to `path` (replacing a
// file of that name) and flushes the directory. Without finish() the partial file is removed.
class FileSink final : public ByteSink {
public:
    static Result<std::unique_ptr<FileSink>> create(const std::string& path);
    ~FileSink() override;

    Result<void> write(std::string_view bytes) override;
    Result<void> finish() override;

private:
    FileSink(std::string path, os::OutputFile file)
        : m_path(std::move(path)), m_file(std::move(file)) {}
    Result<void> flushBuffer();

    std::string m_path;
    os::OutputFile m_file;
    std::string m_buffer;
    bool m_finished = false;
};

// The name of the file that FileSink writes before it is finished.
std::string partialPath(const std::string& path);

}  // namespace engine::transfer
