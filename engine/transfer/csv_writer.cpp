#include "engine/base/base64.h"
#include "engine/transfer/csv.h"
#include "engine/values/json_text.h"

namespace engine::transfer {
namespace {

using values::AttributeType;

constexpr std::string_view lineBreak = "\r\n";

bool looksLikeFormula(std::string_view text) {
    return !text.empty() &&
           std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void appendField(std::string_view text, bool quoted, char delimiter, std::string& out) {
    if (!quoted && text.find_first_of("\"\r\n") == std::string_view::npos &&
        text.find(delimiter) == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out.append(c == '"' ? 2 : 1, c);
    }
    out += '"';
}

std::string fieldText(values::ValueView value, const CsvWriteOptions& options) {
    switch (value.type()) {
        case AttributeType::S: {
            const std::string text(value.payload());
            return options.neutraliseFormulas && looksLikeFormula(text) ? "'" + text : text;
        }
        case AttributeType::N: return value.number().toString();
        case AttributeType::B: return toBase64(value.payload());
        case AttributeType::Bool: return value.boolean() ? "true" : "false";
        default: break;
    }
    std::string json;
    values::appendJsonValue(value, json);
    return json;
}

}  // namespace

void appendCsvRow(std::span<const std::string> fields, const CsvWriteOptions& options,
                  std::string& out) {
    bool first = true;
    for (const std::string& field : fields) {
        if (!first) {
            out += options.delimiter;
        }
        first = false;
        const bool neutralise = options.neutraliseFormulas && looksLikeFormula(field);
        appendField(neutralise ? "'" + field : field, false, options.delimiter, out);
    }
    out += lineBreak;
}

void appendCsvItem(values::ItemView item, std::span<const std::string> columns,
                   const CsvWriteOptions& options, std::string& out) {
    bool first = true;
    for (const std::string& column : columns) {
        if (!first) {
            out += options.delimiter;
        }
        first = false;
        if (const auto value = item.find(column)) {
            // An empty string is quoted, so that it differs from no attribute.
            const std::string text = fieldText(*value, options);
            appendField(text, text.empty(), options.delimiter, out);
        }
    }
    out += lineBreak;
}

}  // namespace engine::transfer
