#include "engine/operations/vector_scan.h"

#include <optional>

#include "engine/schema/vector_index.h"

namespace engine::operations {
namespace {

using values::EncodedItem;
using values::ItemView;

constexpr std::size_t itemsPerSnapshot = 4096;

// Visits a run of items from one snapshot; where the next one starts, nullopt at the end.
Result<std::optional<schema::PrimaryKey>> visitRun(storage::Database& database,
                                                   const schema::Table& table,
                                                   const std::optional<schema::PrimaryKey>& after,
                                                   const std::function<void(ItemView)>& visit) {
    const auto snapshot = database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto cursor = (*snapshot)->scanItems(table.number, storage::ScanSegment{}, after);
    if (!cursor) {
        return cursor.error();
    }
    std::optional<schema::PrimaryKey> last;
    for (std::size_t i = 0; i < itemsPerSnapshot; ++i) {
        const auto entry = (*cursor)->next();
        if (!entry) {
            return entry.error();
        }
        if (!*entry) {
            return std::optional<schema::PrimaryKey>();
        }
        visit((*entry)->item);
        if (i + 1 == itemsPerSnapshot) {
            last = schema::storedKey(table, (*entry)->item);
        }
    }
    return last;
}

}  // namespace

bool matches(const VectorSearch& search, ItemView item) {
    return std::all_of(search.conditions.begin(), search.conditions.end(), [&](const auto& each) {
        const auto value = item.find(each.first);
        return value && values::equal(*value, *each.second.view().find(each.first));
    });
}

Result<void> visitItems(storage::Database& database, const schema::Table& table,
                        const std::function<void(ItemView)>& visit) {
    std::optional<schema::PrimaryKey> after;
    do {
        auto next = visitRun(database, table, after, visit);
        if (!next) {
            return std::move(next).error();
        }
        after = *std::move(next);
    } while (after);
    return {};
}

Result<std::vector<SearchResult>> scanVectors(storage::Database& database,
                                              const VectorSearch& search) {
    Closest<EncodedItem> closest(search);
    std::vector<float> vector;
    const auto offer = [&](ItemView item) {
        if (!matches(search, item) || !schema::readEntry(*search.index, item, vector)) {
            return;
        }
        const float score = values::distance(search.index->distance, search.vector, vector);
        if (closest.wants(score)) {
            closest.add(score, EncodedItem(std::string(item.bytes())));
        }
    };
    if (auto visited = visitItems(database, *search.table, offer); !visited) {
        return std::move(visited).error();
    }
    std::vector<SearchResult> results;
    for (auto& [score, item] : closest.take()) {
        results.push_back({std::move(item), score});
    }
    return results;
}

}  // namespace engine::operations
