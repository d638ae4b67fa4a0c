#include "engine/values/vector_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace engine::values {
namespace {

constexpr std::size_t lanes = 8;
constexpr float floatMax = std::numeric_limits<float>::max();

// Four numbers that one instruction works on; two of them make the eight lanes of a sum.
using Four = float __attribute__((vector_size(16)));

// A sum in eight lanes, which are added in pairs at the end.
struct LaneSum {
    Four low{};
    Four high{};

    float total() const {
        return ((low[0] + low[1]) + (low[2] + low[3])) +
               ((high[0] + high[1]) + (high[2] + high[3]));
    }
};

struct Pair {
    Four left;
    Four right;
};

void load(const float* left, const float* right, Pair& pair) {
    std::memcpy(&pair.left, left, sizeof(Four));
    std::memcpy(&pair.right, right, sizeof(Four));
}

// Calls `add(sum of four lanes, pair)` for all elements; the last ones are filled up with zeros.
template <class Add>
void walk(std::span<const float> left, std::span<const float> right, Add add) {
    Pair pair{};
    std::size_t i = 0;
    for (; i + lanes <= left.size(); i += lanes) {
        load(left.data() + i, right.data() + i, pair);
        add(pair, false);
        load(left.data() + i + 4, right.data() + i + 4, pair);
        add(pair, true);
    }
    if (i < left.size()) {
        std::array<float, lanes> lastLeft{};
        std::array<float, lanes> lastRight{};
        std::copy(left.begin() + static_cast<std::ptrdiff_t>(i), left.end(), lastLeft.begin());
        std::copy(right.begin() + static_cast<std::ptrdiff_t>(i), right.end(), lastRight.begin());
        load(lastLeft.data(), lastRight.data(), pair);
        add(pair, false);
        load(lastLeft.data() + 4, lastRight.data() + 4, pair);
        add(pair, true);
    }
}

// What does not fit a 32-bit number ends at the largest one.
float saturated(double value) {
    return static_cast<float>(std::clamp(value, -double{floatMax}, double{floatMax}));
}

float dotProduct(std::span<const float> left, std::span<const float> right) {
    LaneSum sum;
    walk(left, right, [&](const Pair& pair, bool isHigh) {
        (isHigh ? sum.high : sum.low) += pair.left * pair.right;
    });
    const float total = sum.total();
    if (std::isfinite(total)) {
        return total;
    }
    double wide = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        wide += double{left[i]} * double{right[i]};
    }
    return saturated(wide);
}

float euclidean(std::span<const float> left, std::span<const float> right) {
    LaneSum sum;
    walk(left, right, [&](const Pair& pair, bool isHigh) {
        const Four difference = pair.left - pair.right;
        (isHigh ? sum.high : sum.low) += difference * difference;
    });
    const float total = sum.total();
    // Squares leave the range long before the distance does.
    if (std::isfinite(total) && total >= std::numeric_limits<float>::min()) {
        return std::sqrt(total);
    }
    double wide = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const double difference = double{left[i]} - double{right[i]};
        wide += difference * difference;
    }
    return saturated(std::sqrt(wide));
}

float wideCosine(std::span<const float> left, std::span<const float> right) {
    double product = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        product += double{left[i]} * double{right[i]};
        leftSquares += double{left[i]} * double{left[i]};
        rightSquares += double{right[i]} * double{right[i]};
    }
    const double lengths = std::sqrt(leftSquares) * std::sqrt(rightSquares);
    return lengths > 0 ? static_cast<float>(std::clamp(1 - product / lengths, 0.0, 2.0)) : 1.0F;
}

float cosine(std::span<const float> left, std::span<const float> right) {
    LaneSum product;
    LaneSum leftSquares;
    LaneSum rightSquares;
    walk(left, right, [&](const Pair& pair, bool isHigh) {
        (isHigh ? product.high : product.low) += pair.left * pair.right;
        (isHigh ? leftSquares.high : leftSquares.low) += pair.left * pair.left;
        (isHigh ? rightSquares.high : rightSquares.low) += pair.right * pair.right;
    });
    // Short and long vectors have squares outside the range; a zero vector ends here, too.
    constexpr float squaresMin = 1e-18F;
    constexpr float squaresMax = 1e18F;
    const float leftTotal = leftSquares.total();
    const float rightTotal = rightSquares.total();
    const bool isOrdinary = leftTotal > squaresMin && leftTotal < squaresMax &&
                            rightTotal > squaresMin && rightTotal < squaresMax;
    if (!isOrdinary) {
        return wideCosine(left, right);
    }
    // The wide product of equal squares has an exact root: a vector is at 0 from itself.
    const double lengths = std::sqrt(double{leftTotal} * double{rightTotal});
    const auto similarity = static_cast<float>(double{product.total()} / lengths);
    return std::clamp(1.0F - similarity, 0.0F, 2.0F);
}

}  // namespace

float distance(DistanceFunction function, std::span<const float> left,
               std::span<const float> right) {
    switch (function) {
        case DistanceFunction::Cosine: return cosine(left, right);
        case DistanceFunction::DotProduct: return dotProduct(left, right);
        case DistanceFunction::Euclidean: return euclidean(left, right);
    }
    return 0;
}

bool isCloser(DistanceFunction function, float score, float other) {
    return function == DistanceFunction::DotProduct ? score > other : score < other;
}

bool readVector(ValueView value, std::size_t dimensions, std::vector<float>& out) {
    if (value.type() != AttributeType::L || value.count() != dimensions) {
        return false;
    }
    out.clear();
    out.reserve(dimensions);
    auto elements = value.elements();
    while (const auto element = elements.next()) {
        if (element->type() != AttributeType::N) {
            return false;
        }
        const auto number = element->number().toFloat();
        if (!number) {
            return false;
        }
        out.push_back(*number);
    }
    return true;
}

}  // namespace engine::values
