#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/expressions/expressions.h"

// The parameters that came before expressions (facts/validation.md section 10,
// facts/expressions.md section 6), as they were sent. They become the same trees.
namespace engine::expressions {

enum class ComparisonOperator : std::uint8_t {
    Equal,
    NotEqual,
    LessOrEqual,
    Less,
    GreaterOrEqual,
    Greater,
    NotNull,
    Null,
    Contains,
    NotContains,
    BeginsWith,
    In,
    Between,
};
std::string_view comparisonName(ComparisonOperator op);  // "EQ"

// Condition, or ExpectedAttributeValue, which alone has `value` and `exists`.
struct LegacyCondition {
    std::optional<ComparisonOperator> op;
    std::optional<std::vector<values::AttributeValue>> arguments;  // AttributeValueList
    std::optional<values::AttributeValue> value;
    std::optional<bool> exists;
};
using LegacyConditions = std::map<std::string, LegacyCondition>;  // by attribute name

// AttributeValueUpdate.
struct LegacyUpdate {
    enum class Action : std::uint8_t { Put, Add, Delete };
    Action action = Action::Put;
    std::optional<values::AttributeValue> value;
};

// nullopt: not in the request.
struct LegacyParameters {
    std::optional<std::vector<std::string>> attributesToGet;
    std::optional<LegacyConditions> filter;  // Expected, QueryFilter or ScanFilter
    std::optional<LegacyConditions> keyConditions;
    std::optional<bool> anyCondition;  // ConditionalOperator: true for OR
    std::optional<std::map<std::string, LegacyUpdate>> updates;
};

// ConditionalOperator needs two conditions to join.
Result<void> checkConditionalOperator(const LegacyParameters& parameters);
// nullopt: there are no conditions.
Result<std::optional<Condition>> compileLegacyFilter(const LegacyParameters& parameters);
Result<std::vector<KeyClause>> compileLegacyKeyConditions(const LegacyConditions& conditions);
Result<Projection> compileAttributesToGet(const std::vector<std::string>& names);
// nullopt: there are no updates.
Result<std::optional<Update>> compileLegacyUpdates(
    const std::map<std::string, LegacyUpdate>& updates);

}  // namespace engine::expressions
