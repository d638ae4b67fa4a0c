#include "engine/partiql/sort_interval.h"

#include <utility>

#include "engine/values/key_bytes.h"

namespace engine::partiql {
namespace {

using expressions::KeyClause;
using expressions::KeyOperator;

std::string keyBytes(const values::AttributeValue& value) {
    std::string bytes;
    values::appendOpenKey(value, bytes);
    return bytes;
}

}  // namespace

void SortInterval::add(const KeyClause& clause) {
    ++m_clauseCount;
    m_name = clause.attributeName;
    const auto& value = clause.first;
    switch (clause.op) {
        case KeyOperator::Equal:
            raise({keyBytes(value), true, value});
            lower({keyBytes(value), true, value});
            return;
        case KeyOperator::Less: lower({keyBytes(value), false, value}); return;
        case KeyOperator::LessOrEqual: lower({keyBytes(value), true, value}); return;
        case KeyOperator::Greater: raise({keyBytes(value), false, value}); return;
        case KeyOperator::GreaterOrEqual: raise({keyBytes(value), true, value}); return;
        case KeyOperator::Between:
            raise({keyBytes(value), true, value});
            lower({keyBytes(clause.second), true, clause.second});
            return;
        case KeyOperator::BeginsWith: break;
    }
    m_prefix = clause;
    raise({keyBytes(value), true, value});
    if (auto end = values::prefixSuccessor(keyBytes(value)); !end.empty()) {
        lower({std::move(end), false, value});
    }
}

void SortInterval::raise(Bound bound) {
    if (!m_lower || m_lower->bytes < bound.bytes ||
        (m_lower->bytes == bound.bytes && !bound.inclusive)) {
        m_lower = std::move(bound);
    }
}

void SortInterval::lower(Bound bound) {
    if (!m_upper || bound.bytes < m_upper->bytes ||
        (m_upper->bytes == bound.bytes && !bound.inclusive)) {
        m_upper = std::move(bound);
    }
}

// Whether nothing lies at or below `upper` and at or above `lower`.
bool SortInterval::isBelow(const std::optional<Bound>& upper, const std::optional<Bound>& lower) {
    if (!upper || !lower) {
        return false;
    }
    return upper->bytes < lower->bytes ||
           (upper->bytes == lower->bytes && !(upper->inclusive && lower->inclusive));
}

bool SortInterval::isEmpty() const {
    return isBelow(m_upper, m_lower);
}

bool SortInterval::overlaps(const SortInterval& other) const {
    return !isBelow(m_upper, other.m_lower) && !isBelow(other.m_upper, m_lower);
}

bool SortInterval::startsBefore(const SortInterval& other) const {
    if (!m_lower || !other.m_lower) {
        return !m_lower && other.m_lower;
    }
    return m_lower->bytes < other.m_lower->bytes ||
           (m_lower->bytes == other.m_lower->bytes && m_lower->inclusive &&
            !other.m_lower->inclusive);
}

bool SortInterval::isSingleValue() const {
    return !m_prefix && m_lower && m_upper && m_lower->inclusive && m_upper->inclusive &&
           m_lower->bytes == m_upper->bytes;
}

std::vector<KeyClause> SortInterval::clauses() const {
    if (m_prefix) {
        return {*m_prefix};
    }
    if (isSingleValue()) {
        return {{m_name, KeyOperator::Equal, m_lower->value, {}}};
    }
    if (m_lower && m_upper && m_lower->inclusive && m_upper->inclusive) {
        return {{m_name, KeyOperator::Between, m_lower->value, m_upper->value}};
    }
    std::vector<KeyClause> clauses;
    if (m_lower) {
        const auto op = m_lower->inclusive ? KeyOperator::GreaterOrEqual : KeyOperator::Greater;
        clauses.push_back({m_name, op, m_lower->value, {}});
    }
    if (m_upper) {
        const auto op = m_upper->inclusive ? KeyOperator::LessOrEqual : KeyOperator::Less;
        clauses.push_back({m_name, op, m_upper->value, {}});
    }
    return clauses;
}

}  // namespace engine::partiql
