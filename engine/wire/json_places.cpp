#include "engine/wire/json_places.h"

#include <algorithm>

namespace engine::wire {
namespace {

class Walker final {
public:
    explicit Walker(std::string_view body) : m_body(body) {}

    std::vector<MemberPlace> walk() {
        std::vector<MemberPlace> places;
        skipTo('{');
        ++m_at;
        while (true) {
            m_at = m_body.find_first_of("\"}", m_at);
            if (m_at == std::string_view::npos || m_body[m_at] == '}') {
                return places;
            }
            skipString();
            skipTo(':');
            m_at = m_body.find_first_not_of(" \t\r\n", m_at + 1);
            const std::size_t begin = m_at;
            skipValue();
            places.push_back({begin, m_at});
        }
    }

private:
    void skipTo(char c) { m_at = std::min(m_body.find(c, m_at), m_body.size()); }

    // From the opening quote to behind the closing one.
    void skipString() {
        ++m_at;
        while (m_at < m_body.size() && m_body[m_at] != '"') {
            m_at += m_body[m_at] == '\\' ? 2U : 1U;
        }
        ++m_at;
    }

    void skipValue() {
        std::size_t depth = 0;
        while (m_at < m_body.size()) {
            const char c = m_body[m_at];
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++m_at;
                continue;
            } else if (depth > 0) {
                depth -= c == '}' || c == ']' ? 1U : 0U;
                ++m_at;
            } else {
                m_at = std::min(m_body.find_first_of(",} \t\r\n", m_at), m_body.size());
            }
            if (depth == 0) {
                return;
            }
        }
    }

    std::string_view m_body;
    std::size_t m_at = 0;
};

}  // namespace

std::vector<MemberPlace> memberPlaces(std::string_view body) {
    return Walker(body).walk();
}

std::string placeText(std::string_view body, std::size_t offset) {
    const auto before = body.substr(0, offset);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const auto lineBegin = before.rfind('\n');
    const auto column = lineBegin == std::string_view::npos ? offset : offset - lineBegin - 1;
    return "line " + std::to_string(lines + 1) + " column " + std::to_string(column);
}

}  // namespace engine::wire
