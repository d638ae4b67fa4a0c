#include "app/items/row_diff.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tidemark {
namespace {

// Marks the rows that stay: those present on both sides whose order did not change. A row that
// moved is removed and inserted again.
struct Kept {
    std::vector<bool> before;
    std::vector<bool> after;
};

Kept findKept(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < after.size(); ++i) {
        places.emplace(after[i], i);
    }
    Kept kept{std::vector<bool>(before.size()), std::vector<bool>(after.size())};
    std::size_t next = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto place = places.find(before[i]);
        if (place == places.end() || place->second < next) {
            continue;
        }
        kept.before[i] = true;
        kept.after[place->second] = true;
        next = place->second + 1;
    }
    return kept;
}

std::vector<RowDiff::Run> runsOfFalse(const std::vector<bool>& flags) {
    std::vector<RowDiff::Run> runs;
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i]) {
            continue;
        }
        const int row = static_cast<int>(i);
        if (!runs.empty() && runs.back().first + runs.back().count == row) {
            ++runs.back().count;
        } else {
            runs.push_back({row, 1});
        }
    }
    return runs;
}

}  // namespace

RowDiff diffRows(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const Kept kept = findKept(before, after);
    RowDiff diff{runsOfFalse(kept.before), runsOfFalse(kept.after)};
    std::reverse(diff.removals.begin(), diff.removals.end());
    return diff;
}

}  // namespace tidemark
