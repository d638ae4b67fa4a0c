#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/operations/search_vectors.h"
#include "engine/schema/table.h"
#include "engine/storage/database.h"

// Searches that read every item, and what they share with those in memory (vector_cache.h).
namespace engine::operations {

// A search whose request was checked.
struct VectorSearch {
    std::shared_ptr<const schema::Table> table;
    const schema::VectorIndex* index = nullptr;  // of that table
    std::vector<float> vector;                   // as long as the index wants it
    // Attributes of the search schema that must be equal: the name, and an item with it alone.
    std::vector<std::pair<std::string, values::EncodedItem>> conditions;
    std::size_t most = 1;
};

bool matches(const VectorSearch& search, values::ItemView item);

// The closest ones of what is offered.
template <class T>
class Closest final {
public:
    using Scored = std::pair<float, T>;

    explicit Closest(const VectorSearch& search)
        : m_function(search.index->distance), m_most(search.most) {}

    bool wants(float score) const {
        return m_found.size() < m_most ||
               values::isCloser(m_function, score, m_found.front().first);
    }
    // Only what is wanted.
    void add(float score, T what) {
        if (m_found.size() == m_most) {
            std::pop_heap(m_found.begin(), m_found.end(), order());
            m_found.pop_back();
        }
        m_found.emplace_back(score, std::move(what));
        std::push_heap(m_found.begin(), m_found.end(), order());
    }
    // The closest first.
    std::vector<Scored> take() {
        std::sort_heap(m_found.begin(), m_found.end(), order());
        return std::move(m_found);
    }

private:
    auto order() const {
        return [function = m_function](const Scored& left, const Scored& right) {
            return values::isCloser(function, left.first, right.first);
        };
    }

    values::DistanceFunction m_function;
    std::size_t m_most;
    std::vector<Scored> m_found;  // a heap with the farthest in front
};

// Calls `visit` with every item of a table. Takes a new snapshot every few thousand items, so that
// a long walk does not keep old pages alive: what is written meanwhile may be seen or not.
Result<void> visitItems(storage::Database& database, const schema::Table& table,
                        const std::function<void(values::ItemView)>& visit);

// The closest first.
Result<std::vector<SearchResult>> scanVectors(storage::Database& database,
                                              const VectorSearch& search);

}  // namespace engine::operations
