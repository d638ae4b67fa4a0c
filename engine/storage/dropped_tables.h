#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "engine/storage/catalog.h"

namespace engine::storage {

// Finds the dropped tables whose items are no longer to be held. Looks at them only after a drop
// or when the log has become shorter, and asks for the size of each once. Writer thread only.
class DroppedTables final {
public:
    using BytesOf = std::function<std::uint64_t(schema::TableNumber)>;
    // What dropped tables may hold together before the history of some is given up early; 0: no
    // history is kept.
    DroppedTables(std::uint64_t bytesMax, BytesOf bytesOf)
        : m_bytesMax(bytesMax), m_bytesOf(std::move(bytesOf)) {}

    // Those that have to go, each told once. `first`: the first record of the log.
    std::vector<schema::TableNumber> expired(const CatalogSnapshot& catalog, Sequence first);

private:
    std::uint64_t bytes(schema::TableNumber table);

    std::uint64_t m_bytesMax;
    BytesOf m_bytesOf;
    std::shared_ptr<const CatalogSnapshot::Dropped> m_seen;
    Sequence m_firstSeen = 0;
    std::map<schema::TableNumber, std::uint64_t> m_bytes;  // nobody writes to a dropped table
    std::set<schema::TableNumber> m_told;
};

}  // namespace engine::storage
