#include "engine/operations/vector_rows.h"

#include <span>

#include "engine/schema/vector_index.h"

namespace engine::operations {
namespace {

using values::EncodedItem;
using values::ItemView;

// The partition ends itself, so no two keys have the same text.
std::string textOf(const schema::PrimaryKey& key) {
    return key.partition + key.sort;
}

EncodedItem searchedPart(const schema::VectorIndex& index, ItemView item) {
    values::AttributeMap attributes;
    for (const auto& element : index.searchSchema) {
        if (const auto value = item.find(element.attribute.name)) {
            attributes.emplace(element.attribute.name, value->decode());
        }
    }
    return EncodedItem(attributes);
}

}  // namespace

VectorRows::VectorRows(std::shared_ptr<const schema::Table> table, const schema::VectorIndex& index)
    : m_table(std::move(table)), m_index(index) {
}

std::size_t VectorRows::rowBytes(const schema::VectorIndex& index) {
    constexpr std::size_t keyBytes = 256;
    return sizeof(float) * index.dimensions + keyBytes;
}

void VectorRows::clear() {
    m_vectors.clear();
    m_rows.clear();
    m_places.clear();
}

void VectorRows::reserve(std::size_t rows) {
    m_vectors.reserve(rows * m_index.dimensions);
    m_rows.reserve(rows);
    m_places.reserve(rows);
}

std::size_t VectorRows::placeOf(const schema::PrimaryKey& key) {
    const auto [found, isNew] = m_places.try_emplace(textOf(key), m_rows.size());
    if (isNew) {
        m_rows.push_back({&found->first, key.partition.size(), {}});
        m_vectors.resize(m_vectors.size() + m_index.dimensions);
    }
    return found->second;
}

void VectorRows::set(const schema::PrimaryKey& key, const std::optional<ItemView>& item) {
    if (!item || !schema::readEntry(m_index, *item, m_vector)) {
        remove(key);
        return;
    }
    const std::size_t place = placeOf(key);
    if (!m_index.searchSchema.empty()) {
        m_rows[place].searched = searchedPart(m_index, *item);
    }
    std::copy(m_vector.begin(), m_vector.end(),
              m_vectors.begin() + static_cast<std::ptrdiff_t>(place * m_index.dimensions));
}

// The last row takes the place of the removed one.
void VectorRows::remove(const schema::PrimaryKey& key) {
    const auto found = m_places.find(textOf(key));
    if (found == m_places.end()) {
        return;
    }
    const std::size_t place = found->second;
    const std::size_t last = m_rows.size() - 1;
    const auto at = [&](std::size_t row) {
        return m_vectors.begin() + static_cast<std::ptrdiff_t>(row * m_index.dimensions);
    };
    if (place != last) {
        std::copy(at(last), m_vectors.end(), at(place));
        m_rows[place] = std::move(m_rows[last]);
        m_places.find(*m_rows[place].key)->second = place;
    }
    m_places.erase(found);
    m_rows.pop_back();
    m_vectors.resize(last * m_index.dimensions);
}

std::vector<std::pair<float, schema::PrimaryKey>> VectorRows::closest(
    const VectorSearch& search) const {
    Closest<std::size_t> closest(search);
    const std::span<const float> vectors(m_vectors);
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        if (!search.conditions.empty() && !matches(search, m_rows[row].searched.view())) {
            continue;
        }
        const float score =
            values::distance(m_index.distance, search.vector,
                             vectors.subspan(row * m_index.dimensions, m_index.dimensions));
        if (closest.wants(score)) {
            closest.add(score, row);
        }
    }
    std::vector<std::pair<float, schema::PrimaryKey>> found;
    for (const auto& [score, row] : closest.take()) {
        const std::string& key = *m_rows[row].key;
        const std::size_t partitionBytes = m_rows[row].partitionBytes;
        found.emplace_back(
            score, schema::PrimaryKey{key.substr(0, partitionBytes), key.substr(partitionBytes)});
    }
    return found;
}

}  // namespace engine::operations
