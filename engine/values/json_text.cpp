#include "engine/values/json_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/base/base64.h"

namespace engine::values {
namespace {

// Opening of a value by its type, in the order of AttributeType.
constexpr std::array<std::string_view, 10> openings = {
    R"({"S":)",  R"({"N":)",  R"({"B":)",  R"({"BOOL":)", R"({"NULL":)",
    R"({"SS":)", R"({"NS":)", R"({"BS":)", R"({"L":)",    R"({"M":)"};

bool needsEscape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Eight bytes at a time: most texts need no escape.
bool needsAnyEscape(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t highBits = 0x8080808080808080ULL;
    const auto hasZero = [](std::uint64_t word) { return (word - ones) & ~word & highBits; };
    std::size_t i = 0;
    for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, sizeof(word));
        const std::uint64_t control = (word - ones * 0x20U) & ~word & highBits;
        if ((control | hasZero(word ^ (ones * '"')) | hasZero(word ^ (ones * '\\'))) != 0) {
            return true;
        }
    }
    return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(), needsEscape);
}

// before + text + after in one step.
void appendFramed(std::string_view before, std::string_view text, std::string_view after,
                  std::string& out) {
    const std::size_t start = out.size();
    out.resize(start + before.size() + text.size() + after.size());
    char* at = out.data() + start;
    at = std::copy(before.begin(), before.end(), at);
    if (!text.empty()) {
        std::memcpy(at, text.data(), text.size());
    }
    std::copy(after.begin(), after.end(), at + text.size());
}

void appendEscape(char c, std::string& out) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        default: break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += "\\u00";
    out += digits[byte >> 4U];
    out += digits[byte & 0x0FU];
}

void appendQuotedNumber(ValueView value, std::string& out) {
    out += '"';
    value.number().appendTo(out);
    out += '"';
}

void appendBinary(std::string_view bytes, std::string& out) {
    out += '"';
    appendBase64(bytes, out);
    out += '"';
}

void appendElements(ValueView container, std::string& out) {
    out += '[';
    auto elements = container.elements();
    bool first = true;
    while (const auto element = elements.next()) {
        if (!first) {
            out += ',';
        }
        first = false;
        switch (container.type()) {
            case AttributeType::SS: appendJsonString(element->payload(), out); break;
            case AttributeType::NS: appendQuotedNumber(*element, out); break;
            case AttributeType::BS: appendBinary(element->payload(), out); break;
            default: appendJsonValue(*element, out); break;
        }
    }
    out += ']';
}

}  // namespace

void appendJsonString(std::string_view text, std::string& out) {
    if (!needsAnyEscape(text)) {
        appendFramed("\"", text, "\"", out);
        return;
    }
    out += '"';
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needsEscape(text[i])) {
            continue;
        }
        out.append(text, start, i - start);
        appendEscape(text[i], out);
        start = i + 1;
    }
    out.append(text, start);
    out += '"';
}

void appendJsonValue(ValueView value, std::string& out) {
    if (value.type() == AttributeType::S && !needsAnyEscape(value.payload())) {
        appendFramed(R"({"S":")", value.payload(), "\"}", out);
        return;
    }
    out += openings[static_cast<std::size_t>(value.type())];
    switch (value.type()) {
        case AttributeType::S: appendJsonString(value.payload(), out); break;
        case AttributeType::N: appendQuotedNumber(value, out); break;
        case AttributeType::B: appendBinary(value.payload(), out); break;
        case AttributeType::Bool: out += value.boolean() ? "true" : "false"; break;
        case AttributeType::Null: out += "true"; break;
        case AttributeType::M: appendJsonMembers(value.members(), out); break;
        case AttributeType::SS:
        case AttributeType::NS:
        case AttributeType::BS:
        case AttributeType::L: appendElements(value, out); break;
    }
    out += '}';
}

void appendJsonMembers(values::MemberCursor members, std::string& out) {
    out += '{';
    bool first = true;
    while (const auto member = members.next()) {
        if (needsAnyEscape(member->name)) {
            out += first ? "" : ",";
            appendJsonString(member->name, out);
            out += ':';
        } else {
            appendFramed(first ? "\"" : ",\"", member->name, "\":", out);
        }
        first = false;
        appendJsonValue(member->value, out);
    }
    out += '}';
}

}  // namespace engine::values
