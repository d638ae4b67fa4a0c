#pragma once

#include <string_view>

// What the fuzzers call with bytes that they made up (README.md). Each ends the process when what
// it promises does not hold.
namespace fuzz {

void expressions(std::string_view input);  // compile and evaluate all five languages
void partiql(std::string_view input);      // parse, print and parse again, bind, lower
void items(std::string_view input);        // DynamoDB JSON to an item and back
void requests(std::string_view input);     // the body of any operation
void numbers(std::string_view input);      // texts, sums, bytes
void keys(std::string_view input);         // the order of key bytes is the order of values
void records(std::string_view input);      // what a damaged disk may hand us

// Like assert(), in every build.
void require(bool holds, const char* what);

}  // namespace fuzz
