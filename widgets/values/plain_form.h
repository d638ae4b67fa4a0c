#pragma once

#include <vector>

#include "engine/values/attribute_value.h"
#include "widgets/values/json_reader.h"

// Plain JSON names no types, so a value that was read back takes the type of the value it was made
// from. These functions find that value, also after members were renamed, added or moved.
namespace tidemark::text {

// Whether the node is exactly what plain JSON shows for the value.
bool showsValue(const JsonNode& node, const engine::values::AttributeValue& value);

// For each member of the object the value it stems from, or null: the one of the same name, else
// one whose name is gone and whose content is untouched.
std::vector<const engine::values::AttributeValue*> sourcesOfMembers(
    const JsonNode& object, const engine::values::AttributeMap& before);

// For each element of the array the value it stems from, or null: untouched elements wherever they
// went to, else the one at the same place.
std::vector<const engine::values::AttributeValue*> sourcesOfElements(
    const JsonNode& array, const engine::values::AttributeList& before);

}  // namespace tidemark::text
