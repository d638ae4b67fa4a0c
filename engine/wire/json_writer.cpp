#include "engine/wire/json_writer.h"

#include <array>
#include <charconv>

#include "engine/wire/codec.h"

namespace engine::wire {

void appendInteger(std::uint64_t value, std::string& out) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    out.append(digits.begin(), end);
}

void appendUnits(double value, std::string& out) {
    std::array<char, 64> digits{};
    const auto end =
        std::to_chars(digits.begin(), digits.end(), value, std::chars_format::fixed).ptr;
    const std::string_view text(digits.begin(), static_cast<std::size_t>(end - digits.begin()));
    out += text;
    if (text.find('.') == std::string_view::npos) {
        out += ".0";
    }
}

void appendTime(std::int64_t milliseconds, std::string& out) {
    const auto time = static_cast<std::uint64_t>(milliseconds);
    appendInteger(time / 1000, out);
    const std::string fraction = std::to_string(1000 + time % 1000);
    out += '.';
    out.append(fraction, 1);
}

void encodeItem(values::ItemView item, std::string& out) {
    appendJsonMembers(item.members(), out);
}

void ObjectWriter::separate() {
    if (!m_first) {
        m_out += ',';
    }
    m_first = false;
}

std::string& ObjectWriter::member(std::string_view name) {
    separate();
    m_out += '"';
    m_out += name;
    m_out += "\":";
    return m_out;
}

std::string& ObjectWriter::anyMember(std::string_view name) {
    separate();
    appendJsonString(name, m_out);
    m_out += ':';
    return m_out;
}

void ObjectWriter::text(std::string_view name, std::string_view value) {
    appendJsonString(value, member(name));
}

void ObjectWriter::integer(std::string_view name, std::uint64_t value) {
    appendInteger(value, member(name));
}

void ObjectWriter::boolean(std::string_view name, bool value) {
    member(name) += value ? "true" : "false";
}

}  // namespace engine::wire
