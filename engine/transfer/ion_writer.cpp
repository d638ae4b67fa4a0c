#include "engine/transfer/ion_writer.h"

#include <algorithm>

#include "engine/base/base64.h"
#include "engine/transfer/ion_number.h"

namespace engine::transfer {
namespace {

using values::AttributeType;

// What a character needs in a quoted text; empty: nothing.
std::string escapeOf(char c, char quote) {
    switch (c) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        case '\\': return "\\\\";
        default: break;
    }
    if (c == quote) {
        return {'\\', c};
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
        return {};
    }
    constexpr std::string_view digits = "0123456789abcdef";
    return {'\\', 'x', digits[byte >> 4U], digits[byte & 0x0FU]};
}

void appendQuoted(std::string_view text, char quote, std::string& out) {
    out += quote;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string escape = escapeOf(text[i], quote);
        if (!escape.empty()) {
            out.append(text, start, i - start).append(escape);
            start = i + 1;
        }
    }
    out.append(text, start) += quote;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// A symbol that needs no quotes: an identifier that is no keyword and no symbol id ($10).
bool isPlainSymbol(std::string_view name) {
    const auto isIdentifierCharacter = [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '$';
    };
    if (name.empty() || isDigit(name.front()) ||
        !std::all_of(name.begin(), name.end(), isIdentifierCharacter)) {
        return false;
    }
    if (name == "null" || name == "true" || name == "false" || name == "nan") {
        return false;
    }
    return name.front() != '$' || name.size() == 1 ||
           !std::all_of(name.begin() + 1, name.end(), isDigit);
}

std::string_view annotationOf(AttributeType type) {
    switch (type) {
        case AttributeType::SS: return "$dynamodb_SS::";
        case AttributeType::NS: return "$dynamodb_NS::";
        case AttributeType::BS: return "$dynamodb_BS::";
        default: return "";
    }
}

}  // namespace

void appendIonValue(values::ValueView value, std::string& out) {
    switch (value.type()) {
        case AttributeType::S: appendQuoted(value.payload(), '"', out); return;
        case AttributeType::N: appendIonNumber(value.number(), out); return;
        case AttributeType::B:
            out += "{{";
            appendBase64(value.payload(), out);
            out += "}}";
            return;
        case AttributeType::Bool: out += value.boolean() ? "true" : "false"; return;
        case AttributeType::Null: out += "null"; return;
        case AttributeType::M: appendIonMembers(value.members(), out); return;
        case AttributeType::SS:
        case AttributeType::NS:
        case AttributeType::BS:
        case AttributeType::L: break;
    }
    out.append(annotationOf(value.type())) += '[';
    auto elements = value.elements();
    bool first = true;
    while (const auto element = elements.next()) {
        out += first ? "" : ",";
        first = false;
        appendIonValue(*element, out);
    }
    out += ']';
}

void appendIonMembers(values::MemberCursor members, std::string& out) {
    out += '{';
    bool first = true;
    while (const auto member = members.next()) {
        out += first ? "" : ",";
        first = false;
        if (isPlainSymbol(member->name)) {
            out += member->name;
        } else {
            appendQuoted(member->name, '\'', out);
        }
        out += ':';
        appendIonValue(member->value, out);
    }
    out += '}';
}

}  // namespace engine::transfer
