#include "engine/base/base64.h"

#include <array>
#include <cstdint>

namespace engine {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> makeReverse() {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return table;
}

constexpr auto reverse = makeReverse();

}  // namespace

void appendBase64(std::string_view bytes, std::string& out) {
    std::size_t i = 0;
    for (; i + 2 < bytes.size(); i += 3) {
        const std::uint32_t group =
            (static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 16U) |
            (static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 1])) << 8U) |
            static_cast<unsigned char>(bytes[i + 2]);
        out.push_back(alphabet[group >> 18U]);
        out.push_back(alphabet[(group >> 12U) & 63U]);
        out.push_back(alphabet[(group >> 6U) & 63U]);
        out.push_back(alphabet[group & 63U]);
    }
    const std::size_t rest = bytes.size() - i;
    if (rest == 0) {
        return;
    }
    std::uint32_t group = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 16U;
    if (rest == 2) {
        group |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 1])) << 8U;
    }
    out.push_back(alphabet[group >> 18U]);
    out.push_back(alphabet[(group >> 12U) & 63U]);
    out.push_back(rest == 2 ? alphabet[(group >> 6U) & 63U] : '=');
    out.push_back('=');
}

std::string toBase64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    appendBase64(bytes, out);
    return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    std::size_t padding = 0;
    while (padding < 2 && !text.empty() && text.back() == '=') {
        text.remove_suffix(1);
        ++padding;
    }
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::int8_t value = reverse[static_cast<unsigned char>(c)];
        if (value < 0) {
            return std::nullopt;
        }
        group = (group << 6U) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>((group >> bits) & 0xffU));
        }
    }
    const std::uint32_t unused = group & ((1U << bits) - 1U);
    if (unused != 0 || bits != padding * 2) {
        return std::nullopt;
    }
    return out;
}

}  // namespace engine
