#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/wire/constraints.h"
#include "engine/wire/json_request.h"

// Members that exports, imports and bulk operations share. `member`: as the constraints name it.
namespace engine::wire {

void checkPattern(Constraints& constraints, bool holds, std::string_view text,
                  std::string_view member, std::string_view pattern);
std::string readBucket(const Members& members, Constraints& constraints, std::string_view member);
std::optional<std::string> readPrefix(const Members& members, Constraints& constraints,
                                      std::string_view name, std::string_view member);
std::optional<std::string> readToken(const Members& members, Constraints& constraints);
std::optional<std::string> readOwner(const Members& members, Constraints& constraints,
                                     std::string_view member);

}  // namespace engine::wire
