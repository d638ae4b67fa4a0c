#pragma once

#include <utility>

#include "engine/storage/database.h"

namespace engine::storage {

// Calls `visit`, which gives a Result<void>, for each change in (after, upTo] that passes the
// filter, oldest first. The first error, of the log or of a visit, ends it. What a change shows
// lives as long as its visit.
template <class Visit>
Result<void> forEachChange(Database& database, ChangeFilter filter, Sequence after, Sequence upTo,
                           Visit visit) {
    const auto reader = database.readChanges(std::move(filter), after, upTo);
    if (!reader) {
        return reader.error();
    }
    while (true) {
        const auto change = (*reader)->next();
        if (!change) {
            return change.error();
        }
        if (!*change) {
            return {};
        }
        if (Result<void> visited = visit(**change); !visited) {
            return visited;
        }
    }
}

}  // namespace engine::storage
