#pragma once

#include <cstdint>
#include <string_view>

namespace engine {

// CRC-32C (Castagnoli), as in iSCSI: crc32c("123456789") is 0xe3069283. `previous` continues an
// earlier result: crc32c(b, crc32c(a)) is crc32c(a + b).
std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous = 0);

// The same without the processor's instruction; what crc32c uses where there is none.
std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t previous = 0);

}  // namespace engine
