#include "engine/storage/dropped_tables.h"

namespace engine::storage {

std::vector<schema::TableNumber> DroppedTables::expired(const CatalogSnapshot& catalog,
                                                        Sequence first) {
    auto dropped = catalog.droppedAndPurgedTables();
    std::vector<schema::TableNumber> tables;
    if (dropped == m_seen && first == m_firstSeen) {
        return tables;
    }
    std::uint64_t held = 0;
    // The newest ones may hold most.
    for (auto table = dropped->rbegin(); table != dropped->rend(); ++table) {
        const auto& [number, drop] = *table;
        if (m_told.contains(number)) {
            continue;
        }
        const bool isOver =
            m_bytesMax == 0 || drop.droppedBy < first || held + bytes(number) > m_bytesMax;
        if (isOver) {
            m_told.insert(number);
            m_bytes.erase(number);
            tables.push_back(number);
        } else {
            held += bytes(number);
        }
    }
    m_seen = std::move(dropped);
    m_firstSeen = first;
    return tables;
}

std::uint64_t DroppedTables::bytes(schema::TableNumber table) {
    const auto known = m_bytes.find(table);
    return known != m_bytes.end() ? known->second : m_bytes[table] = m_bytesOf(table);
}

}  // namespace engine::storage
