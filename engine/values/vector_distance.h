#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/values/item_view.h"

// Distances of vectors (facts/new-operations.md section 1, facts/aws-observed.md section 18). All
// arithmetic is that of 32-bit numbers with pairwise sums, as the service's is.
namespace engine::values {

enum class DistanceFunction : std::uint8_t { Cosine, DotProduct, Euclidean };

// Cosine: 0 identical to 2 opposite, 1 when one of them is zero; Euclidean: the straight line; dot
// product: the product. Never infinite, never NaN. Both have the same length.
float distance(DistanceFunction function, std::span<const float> left,
               std::span<const float> right);

// Whether the score is better than the other: products want to be large, distances small.
bool isCloser(DistanceFunction function, float score, float other);

// The elements of a list of exactly `dimensions` numbers in the range of 32-bit ones; false (and
// anything in `out`) for any other value.
bool readVector(ValueView value, std::size_t dimensions, std::vector<float>& out);

}  // namespace engine::values
