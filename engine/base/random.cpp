#include "engine/base/random.h"

namespace engine {
namespace {

std::uint64_t operatingSystemSeed() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

}  // namespace

Random& systemRandom() {
    static SeededRandom random(operatingSystemSeed());
    return random;
}

std::string makeUuid(Random& random) {
    constexpr std::uint64_t versionMask = 0xffffffffffff0fffULL;
    constexpr std::uint64_t version4 = 0x4000ULL;
    constexpr std::uint64_t variantMask = 0x3fffffffffffffffULL;
    constexpr std::uint64_t variant1 = 0x8000000000000000ULL;
    const std::uint64_t high = (random.next() & versionMask) | version4;
    const std::uint64_t low = (random.next() & variantMask) | variant1;
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) {
            text.push_back('-');
        }
        const std::uint64_t half = nibble < 16 ? high : low;
        text.push_back(digits[(half >> (60U - 4U * static_cast<unsigned>(nibble % 16))) & 0xfU]);
    }
    return text;
}

}  // namespace engine
