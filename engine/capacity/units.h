#pragma once

#include <cstddef>
#include <optional>

// Read and write units (facts/sizes-and-capacity.md sections 3 and 4). Units are multiples of one
// half, so a double holds every sum exactly.
namespace engine::capacity {

enum class Consistency { Eventual, Strong };

// One rounding to 4 KB; nothing read costs as much as the smallest item.
double readUnits(std::size_t bytes, Consistency consistency);

// One rounding to 1 KB, at least 1.
double writeUnits(std::size_t bytes);

// A write of one item: the larger of its images. Sizes are 0 for an absent image.
double itemWriteUnits(std::size_t bytesBefore, std::size_t bytesAfter);

// What one write does to one index: sizes of the projected entry before and after, nullopt when
// there is none.
struct IndexEntryChange {
    std::optional<std::size_t> bytesBefore;
    std::optional<std::size_t> bytesAfter;
    bool keyChanged = false;
    bool identical = false;  // the stored view of the item did not change at all
};

// 0 when the index is not touched: it is then left out of the answer.
double indexWriteUnits(const IndexEntryChange& change);

}  // namespace engine::capacity
