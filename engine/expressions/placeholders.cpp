#include <algorithm>
#include <string>

#include "engine/base/limits.h"
#include "engine/expressions/expressions.h"
#include "engine/expressions/lexer.h"

namespace engine::expressions {
namespace {

bool isToken(std::string_view key, TokenKind kind) {
    const auto tokens = tokenize(key);
    return tokens.front().kind == kind && tokens.front().text.size() == key.size();
}

template <class Map>
Result<void> checkKeys(const Map& map, TokenKind kind, const std::string& member) {
    for (const auto& [key, value] : map) {
        if (key.size() > limits::placeholderNameMax) {
            return Error::validation(member +
                                     " contains invalid key: Member must have length less than or "
                                     "equal to 255");
        }
        if (!isToken(key, kind)) {
            return Error::validation(member + " contains invalid key: Syntax error; key: \"" + key +
                                     "\"");
        }
    }
    return {};
}

template <class Map, class Used>
Result<void> checkUsed(const Map* map, const Used& used, const std::string& member) {
    std::string unused;
    if (map != nullptr) {
        for (const auto& [key, value] : *map) {
            if (used.find(key) == used.end()) {
                unused.append(unused.empty() ? "" : ", ").append(key);
            }
        }
    }
    if (unused.empty()) {
        return {};
    }
    return Error::validation("Value provided in " + member + " unused in expressions: keys: {" +
                             unused + "}");
}

const std::string namesMember = "ExpressionAttributeNames";
const std::string valuesMember = "ExpressionAttributeValues";

Result<void> checkNotEmpty(const NameMap& names) {
    for (const auto& [key, name] : names) {
        if (name.empty()) {
            return Error::validation(
                namesMember + " contains invalid value: Empty attribute name for key " + key);
        }
    }
    return {};
}

// What the maps may hold together (facts/expressions.md section 7).
Result<void> checkSize(const NameMap* names, const ValueMap* values) {
    std::size_t bytes = 0;
    if (names != nullptr) {
        for (const auto& [key, name] : *names) {
            bytes += key.size() + name.size();
        }
    }
    if (values != nullptr) {
        for (const auto& [key, value] : *values) {
            bytes += key.size() + values::valueSizeBytes(value);
        }
    }
    if (bytes > limits::placeholderBytesMax) {
        return Error::validation(
            "The expression attribute names and values are too large; the limit is 2097152 bytes");
    }
    return {};
}

}  // namespace

Result<void> Placeholders::checkForm(bool anyExpression, bool anyValueExpression) const {
    const std::string withoutExpression = " can only be specified when using expressions";
    if (m_names != nullptr && !anyExpression) {
        return Error::validation(namesMember + withoutExpression);
    }
    if (m_values != nullptr && !anyValueExpression) {
        return Error::validation(valuesMember + withoutExpression);
    }
    if (m_names != nullptr && m_names->empty()) {
        return Error::validation(namesMember + " must not be empty");
    }
    if (m_values != nullptr && m_values->empty()) {
        return Error::validation(valuesMember + " must not be empty");
    }
    if (m_names != nullptr) {
        if (auto checked = checkKeys(*m_names, TokenKind::Name, namesMember); !checked) {
            return checked;
        }
        if (auto checked = checkNotEmpty(*m_names); !checked) {
            return checked;
        }
    }
    if (m_values != nullptr) {
        if (auto checked = checkKeys(*m_values, TokenKind::Value, valuesMember); !checked) {
            return checked;
        }
    }
    return checkSize(m_names, m_values);
}

Result<void> Placeholders::checkAllUsed() const {
    if (auto checked = checkUsed(m_names, m_used, namesMember); !checked) {
        return checked;
    }
    return checkUsed(m_values, m_used, valuesMember);
}

const std::string* Placeholders::findName(std::string_view token) {
    if (m_names == nullptr) {
        return nullptr;
    }
    const auto found = m_names->find(token);
    if (found == m_names->end()) {
        return nullptr;
    }
    m_used.emplace(token);
    return &found->second;
}

const values::AttributeValue* Placeholders::findValue(std::string_view token) {
    if (m_values == nullptr) {
        return nullptr;
    }
    const auto found = m_values->find(token);
    if (found == m_values->end()) {
        return nullptr;
    }
    m_used.emplace(token);
    return &found->second;
}

}  // namespace engine::expressions
