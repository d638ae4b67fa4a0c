#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/common.h"

namespace engine::operations {

// The expressions of one request as they were sent; nullptr: the operation has no such parameter.
struct ExpressionTexts {
    const std::optional<std::string>* update = nullptr;
    const std::optional<std::string>* condition = nullptr;
    const std::optional<std::string>* keyCondition = nullptr;
    const std::optional<std::string>* filter = nullptr;
    const std::optional<std::string>* projection = nullptr;
    const expressions::LegacyParameters* legacy = nullptr;
    std::string_view legacyFilterName = {};  // "Expected", "QueryFilter", "ScanFilter"
};

struct CompiledExpressions {
    std::optional<expressions::Update> update;
    std::optional<expressions::Condition> condition;
    std::optional<std::vector<expressions::KeyClause>> keyClauses;
    std::optional<expressions::Condition> filter;
    std::optional<expressions::Projection> projection;
};

// Everything about expressions that needs no table, in the service's order
// (facts/validation.md section 8): no mixing with legacy parameters, which become the same; form of
// the placeholder maps, the expressions in the order of the structure above, unused placeholders.
// Errors are without envelope.
Result<CompiledExpressions> compileExpressions(const ExpressionTexts& texts,
                                               const ExpressionAttributes& attributes);

// "Can not use both expression and non-expression parameters in the same request: ..."
Error mixedParameters(std::string_view legacy, std::string_view expressions);

// Refuses paths below key attributes of the table (". Key: pk") or of its indexes
// (". IndexKey: gsi1pk"), which are scalars.
Result<void> checkNoPathBelowKeys(const schema::Table& table,
                                  const std::vector<values::DocumentPath>& paths);
Result<void> checkNoPathBelowKeys(const schema::Table& table, const CompiledExpressions& compiled);

}  // namespace engine::operations
