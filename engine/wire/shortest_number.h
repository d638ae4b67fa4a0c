#pragma once

#include <string>

// Binary numbers as SearchVectors writes them: the shortest digits that mean the number, plain with
// a fraction ("1.0") or, far from 1, as <mantissa>e<exponent> (facts/aws-observed.md section 18).
namespace engine::wire {

void appendShortest(float value, std::string& out);   // plain from 1e-6 to below 1e13
void appendShortest(double value, std::string& out);  // plain from 1e-5 to below 1e16

}  // namespace engine::wire
