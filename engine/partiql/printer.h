#pragma once

#include <string>

#include "engine/expressions/expressions.h"
#include "engine/partiql/statement.h"

namespace engine::partiql {

// Text that parses to the same statement. Bound values are written as literals where the language
// has one (binary values have none).
std::string print(const Statement& statement);
std::string print(const Expression& expression);
// A value as a literal; B'...' with base64 for binary values, which only people read.
std::string print(const values::AttributeValue& value);
std::string print(const values::DocumentPath& path);
std::string print(const expressions::KeyClause& clause);

}  // namespace engine::partiql
