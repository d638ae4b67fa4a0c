#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

// Bytes on their way between files and records. A stream is used by one thread at a time and holds
// a bounded number of bytes, however long it is.
namespace engine::transfer {

// What streams pull and push at once, and how often budgets are checked.
inline constexpr std::size_t blockBytes = 65'536;

// Bytes that are pulled.
class ByteSource {
public:
    ByteSource() = default;
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    // Fills the front of `buffer` (not empty) and returns how many bytes that is. 0 is the end, and
    // stays the end. After an error (Io, Corrupt, LimitExceeded ...) the source is of no more use.
    virtual Result<std::size_t> read(std::span<char> buffer) = 0;
};

// Bytes that are pushed.
class ByteSink {
public:
    ByteSink() = default;
    virtual ~ByteSink() = default;
    ByteSink(const ByteSink&) = delete;
    ByteSink& operator=(const ByteSink&) = delete;

    // After an error the sink is of no more use.
    virtual Result<void> write(std::string_view bytes) = 0;
    // Writes what is held back and finishes the sinks below; once, as the last call. A sink that is
    // destroyed without it has made nothing: no file appears.
    virtual Result<void> finish() = 0;
};

// Reads bytes that must outlive it.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes) : m_rest(bytes) {}
    Result<std::size_t> read(std::span<char> buffer) override;

private:
    std::string_view m_rest;
};

// Appends to a string that must outlive it.
class MemorySink final : public ByteSink {
public:
    explicit MemorySink(std::string& out) : m_out(out) {}
    Result<void> write(std::string_view bytes) override;
    Result<void> finish() override { return {}; }

private:
    std::string& m_out;
};

}  // namespace engine::transfer
