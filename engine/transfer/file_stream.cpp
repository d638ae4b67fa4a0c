#include "engine/transfer/file_stream.h"

#include <filesystem>

#include "engine/base/os/files.h"

namespace engine::transfer {

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
    auto file = os::InputFile::open(path);
    if (!file) {
        return file.error();
    }
    return std::unique_ptr<FileSource>(new FileSource(std::move(*file)));
}

Result<std::size_t> FileSource::read(std::span<char> buffer) {
    auto count = m_file.read(buffer);
    if (count) {
        m_bytesRead += *count;
    }
    return count;
}

std::string partialPath(const std::string& path) {
    return path + ".partial";
}

Result<std::unique_ptr<FileSink>> FileSink::create(const std::string& path) {
    const std::string partial = partialPath(path);
    if (auto removed = os::removeFile(partial); !removed) {
        return removed.error();
    }
    auto file = os::OutputFile::create(partial);
    if (!file) {
        return file.error();
    }
    return std::unique_ptr<FileSink>(new FileSink(path, std::move(*file)));
}

FileSink::~FileSink() {
    if (!m_finished) {
        // Nobody is left to tell: the next create() of this path removes it or says why it cannot.
        static_cast<void>(os::removeFile(partialPath(m_path)).hasValue());
    }
}

Result<void> FileSink::write(std::string_view bytes) {
    if (m_buffer.size() + bytes.size() > blockBytes) {
        if (auto flushed = flushBuffer(); !flushed) {
            return flushed;
        }
    }
    if (bytes.size() >= blockBytes) {
        return m_file.write(bytes);
    }
    m_buffer += bytes;
    return {};
}

Result<void> FileSink::flushBuffer() {
    auto written = m_file.write(m_buffer);
    m_buffer.clear();
    return written;
}

Result<void> FileSink::finish() {
    if (auto written = flushBuffer(); !written) {
        return written;
    }
    if (auto flushed = m_file.flush(); !flushed) {
        return flushed;
    }
    if (auto renamed = os::renamePath(partialPath(m_path), m_path); !renamed) {
        return renamed;
    }
    m_finished = true;
    const std::string directory = std::filesystem::path(m_path).parent_path().string();
    return os::flushDirectory(directory.empty() ? "." : directory);
}

}  // namespace engine::transfer
