#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/history/bookmarks.h"

namespace engine::operations {

struct ListBookmarksInput {
    std::optional<std::int32_t> limit;
    std::optional<std::string> exclusiveStartBookmarkId;
};

struct ListBookmarksOutput {
    std::vector<history::Bookmark> bookmarks;  // oldest first
    std::optional<std::string> lastEvaluatedBookmarkId;
};

}  // namespace engine::operations
