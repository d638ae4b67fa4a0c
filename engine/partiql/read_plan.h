#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/expressions/expressions.h"
#include "engine/partiql/statement.h"
#include "engine/schema/table.h"

namespace engine::partiql {

// One Query: equality on the partition key first, then what bounds the sort key (at most one clause
// for each side).
struct KeyRead {
    std::vector<expressions::KeyClause> clauses;
};

// How a SELECT is carried out (facts/partiql.md section 4).
struct ReadPlan {
    enum class Kind { GetItem, Query, Scan };
    Kind kind = Kind::Scan;
    std::vector<KeyRead> reads;        // in the order of the answer; none for a Scan
    std::optional<Expression> filter;  // what the keys do not decide already
    bool forward = true;               // by sort key
};

// Of a bound statement, on the table or an index of it. Refuses what the service refuses: ORDER BY
// without its key conditions, values of the wrong key type, overlapping branches, too many reads,
// attributes that the index does not project.
Result<ReadPlan> planRead(const Statement& select, const schema::Table& table,
                          const schema::Index* index);

// A query is broken down to at most so many reads.
inline constexpr std::size_t decomposedReadsMax = 50;

}  // namespace engine::partiql
