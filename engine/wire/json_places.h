#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Where things stand in a request: only SearchVectors tells its clients (facts/aws-observed.md
// sections 1 and 18).
namespace engine::wire {

struct MemberPlace {
    std::size_t begin = 0;  // of the value
    std::size_t end = 0;    // behind it
};

// Places of the members of the body's object, in written order. `body` is good JSON.
std::vector<MemberPlace> memberPlaces(std::string_view body);

// "line 1 column N", N being the characters of the line before `offset`.
std::string placeText(std::string_view body, std::size_t offset);

}  // namespace engine::wire
