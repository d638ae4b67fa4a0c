#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/database.h"

namespace engine::storage {

// Where a walk through one partition begins and ends, as plain bounds of the tail: the sort key of
// an item; sort and primary key of an index entry.
struct TailBounds {
    struct Bound {
        std::string bytes;
        bool inclusive = true;
    };
    std::optional<Bound> lower;
    std::optional<Bound> upper;
    bool isEmpty = false;  // nothing can be inside

    // `whole`: tails are compared with the bounds as they are. Otherwise every tail that starts
    // with a bound counts as equal to it (index entries: the primary key follows the sort key).
    static TailBounds make(const SortRange& range, bool whole, bool forward,
                           const std::optional<std::string>& after);

    bool isBelow(std::string_view tail) const {
        return lower && (lower->inclusive ? tail < lower->bytes : tail <= lower->bytes);
    }
    bool isAbove(std::string_view tail) const {
        return upper && (upper->inclusive ? tail > upper->bytes : tail >= upper->bytes);
    }
};

}  // namespace engine::storage
