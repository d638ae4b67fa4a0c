#pragma once

#include <string>
#include <string_view>

#include "engine/values/item_view.h"

// DynamoDB JSON of values, straight from their stored bytes; appends to one string.
namespace engine::values {

void appendJsonString(std::string_view text, std::string& out);  // a JSON string with its quotes
void appendJsonValue(ValueView value, std::string& out);         // {"S":"a"}
void appendJsonMembers(MemberCursor members, std::string& out);  // {"pk":{"S":"a"}}

}  // namespace engine::values
