#pragma once

#include <string>

#include "engine/history/bookmarks.h"

namespace engine::operations {

struct CreateBookmarkInput {
    std::string name;
};

struct CreateBookmarkOutput {
    history::Bookmark bookmark;
};

}  // namespace engine::operations
