#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/operations/vector_scan.h"

namespace engine::operations {

// The vectors of one index in memory, side by side. Reading is thread-safe, changing is not.
class VectorRows final {
public:
    VectorRows(std::shared_ptr<const schema::Table> table, const schema::VectorIndex& index);

    void clear();
    void reserve(std::size_t rows);
    std::size_t size() const { return m_rows.size(); }
    // An item as it is now; nullopt: it was deleted. Those that are not in the index go, too.
    void set(const schema::PrimaryKey& key, const std::optional<values::ItemView>& item);

    // Keys of the closest items, the closest first.
    std::vector<std::pair<float, schema::PrimaryKey>> closest(const VectorSearch& search) const;

    // What a row takes, roughly.
    static std::size_t rowBytes(const schema::VectorIndex& index);

private:
    struct Row {
        const std::string* key = nullptr;  // of m_places
        std::size_t partitionBytes = 0;    // the sort key follows
        values::EncodedItem searched;      // the attributes of the search schema
    };

    std::size_t placeOf(const schema::PrimaryKey& key);
    void remove(const schema::PrimaryKey& key);

    std::shared_ptr<const schema::Table> m_table;  // keeps the index
    const schema::VectorIndex& m_index;
    std::vector<float> m_vectors;
    std::vector<Row> m_rows;
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<float> m_vector;  // of the item that is being read
};

}  // namespace engine::operations
