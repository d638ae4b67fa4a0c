#pragma once

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/transfer/record_reader.h"
#include "engine/values/attribute_value.h"

namespace engine::transfer::testing {

// A folder that is gone after the test.
class Folder final {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path(std::string_view name) const { return (m_path / name).string(); }

private:
    std::filesystem::path m_path;
};

std::string fileBytes(const std::string& path);
void writeFile(const std::string& path, std::string_view bytes);

// Hands its bytes out in pieces of at most `pieceBytes`.
class PiecesSource final : public ByteSource {
public:
    PiecesSource(std::string bytes, std::size_t pieceBytes)
        : m_bytes(std::move(bytes)), m_pieceBytes(pieceBytes) {}
    Result<std::size_t> read(std::span<char> buffer) override;

private:
    std::string m_bytes;
    std::size_t m_pieceBytes;
    std::size_t m_at = 0;
};

// `head`, then `count` times `body`, without holding more than one of them.
class EndlessSource final : public ByteSource {
public:
    EndlessSource(std::string head, std::string body, std::uint64_t count)
        : m_part(std::move(head)), m_body(std::move(body)), m_left(count) {}
    Result<std::size_t> read(std::span<char> buffer) override;

private:
    std::string m_part;
    std::string m_body;
    std::uint64_t m_left;
    std::size_t m_at = 0;
};

// Fails at the second read.
class BrokenSource final : public ByteSource {
public:
    Result<std::size_t> read(std::span<char> buffer) override;

private:
    bool m_wasRead = false;
};

std::unique_ptr<ByteSource> memory(std::string_view bytes);
Result<std::string> readAll(ByteSource& source, std::size_t pieceBytes = blockBytes);
std::vector<Record> readRecords(RecordReader& reader);
std::vector<Record> jsonRecords(std::string bytes);
std::vector<Record> ionRecords(std::string bytes);

// Random items with all ten types, awkward texts and wide numbers, at most a few KiB each.
class RandomItems final {
public:
    explicit RandomItems(std::uint64_t seed) : m_random(seed) {}
    values::AttributeMap item();
    std::string text();
    std::string bytes();
    values::Number number();
    std::size_t below(std::size_t limit) { return m_random() % limit; }

private:
    values::AttributeValue value(int depth);
    values::AttributeValue set(int type);
    std::mt19937_64 m_random;
};

// TIDEMARK_SEED, or a new one; printed, so that a failing run can be repeated.
std::uint64_t testSeed();

}  // namespace engine::transfer::testing
