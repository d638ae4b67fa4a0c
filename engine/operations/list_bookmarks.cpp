#include "engine/operations/list_bookmarks.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"

namespace engine::operations {

Result<ListBookmarksOutput> listBookmarks(const Context& context, const ListBookmarksInput& input) {
    const auto limit = static_cast<std::size_t>(input.limit.value_or(limits::historyPageMax));
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    // One more than is given tells whether there are more.
    auto bookmarks = history::listBookmarks(
        **snapshot, input.exclusiveStartBookmarkId.value_or(std::string()), limit + 1);
    if (!bookmarks) {
        return std::move(bookmarks).error();
    }
    ListBookmarksOutput output;
    output.bookmarks = *std::move(bookmarks);
    if (output.bookmarks.size() > limit) {
        output.bookmarks.pop_back();
        output.lastEvaluatedBookmarkId = output.bookmarks.back().id;
    }
    return output;
}

}  // namespace engine::operations
