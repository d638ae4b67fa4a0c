#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/expressions/expressions.h"

namespace engine::partiql {

// What conditions that all hold leave of a sort key. All values have the key's type.
class SortInterval final {
public:
    void add(const expressions::KeyClause& clause);

    bool isEmpty() const;
    bool overlaps(const SortInterval& other) const;
    bool startsBefore(const SortInterval& other) const;
    // Whether clauses() says all that was added.
    bool isExact() const { return !m_prefix || m_clauseCount == 1; }
    bool isSingleValue() const;
    // None (the whole partition), one, or one for each bound.
    std::vector<expressions::KeyClause> clauses() const;

private:
    // As order-preserving bytes, with the value that they stand for.
    struct Bound {
        std::string bytes;
        bool inclusive = true;
        values::AttributeValue value;
    };
    void raise(Bound bound);
    void lower(Bound bound);
    static bool isBelow(const std::optional<Bound>& upper, const std::optional<Bound>& lower);

    std::string m_name;
    std::size_t m_clauseCount = 0;
    std::optional<Bound> m_lower;
    std::optional<Bound> m_upper;
    std::optional<expressions::KeyClause> m_prefix;  // a begins_with
};

}  // namespace engine::partiql
