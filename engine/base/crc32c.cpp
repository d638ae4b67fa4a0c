#include "engine/base/crc32c.h"

#include <array>
#include <cstddef>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace engine {
namespace {

constexpr std::uint32_t reflectedPolynomial = 0x82f63b78U;

constexpr std::array<std::uint32_t, 256> makeTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? reflectedPolynomial : 0U);
        }
        table[byte] = value;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> table = makeTable();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32cByInstruction(std::string_view bytes,
                                                                    std::uint32_t previous) {
    std::uint64_t value = ~previous;
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof(word));
        value = _mm_crc32_u64(value, word);
        at += sizeof(word);
    }
    auto narrow = static_cast<std::uint32_t>(value);
    for (; left > 0; --left) {
        narrow = _mm_crc32_u8(narrow, static_cast<unsigned char>(*at));
        ++at;
    }
    return ~narrow;
}
#endif

}  // namespace

std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t previous) {
    std::uint32_t value = ~previous;
    for (const char c : bytes) {
        value = (value >> 8U) ^ table[(value ^ static_cast<unsigned char>(c)) & 0xffU];
    }
    return ~value;
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous) {
#if defined(__x86_64__)
    static const bool hasInstruction = __builtin_cpu_supports("sse4.2") != 0;
    if (hasInstruction) {
        return crc32cByInstruction(bytes, previous);
    }
#endif
    return crc32cByTable(bytes, previous);
}

}  // namespace engine
