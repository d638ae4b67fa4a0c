#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/values/item_view.h"

namespace engine::values {

// Order-preserving bytes of key attributes (S, N, B): memcmp order of the bytes is the order of
// facts/numbers-and-keys.md section 3.

// Ends itself, so that more key parts can follow and no key is a prefix of another: S and B write
// 0x00 as 0x00 0xFF and end with 0x00 0x01; N is Number::appendKeyBytes.
void appendTerminatedKey(ValueView value, std::string& out);
void appendTerminatedKey(const AttributeValue& value, std::string& out);

// For the last part of a key: the raw bytes (N: key bytes), no escape and no end.
void appendOpenKey(ValueView value, std::string& out);
void appendOpenKey(const AttributeValue& value, std::string& out);

// Reads them back. `type` is the declared type of the key attribute (S, N or B).
Result<AttributeValue> takeTerminatedKey(AttributeType type, std::string_view& bytes);
Result<AttributeValue> openKeyValue(AttributeType type, std::string_view bytes);

// The smallest byte string greater than every string that starts with `prefix`; empty when there
// is none (prefix empty or all 0xFF).
std::string prefixSuccessor(std::string_view prefix);

}  // namespace engine::values
