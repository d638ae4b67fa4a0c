#include "engine/operations/key_range.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/values/key_bytes.h"

namespace engine::operations {

namespace {

using expressions::KeyClause;
using expressions::KeyOperator;
using schema::KeyAttribute;
using storage::SortRange;
using values::AttributeType;
using values::AttributeValue;

// End of the terminated form of S and B (values/key_bytes.h).
constexpr std::size_t terminatorBytes = 2;

Error missedElement(const std::string& name) {
    return Error::validation("Query condition missed key schema element: " + name);
}

Error notSupported() {
    return Error::validation("Query key condition not supported");
}

const KeyClause* findClause(const std::vector<KeyClause>& clauses, const std::string& name) {
    const auto found = std::find_if(clauses.begin(), clauses.end(), [&](const KeyClause& clause) {
        return clause.attributeName == name;
    });
    return found == clauses.end() ? nullptr : &*found;
}

Result<void> checkOperand(const KeyAttribute& attribute, const AttributeValue& operand) {
    if (operand.type() != attribute.type) {
        return Error::validation(
            "One or more parameter values were invalid: Condition parameter type does not match "
            "schema type");
    }
    if (operand.type() != AttributeType::N && values::valueSizeBytes(operand) == 0) {
        const std::string kind = operand.type() == AttributeType::B ? "binary" : "string";
        return Error::validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty " +
            kind + " value. Key: " + attribute.name);
    }
    return {};
}

Result<void> checkOperands(const KeyAttribute& attribute, const KeyClause& clause) {
    if (auto checked = checkOperand(attribute, clause.first); !checked) {
        return checked;
    }
    return clause.op == KeyOperator::Between ? checkOperand(attribute, clause.second)
                                             : Result<void>();
}

Result<void> checkClauseCount(const ReadTarget& target, std::size_t clauseCount) {
    const auto sortKeyCount = target.sortKey().size();
    const auto keyCount = target.partitionKey().size() + sortKeyCount;
    if (clauseCount <= keyCount) {
        return {};
    }
    if (sortKeyCount == 0 && clauseCount == 2) {
        return notSupported();
    }
    return Error::validation("The number of query conditions (" + std::to_string(clauseCount) +
                             ") exceeds the number of key attributes defined in the schema (" +
                             std::to_string(keyCount) + ")");
}

// Encodes the clauses on the sort key attributes, in schema order. In a table the sort key has the
// open form; in an index every part has the terminated form.
class SortRangeBuilder final {
public:
    explicit SortRangeBuilder(bool isIndex) : m_isIndex(isIndex) { m_range.byPrefix = isIndex; }

    void add(const KeyClause& clause) {
        switch (clause.op) {
            case KeyOperator::Equal: m_equalParts = encode(clause.first); return;
            case KeyOperator::Less: setUpper(encode(clause.first), false); return;
            case KeyOperator::LessOrEqual: setUpper(encode(clause.first), true); return;
            case KeyOperator::Greater: setLower(encode(clause.first), false); return;
            case KeyOperator::GreaterOrEqual: setLower(encode(clause.first), true); return;
            case KeyOperator::Between:
                setLower(encode(clause.first), true);
                setUpper(encode(clause.second), true);
                return;
            case KeyOperator::BeginsWith: {
                auto prefix = encode(clause.first);
                prefix.resize(prefix.size() - (m_isIndex ? terminatorBytes : 0));
                m_range.byPrefix = true;
                setLower(prefix, true);
                setUpper(std::move(prefix), true);
                return;
            }
        }
    }

    SortRange build() {
        // Parts that must be equal bound the side that no other clause has bound.
        if (!m_range.lower && !m_equalParts.empty()) {
            setLower(m_equalParts, true);
        }
        if (!m_range.upper && !m_equalParts.empty()) {
            setUpper(m_equalParts, true);
        }
        return std::move(m_range);
    }

private:
    std::string encode(const AttributeValue& value) const {
        auto bytes = m_equalParts;
        if (m_isIndex) {
            values::appendTerminatedKey(value, bytes);
        } else {
            values::appendOpenKey(value, bytes);
        }
        return bytes;
    }

    void setLower(std::string bytes, bool inclusive) {
        m_range.lower = std::move(bytes);
        m_range.lowerInclusive = inclusive;
    }

    void setUpper(std::string bytes, bool inclusive) {
        m_range.upper = std::move(bytes);
        m_range.upperInclusive = inclusive;
    }

    bool m_isIndex;
    std::string m_equalParts;
    SortRange m_range;
};

Result<std::string> encodePartition(const ReadTarget& target,
                                    const std::vector<KeyClause>& clauses) {
    std::string bytes;
    for (const auto& attribute : target.partitionKey()) {
        const auto* clause = findClause(clauses, attribute.name);
        if (clause == nullptr) {
            return missedElement(attribute.name);
        }
        if (clause->op != KeyOperator::Equal) {
            return notSupported();
        }
        if (auto checked = checkOperands(attribute, *clause); !checked) {
            return std::move(checked).error();
        }
        if (values::valueSizeBytes(clause->first) > limits::partitionKeyBytesMax) {
            return Error::validation(
                "One or more parameter values were invalid: Size of hashkey has exceeded the "
                "maximum size limit of2048 bytes");
        }
        values::appendTerminatedKey(clause->first, bytes);
    }
    return bytes;
}

// A condition needs equality on every sort key attribute before its own.
Result<void> checkNoGap(const std::vector<KeyAttribute>& sortKey, std::size_t position,
                        const std::vector<KeyClause>& clauses) {
    std::string names;
    for (std::size_t i = 0; i < position; ++i) {
        const auto* clause = findClause(clauses, sortKey[i].name);
        if (clause == nullptr || clause->op != KeyOperator::Equal) {
            names.append(names.empty() ? "" : ", ").append(sortKey[i].name);
        }
    }
    if (names.empty()) {
        return {};
    }
    return Error::validation("RANGE key attributes " + names +
                             " must have equality conditions specified in the query because a "
                             "condition is present on key attribute " +
                             sortKey[position].name);
}

}  // namespace

Result<KeyRange> resolveKeyCondition(const ReadTarget& target,
                                     const std::vector<KeyClause>& clauses) {
    if (auto checked = checkClauseCount(target, clauses.size()); !checked) {
        return std::move(checked).error();
    }
    auto partition = encodePartition(target, clauses);
    if (!partition) {
        return std::move(partition).error();
    }
    KeyRange range;
    range.partition = *std::move(partition);

    const auto sortKey = target.sortKey();
    SortRangeBuilder builder(target.index != nullptr);
    std::size_t sortClauses = 0;
    const KeyAttribute* firstWithout = nullptr;
    for (std::size_t i = 0; i < sortKey.size(); ++i) {
        const auto* clause = findClause(clauses, sortKey[i].name);
        if (clause == nullptr) {
            firstWithout = firstWithout == nullptr ? &sortKey[i] : firstWithout;
            continue;
        }
        ++sortClauses;
        auto checked = checkNoGap(sortKey, i, clauses);
        checked = checked ? checkOperands(sortKey[i], *clause) : checked;
        if (!checked) {
            return std::move(checked).error();
        }
        builder.add(*clause);
        const bool isLast = i + 1 == sortKey.size();
        range.isSingleItem = target.index == nullptr && isLast && clause->op == KeyOperator::Equal;
    }
    if (target.partitionKey().size() + sortClauses < clauses.size()) {
        return firstWithout == nullptr ? notSupported() : missedElement(firstWithout->name);
    }
    range.isSingleItem = range.isSingleItem || (target.index == nullptr && sortKey.empty());
    range.sort = builder.build();
    return range;
}

Result<void> checkFilterHasNoKeys(const ReadTarget& target, const CompiledExpressions& compiled,
                                  std::string_view filterName) {
    if (!compiled.filter) {
        return {};
    }
    const auto& names = compiled.filter->attributeNames();
    for (const auto& part : {target.partitionKey(), target.sortKey()}) {
        for (const auto& attribute : part) {
            if (std::find(names.begin(), names.end(), attribute.name) != names.end()) {
                return Error::validation(
                    std::string(filterName) +
                    " can only contain non-primary key attributes: Primary key attribute: " +
                    attribute.name);
            }
        }
    }
    return {};
}

bool contains(const storage::SortRange& range, std::string_view sortKey) {
    const auto compare = [&](const std::string& bound) {
        return (range.byPrefix ? sortKey.substr(0, bound.size()) : sortKey).compare(bound);
    };
    if (range.lower) {
        const auto order = compare(*range.lower);
        if (order < 0 || (order == 0 && !range.lowerInclusive)) {
            return false;
        }
    }
    if (range.upper) {
        const auto order = compare(*range.upper);
        if (order > 0 || (order == 0 && !range.upperInclusive)) {
            return false;
        }
    }
    return true;
}

}  // namespace engine::operations
