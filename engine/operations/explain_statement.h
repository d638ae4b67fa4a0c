#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct ExplainStatementInput {
    std::string statement;
    std::vector<values::AttributeValue> parameters;
    bool consistentRead = false;
    std::optional<Timestamp> asOf;  // explain the read at this moment of the past; nullopt: now
};

// Items and bytes that a statement reads (evaluates) or writes, and what that costs.
struct StatementEstimate {
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;
    double capacityUnits = 0;
    // A read by key was counted item by item as far as one page goes; when it goes on behind that
    // page, the figures are those of the page and too low.
    bool isComplete = true;
};

struct ExplainStatementOutput {
    std::string operation;  // "GetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem"
    std::string tableName;
    std::optional<std::string> indexName;
    std::vector<std::string> keyConditions;  // one for each read, in their order
    std::optional<std::string> filter;       // evaluated on what is read
    std::optional<std::string> condition;    // of a write
    std::vector<std::string> columns;        // empty: all
    bool scanIndexForward = true;
    bool fetchesFromTable = false;  // attributes that a local index does not have
    StatementEstimate estimate;
};

}  // namespace engine::operations
