#include "engine/operations/tag_characters.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace engine::operations {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// Blocks above ASCII that hold signs, not letters, digits or spaces. Ascending.
constexpr std::array<Range, 32> signs = {{
    {0x80, 0x9f},     {0xa1, 0xa9},       {0xab, 0xb1},     {0xb4, 0xb4},     {0xb6, 0xb8},
    {0xbb, 0xbb},     {0xbf, 0xbf},       {0xd7, 0xd7},     {0xf7, 0xf7},     {0x300, 0x36f},
    {0x200b, 0x2027}, {0x202a, 0x202e},   {0x2030, 0x205e}, {0x2060, 0x206f}, {0x207a, 0x207e},
    {0x208a, 0x208e}, {0x20a0, 0x20ff},   {0x2190, 0x245f}, {0x249c, 0x24e9}, {0x2500, 0x2775},
    {0x2794, 0x2bff}, {0x3001, 0x3004},   {0x3008, 0x3020}, {0x3030, 0x3030}, {0xe000, 0xf8ff},
    {0xfe00, 0xfe6f}, {0xff01, 0xff0f},   {0xff1a, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65},
    {0xffe0, 0xffff}, {0x1f000, 0x1faff},
}};

bool isAsciiAllowed(char c) {
    constexpr std::string_view marks = " +-=._:/@";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
}

bool isSign(std::uint32_t point) {
    const auto* const range = std::lower_bound(
        signs.begin(), signs.end(), point,
        [](const Range& each, std::uint32_t wanted) { return each.last < wanted; });
    return range != signs.end() && range->first <= point;
}

std::size_t bytesOf(unsigned char lead) {
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

// Text of a request is sound UTF-8.
std::uint32_t pointAt(std::string_view text, std::size_t bytes) {
    std::uint32_t point = static_cast<unsigned char>(text.front()) & (0xffU >> (bytes + 1));
    for (const char c : text.substr(1, bytes - 1)) {
        point = (point << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    }
    return point;
}

}  // namespace

std::optional<std::size_t> countTagCharacters(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        const auto bytes = std::min(bytesOf(static_cast<unsigned char>(text.front())), text.size());
        if (bytes == 1 ? !isAsciiAllowed(text.front()) : isSign(pointAt(text, bytes))) {
            return std::nullopt;
        }
        text.remove_prefix(bytes);
        ++count;
    }
    return count;
}

}  // namespace engine::operations
