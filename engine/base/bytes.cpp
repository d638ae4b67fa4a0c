#include "engine/base/bytes.h"

namespace engine {

void ByteWriter::varint(std::uint64_t value) {
    while (value >= 0x80U) {
        u8(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    u8(static_cast<std::uint8_t>(value));
}

void ByteWriter::sized(std::string_view bytes) {
    varint(bytes.size());
    raw(bytes);
}

void ByteWriter::bigEndian(std::uint64_t value, unsigned width) {
    for (unsigned i = width; i > 0; --i) {
        u8(static_cast<std::uint8_t>(value >> (8U * (i - 1U))));
    }
}

std::uint64_t ByteReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !m_failed; shift += 7) {
        const std::uint8_t byte = u8();
        // What ByteWriter never writes: a needless last byte, or bits beyond the 64th.
        if ((byte == 0 && shift > 0) || (shift == 63 && byte > 1)) {
            break;
        }
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0) {
            return m_failed ? 0 : value;
        }
    }
    m_failed = true;
    m_rest = {};
    return 0;
}

std::string_view ByteReader::raw(std::uint64_t count) {
    if (m_failed || count > m_rest.size()) {
        m_failed = true;
        m_rest = {};
        return {};
    }
    const auto bytes = m_rest.substr(0, count);
    m_rest.remove_prefix(count);
    return bytes;
}

std::uint64_t ByteReader::bigEndian(unsigned width) {
    std::uint64_t value = 0;
    for (const char byte : raw(width)) {
        value = (value << 8U) | static_cast<unsigned char>(byte);
    }
    return value;
}

}  // namespace engine
