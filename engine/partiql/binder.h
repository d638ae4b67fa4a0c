#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/partiql/statement.h"

namespace engine::partiql {

// Puts the request's parameters in and turns every literal into an attribute value
// (Expression::Kind::Value), so that of the kinds up to Set none is left. Errors in the order of
// the text: numbers out of range (" under root.x"), empty or mixed sets, nesting deeper than an
// item's; and a number of parameters other than the statement's.
Result<Statement> bind(Statement statement, const std::vector<values::AttributeValue>& parameters);

}  // namespace engine::partiql
