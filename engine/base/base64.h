#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engine {

// Standard alphabet (RFC 4648 section 4) with padding.
void appendBase64(std::string_view bytes, std::string& out);
std::string toBase64(std::string_view bytes);

// Strict: length a multiple of four, correct padding, no other character, unused bits zero.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace engine
