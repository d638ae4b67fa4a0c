#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

// The service's texts about numbers (facts/validation.md section 5); for the sources of Number
// only.
namespace engine::values {

inline Error numberOverflow() {
    return Error::validation(
        "Number overflow. Attempting to store a number with magnitude larger than supported "
        "range");
}
inline Error numberUnderflow() {
    return Error::validation(
        "Number underflow. Attempting to store a number with magnitude smaller than supported "
        "range");
}
inline Error numberTooPrecise() {
    return Error::validation("Attempting to store more than 38 significant digits in a Number");
}
inline Error notNumeric(std::string_view text) {
    return Error::validation("The parameter cannot be converted to a numeric value: " +
                             std::string(text));
}

}  // namespace engine::values
