#pragma once

#include <cstddef>
#include <string_view>

#include "engine/expressions/expressions.h"

namespace engine::expressions {

// What the service holds against the limit of an item's size before it looks at the item: the
// paths and values that the UpdateExpression writes, and a fixed cost of each of its parts
// (facts/sizes-and-capacity.md section 2). Of a text that compiles with these placeholders.
std::size_t updateSizeBytes(std::string_view text, Placeholders& placeholders);

}  // namespace engine::expressions
