#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

// Appends fixed-width big-endian integers, LEB128 varints and length-prefixed runs to a string.
class ByteWriter {
public:
    explicit ByteWriter(std::string& out) : m_out(out) {}
    void u8(std::uint8_t value) { m_out.push_back(static_cast<char>(value)); }
    void u16(std::uint16_t value) { bigEndian(value, 2); }
    void u32(std::uint32_t value) { bigEndian(value, 4); }
    void u64(std::uint64_t value) { bigEndian(value, 8); }
    void varint(std::uint64_t value);
    void raw(std::string_view bytes) { m_out.append(bytes); }
    // varint length, then the bytes.
    void sized(std::string_view bytes);

private:
    void bigEndian(std::uint64_t value, unsigned width);
    std::string& m_out;
};

// Reads what ByteWriter wrote. After reading past the end or a malformed varint, failed() stays
// true and every further read gives zero or an empty view: check once at the end.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_rest(bytes) {}
    std::uint8_t u8() { return static_cast<std::uint8_t>(bigEndian(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(bigEndian(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(bigEndian(4)); }
    std::uint64_t u64() { return bigEndian(8); }
    std::uint64_t varint();
    std::string_view raw(std::uint64_t count);
    std::string_view sized() { return raw(varint()); }
    bool atEnd() const { return m_rest.empty(); }
    bool failed() const { return m_failed; }
    std::string_view rest() const { return m_rest; }

private:
    std::uint64_t bigEndian(unsigned width);
    std::string_view m_rest;
    bool m_failed = false;
};

}  // namespace engine
