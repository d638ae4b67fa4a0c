#include "engine/storage/tail_bounds.h"

#include "engine/values/key_bytes.h"

namespace engine::storage {
namespace {

bool isStricterLower(const TailBounds::Bound& candidate, const TailBounds::Bound& present) {
    return candidate.bytes > present.bytes ||
           (candidate.bytes == present.bytes && !candidate.inclusive);
}

bool isStricterUpper(const TailBounds::Bound& candidate, const TailBounds::Bound& present) {
    return candidate.bytes < present.bytes ||
           (candidate.bytes == present.bytes && !candidate.inclusive);
}

}  // namespace

TailBounds TailBounds::make(const SortRange& range, bool whole, bool forward,
                            const std::optional<std::string>& after) {
    const bool byPrefix = range.byPrefix || !whole;
    TailBounds bounds;
    if (range.lower) {
        bounds.lower = Bound{*range.lower, range.lowerInclusive};
        if (byPrefix && !range.lowerInclusive) {
            bounds.lower = Bound{values::prefixSuccessor(*range.lower), true};
            bounds.isEmpty = bounds.lower->bytes.empty();
        }
    }
    if (range.upper) {
        bounds.upper = Bound{*range.upper, range.upperInclusive};
        if (byPrefix && range.upperInclusive) {
            bounds.upper = Bound{values::prefixSuccessor(*range.upper), false};
            if (bounds.upper->bytes.empty()) {
                bounds.upper.reset();
            }
        }
    }
    if (after) {
        const Bound behind{*after, false};
        if (forward && (!bounds.lower || isStricterLower(behind, *bounds.lower))) {
            bounds.lower = behind;
        }
        if (!forward && (!bounds.upper || isStricterUpper(behind, *bounds.upper))) {
            bounds.upper = behind;
        }
    }
    return bounds;
}

}  // namespace engine::storage
