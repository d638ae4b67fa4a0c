#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace engine {

// SHA-256 (FIPS 180-4) over bytes that arrive in parts.
class Sha256 final {
public:
    using Digest = std::array<std::uint8_t, 32>;
    void add(std::string_view bytes);
    Digest finish();  // once; the object is spent afterwards

private:
    void compress(const unsigned char* block);

    std::array<std::uint32_t, 8> m_state = {0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU,
                                            0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U};
    std::array<unsigned char, 64> m_block{};
    std::size_t m_filled = 0;
    std::uint64_t m_total = 0;
};

}  // namespace engine
