#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace engine::wire {

// Generation of the service's member constraints; which operation uses which, and the texts:
// facts/validation.md section 3.
enum class Framework { Current, Old };

template <class Enum>
using EnumNames = std::initializer_list<std::pair<std::string_view, Enum>>;

// Collects broken member constraints of a request. The current framework stops at the first one,
// the old one lists all.
class Constraints final {
public:
    explicit Constraints(Framework framework, bool listsAll = false)
        : m_framework(framework), m_listsAll(listsAll || framework == Framework::Old) {}

    // Members from here on are those of a structure, e.g. "tableCreationParameters."; "" leaves it.
    void enter(std::string_view structure) { m_structure = structure; }

    // Members are named as the old framework does ("tableName"); the current one's spelling is
    // derived.
    void notNull(bool present, std::string_view member);
    void dataTableName(const std::optional<std::string>& name);
    void resourceName(const std::optional<std::string>& name, std::string_view member,
                      std::size_t lengthMin);
    void atLeast(std::optional<std::int64_t> value, std::int64_t bound, std::string_view member);
    void atMost(std::optional<std::int64_t> value, std::int64_t bound, std::string_view member);
    // `echo`: how the old framework prints the value.
    void lengthAtLeast(std::size_t length, std::size_t bound, std::string_view echo,
                       std::string_view member);
    void lengthAtMost(std::size_t length, std::size_t bound, std::string_view echo,
                      std::string_view member);

    // `printed`: the set as the service prints it, e.g. "[SIZE, NONE]".
    template <class Enum>
    std::optional<Enum> enumeration(const std::optional<std::string>& text, std::string_view member,
                                    std::string_view printed, EnumNames<Enum> names) {
        if (!text) {
            return std::nullopt;
        }
        for (const auto& [name, value] : names) {
            if (name == *text) {
                return value;
            }
        }
        badEnum(*text, member, printed);
        return std::nullopt;
    }

    // One entry of the list in full.
    void add(std::string entry);
    bool broken() const { return !m_entries.empty(); }
    // "N validation error(s) detected: ..."; only when broken().
    Error error() const;

private:
    void badEnum(const std::string& text, std::string_view member, std::string_view printed);
    void addValue(std::string_view echo, std::string_view member, std::string_view constraint);

    std::string pathOf(std::string_view member) const { return m_structure + std::string(member); }

    Framework m_framework;
    bool m_listsAll;
    std::string m_structure;
    std::vector<std::string> m_entries;
};

// "Value <echo> at '<member>' failed to satisfy constraint: <constraint>" of the old framework.
std::string oldEntry(std::string_view echo, std::string_view member, std::string_view constraint);
std::string singleQuoted(std::string_view text);  // '...'
bool isArn(std::string_view name);
bool isResourceName(std::string_view name);  // [a-zA-Z0-9_.-]+

}  // namespace engine::wire
