#pragma once

#include <string>
#include <string_view>

namespace engine::partiql {

// Words that cannot be names without quotes: those of SQL-92 and of PartiQL. In any case.
bool isKeyword(std::string_view word);

std::string lowerCase(std::string_view text);
std::string upperCase(std::string_view text);

}  // namespace engine::partiql
