#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/history/overlay.h"

namespace engine::history {

// The overlays that were used last, so that the pages of one read build theirs once. Thread-safe.
class OverlayCache final {
public:
    OverlayCache(storage::Database& database, std::size_t bytesMax)
        : m_database(database), m_budget{database.directory(), bytesMax, {}} {}

    // The one of a whole table, or of one of its partitions; made when there is none. One of the
    // whole table is given for a partition, too.
    std::shared_ptr<Overlay> get(const std::shared_ptr<const schema::Table>& table,
                                 storage::Sequence after,
                                 const std::optional<std::string>& partition);

    storage::Database& database() const { return m_database; }

private:
    void dropOldest();

    storage::Database& m_database;
    OverlayBudget m_budget;
    std::mutex m_mutex;
    std::list<std::shared_ptr<Overlay>> m_overlays;  // last used first
};

}  // namespace engine::history
