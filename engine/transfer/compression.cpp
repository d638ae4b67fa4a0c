#include "engine/transfer/compression.h"

#include "engine/transfer/codecs.h"

namespace engine::transfer {

Result<void> InflateBudget::spend(std::uint64_t bytes) {
    if (bytes > m_left) {
        m_left = 0;
        return Error::limitExceeded("The compressed data holds more than " +
                                    std::to_string(m_bytesMax) + " bytes");
    }
    m_left -= bytes;
    return {};
}

std::unique_ptr<ByteSource> decompress(Compression compression, std::unique_ptr<ByteSource> below,
                                       InflateBudget& budget) {
    switch (compression) {
        case Compression::None: break;
        case Compression::Gzip: return makeGzipSource(std::move(below), budget);
        case Compression::Zstd: return makeZstdSource(std::move(below), budget);
    }
    return below;
}

std::unique_ptr<ByteSink> compress(Compression compression, std::unique_ptr<ByteSink> below) {
    switch (compression) {
        case Compression::None: break;
        case Compression::Gzip: return makeGzipSink(std::move(below));
        case Compression::Zstd: return makeZstdSink(std::move(below));
    }
    return below;
}

}  // namespace engine::transfer
