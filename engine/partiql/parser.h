#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/partiql/statement.h"

namespace engine::partiql {

// The one entry of the parser: any text gives a statement or a ValidationException with the
// service's text (facts/partiql.md section 7). Takes memory and stack in proportion to the text,
// within limits.
Result<Statement> parse(std::string_view text);

}  // namespace engine::partiql
