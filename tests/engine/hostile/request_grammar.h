#pragma once

#include <vector>

namespace engine::test {

struct Grammar {
    const char* operation;
    int weight;
    // "Member:kind" with ! for those that the operation needs. Kinds in small letters are made by
    // RequestMaker::ofKind; A|B is one of these words.
    const char* members;
};
// All operations; one may come twice.
const std::vector<Grammar>& requestGrammars();

}  // namespace engine::test
