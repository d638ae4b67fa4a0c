#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expressions/expressions.h"
#include "engine/partiql/statement.h"
#include "engine/schema/table.h"

// Conditions on single attributes, as keys need them. Of bound expressions.
namespace engine::partiql {

// A comparison, BETWEEN or begins_with of one top-level attribute with values.
std::optional<expressions::KeyClause> keyClauseOf(const Expression& condition);

// IN of one top-level attribute: an equality for each candidate. Empty for anything else.
std::vector<expressions::KeyClause> alternativesOf(const Expression& condition);

// The conditions that AND joins, however they are nested.
std::vector<const Expression*> conjunctsOf(const Expression& condition);
// The other way: one condition, or nothing of none.
std::optional<Expression> conjunctionOf(const std::vector<const Expression*>& conditions);

bool mentionsAny(const Expression& condition, const std::vector<std::string>& attributes);
// Names of the attributes in written order, each once.
void collectAttributes(const Expression& condition, std::vector<std::string>& names);

// Values of a key attribute must have its type.
Result<void> checkKeyTypes(const schema::KeyAttribute& attribute,
                           const expressions::KeyClause& clause);
// Key attributes have no insides.
Result<void> checkNoPathBelow(const schema::KeyAttribute& attribute, const Expression& condition);

}  // namespace engine::partiql
