#include "engine/transfer/byte_stream.h"

#include <algorithm>

namespace engine::transfer {

Result<std::size_t> MemorySource::read(std::span<char> buffer) {
    const std::size_t count = std::min(buffer.size(), m_rest.size());
    std::copy_n(m_rest.begin(), count, buffer.begin());
    m_rest.remove_prefix(count);
    return count;
}

Result<void> MemorySink::write(std::string_view bytes) {
    m_out += bytes;
    return {};
}

}  // namespace engine::transfer
