#pragma once

#include <cstdint>
#include <memory>

#include "engine/transfer/byte_stream.h"

namespace engine::transfer {

enum class Compression { None, Gzip, Zstd };

// What inflated input may add up to, so that a small file cannot fill the memory or the disk. One
// budget may serve several sources, one after the other; it must outlive them.
class InflateBudget final {
public:
    explicit InflateBudget(std::uint64_t bytesMax) : m_bytesMax(bytesMax), m_left(bytesMax) {}
    Result<void> spend(std::uint64_t bytes);  // LimitExceeded when it is used up
    std::uint64_t spentBytes() const { return m_bytesMax - m_left; }

private:
    std::uint64_t m_bytesMax;
    std::uint64_t m_left;
};

// The inflated bytes of `below`. Several gzip members or zstd frames in a row are one stream.
// Errors: Corrupt (damaged, cut off, or something behind the end), LimitExceeded (the budget,
// checked every 64 KiB of output); whatever `below` reports. Memory: gzip under 200 KiB; zstd as
// much as the window that the data asks for, which may be 128 MiB at most (`zstd --ultra -22`).
// None returns `below` itself.
std::unique_ptr<ByteSource> decompress(Compression compression, std::unique_ptr<ByteSource> below,
                                       InflateBudget& budget);

// Compresses into `below`: gzip level 6 (its header holds no time and no name), zstd level 3 with a
// checksum. None returns `below` itself.
std::unique_ptr<ByteSink> compress(Compression compression, std::unique_ptr<ByteSink> below);

}  // namespace engine::transfer
