#pragma once

#include <cstddef>
#include <string_view>

// Reads key bytes of numbers without decoding them; only for bytes that Number::appendKeyBytes
// made or Number::takeKeyBytes accepted.
namespace engine::values {

// Takes the bytes of the number at the front off.
std::string_view takeNumberBytes(std::string_view& bytes);

// Number::sizeBytes of the number.
std::size_t numberSizeBytes(std::string_view keyBytes);

}  // namespace engine::values
