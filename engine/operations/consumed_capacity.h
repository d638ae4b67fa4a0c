#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engine/operations/common.h"

namespace engine::operations {

// Adds up what one request consumed of one table (facts/sizes-and-capacity.md section 5).
class CapacityMeter final {
public:
    void addTable(double units) { m_table += units; }
    // Nothing is recorded for 0 units: an index that was not touched has no arm.
    void addIndex(const schema::Index& index, double units);
    void addVectorIndex(const std::string& name, std::uint64_t bytes);
    // nullopt when the request did not ask.
    std::optional<ConsumedCapacity> report(ReturnConsumedCapacity wanted, std::string tableName,
                                           CapacityKind kind = CapacityKind::Unsaid) const;

private:
    double m_table = 0;
    std::map<std::string, double> m_globalIndexes;
    std::map<std::string, double> m_localIndexes;
    std::map<std::string, std::uint64_t> m_vectorIndexes;
};

}  // namespace engine::operations
