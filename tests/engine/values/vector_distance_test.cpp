#include "engine/values/vector_distance.h"

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/values/number.h"

namespace engine::values {
namespace {

constexpr float floatMax = std::numeric_limits<float>::max();

float number(std::string_view text) {
    const auto parsed = Number::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed->toFloat().value_or(std::numeric_limits<float>::quiet_NaN());
}

// The plain definitions, in wide arithmetic.
double reference(DistanceFunction function, const std::vector<float>& left,
                 const std::vector<float>& right) {
    double product = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    double differences = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        product += double{left[i]} * double{right[i]};
        leftSquares += double{left[i]} * double{left[i]};
        rightSquares += double{right[i]} * double{right[i]};
        differences += (double{left[i]} - double{right[i]}) * (double{left[i]} - double{right[i]});
    }
    switch (function) {
        case DistanceFunction::Cosine:
            return 1 - product / (std::sqrt(leftSquares) * std::sqrt(rightSquares));
        case DistanceFunction::DotProduct: return product;
        case DistanceFunction::Euclidean: return std::sqrt(differences);
    }
    return 0;
}

TEST(VectorDistance, AgreesWithTheScalarDefinition) {
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    std::normal_distribution<float> component(0, 1);
    for (const std::size_t dimensions :
         {1U, 2U, 3U, 4U, 5U, 7U, 8U, 9U, 15U, 16U, 31U, 128U, 1024U, 4096U}) {
        std::vector<float> left(dimensions);
        std::vector<float> right(dimensions);
        for (std::size_t i = 0; i < dimensions; ++i) {
            left[i] = component(random);
            right[i] = component(random);
        }
        for (const auto function : {DistanceFunction::Cosine, DistanceFunction::DotProduct,
                                    DistanceFunction::Euclidean}) {
            const double bound = function == DistanceFunction::Cosine
                                     ? 1e-5
                                     : 1e-5 * static_cast<double>(dimensions);
            EXPECT_NEAR(distance(function, left, right), reference(function, left, right), bound)
                << "seed " << seed << ", dimensions " << dimensions;
        }
    }
}

// facts/aws-observed.md section 18: 32-bit arithmetic with pairwise sums.
TEST(VectorDistance, AddsInPairsOf32BitNumbers) {
    std::vector<float> left(8, 1);
    left[0] = 16777216;
    EXPECT_EQ(distance(DistanceFunction::DotProduct, left, std::vector<float>(8, 1)), 16777222);
    left.resize(16, 1);
    EXPECT_EQ(distance(DistanceFunction::DotProduct, left, std::vector<float>(16, 1)), 16777230);
}

TEST(VectorDistance, HasTheScoresOfTheService) {
    const std::vector<float> unit = {1, 0};
    EXPECT_EQ(distance(DistanceFunction::Cosine, unit, std::vector<float>{2, 0}), 0.0F);
    EXPECT_EQ(distance(DistanceFunction::Cosine, unit, std::vector<float>{0, 5}), 1.0F);
    EXPECT_EQ(distance(DistanceFunction::Cosine, unit, std::vector<float>{-3, 0}), 2.0F);
    const std::vector<float> odd = {1, 2, 3, 0.1F};
    EXPECT_EQ(distance(DistanceFunction::Cosine, odd, odd), 0.0F);
    const double score = distance(DistanceFunction::Cosine, unit, std::vector<float>{3, 4});
    EXPECT_EQ(score, 0.3999999761581421);
    EXPECT_EQ(double{distance(DistanceFunction::Euclidean, unit, std::vector<float>{0, 1})},
              1.4142135381698608);
    EXPECT_EQ(distance(DistanceFunction::Euclidean, unit, unit), 0.0F);
}

TEST(VectorDistance, IsNeverInfiniteNorNothing) {
    const std::vector<float> high = {floatMax, floatMax};
    const std::vector<float> low = {-floatMax, -floatMax};
    EXPECT_EQ(distance(DistanceFunction::Euclidean, high, low), floatMax);
    EXPECT_EQ(distance(DistanceFunction::DotProduct, high, high), floatMax);
    EXPECT_EQ(distance(DistanceFunction::DotProduct, high, low), -floatMax);
    EXPECT_EQ(distance(DistanceFunction::DotProduct, high, std::vector<float>{floatMax, -floatMax}),
              0.0F);
    EXPECT_EQ(distance(DistanceFunction::Cosine, high, low), 2.0F);
    EXPECT_EQ(distance(DistanceFunction::Cosine, std::vector<float>{0, 0}, high), 1.0F);
    const std::vector<float> tiny = {1e-30F, 0};
    EXPECT_EQ(distance(DistanceFunction::Cosine, tiny, std::vector<float>{1, 0}), 0.0F);
    EXPECT_EQ(distance(DistanceFunction::Euclidean, tiny, std::vector<float>{0, 0}), 1e-30F);
}

TEST(VectorDistance, ConvertsNumbersToTheNearest) {
    EXPECT_EQ(number("0"), 0.0F);
    EXPECT_EQ(number("-0.1"), -0.1F);
    EXPECT_EQ(number("16777217"), 16777216.0F);  // a tie goes to the even one
    EXPECT_EQ(number("16777217.00000001"), 16777218.0F);
    EXPECT_EQ(number("3.4028235E38"), floatMax);
    EXPECT_EQ(number("1E-45"), std::numeric_limits<float>::denorm_min());
    EXPECT_EQ(number("1E-130"), 0.0F);
    EXPECT_FALSE(Number::parse("3.5E38")->toFloat());
    EXPECT_FALSE(Number::parse("-1E125")->toFloat());
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = std::to_string(random()) + std::to_string(random() % 1000) + "E" +
                                 std::to_string(static_cast<int>(random() % 50) - 35);
        EXPECT_EQ(number(text), std::strtof(text.c_str(), nullptr)) << text << ", seed " << seed;
    }
}

TEST(VectorDistance, ReadsListsOfNumbers) {
    const auto list = [](std::vector<std::string> texts) {
        AttributeList elements;
        for (const auto& text : texts) {
            elements.push_back(AttributeValue::number(*Number::parse(text)));
        }
        return EncodedItem({{"v", AttributeValue::list(std::move(elements))}});
    };
    std::vector<float> out;
    const auto good = list({"1", "-2.5"});
    EXPECT_TRUE(readVector(*good.view().find("v"), 2, out));
    EXPECT_EQ(out, (std::vector<float>{1, -2.5}));
    EXPECT_FALSE(readVector(*good.view().find("v"), 3, out));
    const auto huge = list({"1", "1E39"});
    EXPECT_FALSE(readVector(*huge.view().find("v"), 2, out));
    const EncodedItem text({{"v", AttributeValue::string("no")}});
    EXPECT_FALSE(readVector(*text.view().find("v"), 2, out));
}

}  // namespace
}  // namespace engine::values
