#include "engine/history/overlay_cache.h"

#include <algorithm>
#include <iterator>

namespace engine::history {
namespace {

constexpr std::size_t overlaysMax = 64;

}  // namespace

std::shared_ptr<Overlay> OverlayCache::get(const std::shared_ptr<const schema::Table>& table,
                                           storage::Sequence after,
                                           const std::optional<std::string>& partition) {
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(
        m_overlays.begin(), m_overlays.end(), [&](const std::shared_ptr<Overlay>& overlay) {
            return overlay->table() == table->number && overlay->after() == after &&
                   (!overlay->partition() || overlay->partition() == partition);
        });
    if (found != m_overlays.end()) {
        m_overlays.splice(m_overlays.begin(), m_overlays, found);
    } else {
        m_overlays.push_front(
            std::make_shared<Overlay>(m_database, table, after, partition, m_budget));
        dropOldest();
    }
    return m_overlays.front();
}

// Those that a read holds stay: dropping them would free nothing and build them twice.
void OverlayCache::dropOldest() {
    std::size_t bytes = 0;
    for (const auto& overlay : m_overlays) {
        bytes += overlay->bytes();
    }
    for (auto at = m_overlays.end(); at != std::next(m_overlays.begin());) {
        if (m_overlays.size() <= overlaysMax && bytes <= m_budget.bytesMax) {
            return;
        }
        const auto candidate = std::prev(at);
        if (candidate->use_count() > 1) {
            at = candidate;
            continue;
        }
        bytes -= (*candidate)->bytes();
        at = m_overlays.erase(candidate);
    }
}

}  // namespace engine::history
