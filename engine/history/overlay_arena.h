#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/os/scratch_file.h"
#include "engine/base/result.h"

namespace engine::history {

// What all kept overlays of a database may use together. Thread-safe.
struct OverlayBudget {
    std::string directory;     // for what does not fit into memory
    std::size_t bytesMax = 0;  // of memory
    std::atomic<std::size_t> bytesUsed{0};
};

// Room that only grows, and is given back as a whole: in memory while the budget lasts, then in a
// file without a name. Not thread-safe.
class OverlayArena final : public std::pmr::memory_resource {
public:
    explicit OverlayArena(OverlayBudget& budget) : m_budget(budget) {}
    ~OverlayArena() override;
    OverlayArena(const OverlayArena&) = delete;
    OverlayArena& operator=(const OverlayArena&) = delete;

    // Makes sure of `bytes` for the allocations to come, which then cannot fail.
    Result<void> reserve(std::size_t bytes);
    std::string_view copy(std::string_view bytes);
    std::size_t bytes() const { return m_bytes; }

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* /*place*/, std::size_t /*bytes*/, std::size_t /*alignment*/) override {
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    OverlayBudget& m_budget;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    os::ScratchFile m_file;
    std::size_t m_memoryBytes = 0;
    std::size_t m_bytes = 0;
    char* m_next = nullptr;
    std::size_t m_left = 0;
};

}  // namespace engine::history
