#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/storage/page_cursor.h"

namespace engine::storage {

// Looks at the pages of a data file that every later access relies on: the free list, the roots and
// all branch pages, each used once and for one thing, and their sums. Leaves, of which there are a
// hundred times as many, are checked when they are reached. What is wrong, a sentence; nullopt when
// nothing is.
//
// `transaction`: the one whose state is looked at.
std::optional<std::string> whatIsWrong(const MappedPages& pages, std::uint64_t transaction);

}  // namespace engine::storage
