#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/request_expressions.h"

// What Query and Scan share before they read.
namespace engine::operations {

// The table or one of its indexes.
struct ReadTarget {
    std::shared_ptr<const schema::Table> table;
    const schema::Index* index = nullptr;  // nullptr: the table itself

    // Key attributes of what is read, partition key first.
    std::vector<schema::KeyAttribute> partitionKey() const;
    std::vector<schema::KeyAttribute> sortKey() const;
    // Key attributes of the index and of the table, each once: the shape of LastEvaluatedKey.
    std::vector<schema::KeyAttribute> positionAttributes() const;
};

// The parts of a request that the checks below need.
struct ReadOptions {
    const std::string& tableName;
    const std::optional<std::string>& indexName;
    std::optional<Select> select;
    bool consistentRead = false;
    bool hasProjection = false;
    bool hasAttributesToGet = false;
    std::optional<Timestamp> asOf;
    bool isScan = false;
};

// Combinations of Select, ProjectionExpression and IndexName; needs no table.
Result<void> checkSelect(const ReadOptions& options);

// Table, index, and what only an index refuses (facts/validation.md section 9).
Result<ReadTarget> findReadTarget(const Context& context, const ReadOptions& options,
                                  const CompiledExpressions& compiled);

// Whether a local index has to fetch attributes that it does not project from the table.
bool fetchesFromTable(const ReadTarget& target, std::optional<Select> select,
                      const CompiledExpressions& compiled);

}  // namespace engine::operations
