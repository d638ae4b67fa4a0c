#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/expressions/expressions.h"

namespace engine::expressions {

// The paths of a projection as one tree. A node without children stands for the whole value; a node
// has either member names or list indexes, both ascending, each with the child of that position.
struct Projection::Node {
    std::vector<std::string> names;
    std::vector<std::uint32_t> indexes;
    std::vector<Node> children;
};

// The paths must not overlap or conflict.
Projection::Node projectionTree(const std::vector<values::DocumentPath>& paths);

values::EncodedItem project(const Projection::Node& root, values::ItemView item);

}  // namespace engine::expressions
