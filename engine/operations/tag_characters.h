#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace engine::operations {

// Number of characters (code points) of UTF-8 text; nullopt when one of them may not stand in a
// tag: letters, digits and spaces of any script and + - = . _ : / @ may.
std::optional<std::size_t> countTagCharacters(std::string_view text);

}  // namespace engine::operations
