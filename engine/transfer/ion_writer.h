#pragma once

#include <string>

#include "engine/values/item_view.h"

// Ion text straight from stored bytes; for the export records only.
namespace engine::transfer {

void appendIonValue(values::ValueView value, std::string& out);         // $dynamodb_SS::["a"]
void appendIonMembers(values::MemberCursor members, std::string& out);  // {pk:"a",'sort key':1.}

}  // namespace engine::transfer
