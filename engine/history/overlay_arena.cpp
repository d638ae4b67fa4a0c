#include "engine/history/overlay_arena.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/base/ensure.h"

namespace engine::history {
namespace {

// Small overlays (of one partition) are many, so blocks begin small and double.
constexpr std::size_t firstBlockBytes = 4096;
constexpr std::size_t blockBytesMax = std::size_t{1} << 20U;
constexpr std::size_t fileBlockBytes = std::size_t{8} << 20U;

}  // namespace

OverlayArena::~OverlayArena() {
    m_budget.bytesUsed -= m_memoryBytes;
}

Result<void> OverlayArena::reserve(std::size_t bytes) {
    if (bytes <= m_left) {
        return {};
    }
    std::size_t size = std::max(bytes, std::clamp(m_bytes, firstBlockBytes, blockBytesMax));
    if (m_budget.bytesUsed.load() + size <= m_budget.bytesMax) {
        m_budget.bytesUsed += size;
        m_memoryBytes += size;
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size));
        m_next = m_blocks.back().get();
    } else {
        size = std::max(bytes, std::clamp(m_bytes, blockBytesMax, fileBlockBytes));
        auto added = m_file.add(m_budget.directory, size);
        if (!added) {
            return std::move(added).error();
        }
        m_next = *added;
    }
    m_left = size;
    m_bytes += size;
    return {};
}

std::string_view OverlayArena::copy(std::string_view bytes) {
    auto* const place = static_cast<char*>(allocate(bytes.size(), 1));
    std::memcpy(place, bytes.data(), bytes.size());
    return {place, bytes.size()};
}

void* OverlayArena::do_allocate(std::size_t bytes, std::size_t alignment) {
    void* place = m_next;
    ENSURE(std::align(alignment, bytes, place, m_left) != nullptr);
    m_next = static_cast<char*>(place) + bytes;
    m_left -= bytes;
    return place;
}

}  // namespace engine::history
