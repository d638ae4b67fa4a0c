#include "engine/operations/consumed_capacity.h"

#include <utility>

namespace engine::operations {

void CapacityMeter::addIndex(const schema::Index& index, double units) {
    if (units > 0) {
        (index.global ? m_globalIndexes : m_localIndexes)[index.name] += units;
    }
}

void CapacityMeter::addVectorIndex(const std::string& name, std::uint64_t bytes) {
    m_vectorIndexes[name] += bytes;
}

std::optional<ConsumedCapacity> CapacityMeter::report(ReturnConsumedCapacity wanted,
                                                      std::string tableName,
                                                      CapacityKind kind) const {
    if (wanted == ReturnConsumedCapacity::None) {
        return std::nullopt;
    }
    ConsumedCapacity consumed;
    consumed.tableName = std::move(tableName);
    consumed.kind = kind;
    consumed.capacityUnits = m_table;
    for (const auto* arms : {&m_globalIndexes, &m_localIndexes}) {
        for (const auto& [name, units] : *arms) {
            consumed.capacityUnits += units;
        }
    }
    if (wanted == ReturnConsumedCapacity::Indexes) {
        consumed.table = m_table;
        consumed.globalIndexes = m_globalIndexes;
        consumed.localIndexes = m_localIndexes;
        consumed.vectorIndexes = m_vectorIndexes;
    }
    return consumed;
}

}  // namespace engine::operations
