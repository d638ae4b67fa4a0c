#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/storage/page_cursor.h"

namespace engine::storage {

// Looks at the pages of a data file that every later access relies on: the free list, the roots and
// all branch pages, each used once and for one thing, and their sums. Leaves, of which there are a
// hundred times as many, are checked when they are reached, or here if asked for.
struct OpenFinding {
    std::optional<std::string> wrong;  // a sentence
    bool areLeavesSound = false;       // all of them were looked at
};
// `transaction`: the one whose state is looked at.
OpenFinding checkAtOpen(const MappedPages& pages, std::uint64_t transaction, bool readsLeaves);

}  // namespace engine::storage
