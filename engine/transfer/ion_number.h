#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/values/number.h"

// Numbers in Ion text; for the Ion reader and writer only.
namespace engine::transfer {

// An Ion int (decimal, hexadecimal, binary), decimal or float, by its text: no digit is lost, and
// what DynamoDB cannot hold is refused with its text.
Result<values::Number> parseIonNumber(std::string_view text);

// An Ion decimal in the form that exports use: 103. 8.5 0.05 6d2 5d-9.
void appendIonNumber(const values::Number& number, std::string& out);

}  // namespace engine::transfer
