#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/operations/statement.h"

// NextToken of ExecuteStatement: says itself where to go on, and for which statement.
namespace engine::operations {

struct StatementPosition {
    std::uint32_t read = 0;                   // of the plan's reads
    std::optional<values::AttributeMap> key;  // behind this item; nullopt: at the read's beginning
};

std::string encodeNextToken(const StatementText& statement, const StatementPosition& position);

// "Invalid NextToken" for text that is none, "NextToken does not match request" for one of another
// statement or other parameters.
Result<StatementPosition> decodeNextToken(const StatementText& statement, const std::string& token);

}  // namespace engine::operations
