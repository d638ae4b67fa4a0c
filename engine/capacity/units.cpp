#include "engine/capacity/units.h"

#include <algorithm>

namespace engine::capacity {

namespace {

constexpr std::size_t readUnitBytes = 4096;
constexpr std::size_t writeUnitBytes = 1024;

double roundedUnits(std::size_t bytes, std::size_t unitBytes) {
    return static_cast<double>(std::max<std::size_t>(1, (bytes + unitBytes - 1) / unitBytes));
}

}  // namespace

double readUnits(std::size_t bytes, Consistency consistency) {
    const double units = roundedUnits(bytes, readUnitBytes);
    return consistency == Consistency::Strong ? units : units / 2;
}

double writeUnits(std::size_t bytes) {
    return roundedUnits(bytes, writeUnitBytes);
}

double itemWriteUnits(std::size_t bytesBefore, std::size_t bytesAfter) {
    return writeUnits(std::max(bytesBefore, bytesAfter));
}

double indexWriteUnits(const IndexEntryChange& change) {
    const auto& before = change.bytesBefore;
    const auto& after = change.bytesAfter;
    if (change.identical || (!before && !after)) {
        return 0;
    }
    if (!before || !after) {
        return writeUnits(before ? *before : *after);
    }
    if (change.keyChanged) {
        return writeUnits(*before) + writeUnits(*after);
    }
    return itemWriteUnits(*before, *after);
}

}  // namespace engine::capacity
