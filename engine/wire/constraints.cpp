#include "engine/wire/constraints.h"

#include <algorithm>
#include <cctype>

#include "engine/base/limits.h"

namespace engine::wire {
namespace {

constexpr std::size_t listedEntriesMax = 10;
constexpr std::string_view failed = "failed to satisfy constraint: ";
constexpr std::string_view namePattern =
    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";

std::string lengthAtLeastText(std::size_t bound) {
    return "Member must have length greater than or equal to " + std::to_string(bound);
}

std::string lengthAtMostText(std::size_t bound) {
    return "Member must have length less than or equal to " + std::to_string(bound);
}

}  // namespace

std::string oldEntry(std::string_view echo, std::string_view member, std::string_view constraint) {
    std::string entry = "Value ";
    entry.append(echo).append(" at ").append(singleQuoted(member)).append(" ");
    return entry.append(failed).append(constraint);
}

std::string singleQuoted(std::string_view text) {
    return "'" + std::string(text) + "'";
}

bool isArn(std::string_view name) {
    return name.starts_with("arn:");
}

bool isResourceName(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
    });
}

void Constraints::add(std::string entry) {
    if (m_listsAll || m_entries.empty()) {
        m_entries.push_back(std::move(entry));
    }
}

Error Constraints::error() const {
    std::string text = std::to_string(m_entries.size());
    text +=
        m_entries.size() == 1 ? " validation error detected: " : " validation errors detected: ";
    const std::size_t listed = std::min(m_entries.size(), listedEntriesMax);
    for (std::size_t i = 0; i < listed; ++i) {
        text += i == 0 ? "" : "; ";
        text += m_entries[i];
    }
    return Error::validation(std::move(text));
}

void Constraints::notNull(bool present, std::string_view member) {
    if (!present) {
        add(oldEntry("null", pathOf(member), "Member must not be null"));
    }
}

void Constraints::addValue(std::string_view echo, std::string_view member,
                           std::string_view constraint) {
    if (m_framework == Framework::Old) {
        add(oldEntry(singleQuoted(echo), pathOf(member), constraint));
        return;
    }
    std::string name(member);
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    std::string entry = "Value at ";
    entry.append(singleQuoted(name)).append(" ").append(failed).append(constraint);
    add(std::move(entry));
}

void Constraints::dataTableName(const std::optional<std::string>& name) {
    notNull(name.has_value(), "tableName");
    resourceName(name, "tableName", 1);
}

// Too long and ill-formed names are echoed by both frameworks.
void Constraints::resourceName(const std::optional<std::string>& name, std::string_view member,
                               std::size_t lengthMin) {
    if (!name || isArn(*name)) {
        return;
    }
    if (name->size() < lengthMin) {
        addValue(*name, member, lengthAtLeastText(lengthMin));
    }
    if (name->size() > limits::tableNameBytesMax) {
        add(oldEntry(singleQuoted(*name), pathOf(member),
                     lengthAtMostText(limits::tableNameBytesMax)));
    }
    if (!isResourceName(*name)) {
        add(oldEntry(singleQuoted(*name), pathOf(member), namePattern));
    }
}

void Constraints::atLeast(std::optional<std::int64_t> value, std::int64_t bound,
                          std::string_view member) {
    if (value && *value < bound) {
        addValue(std::to_string(*value), member,
                 "Member must have value greater than or equal to " + std::to_string(bound));
    }
}

void Constraints::atMost(std::optional<std::int64_t> value, std::int64_t bound,
                         std::string_view member) {
    if (value && *value > bound) {
        addValue(std::to_string(*value), member,
                 "Member must have value less than or equal to " + std::to_string(bound));
    }
}

void Constraints::lengthAtLeast(std::size_t length, std::size_t bound, std::string_view echo,
                                std::string_view member) {
    if (length < bound) {
        addValue(echo, member, lengthAtLeastText(bound));
    }
}

void Constraints::lengthAtMost(std::size_t length, std::size_t bound, std::string_view echo,
                               std::string_view member) {
    if (length > bound) {
        addValue(echo, member, lengthAtMostText(bound));
    }
}

// Only ReturnValues has the current framework's enum text (facts/aws-observed.md section 1, with
// the service's own spelling mistake).
void Constraints::badEnum(const std::string& text, std::string_view member,
                          std::string_view printed) {
    std::string constraint = "Member must satisfy enum value set: ";
    if (m_framework == Framework::Current && member == "returnValues") {
        constraint += "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";
        add("Failed to satisfy constraint: " + constraint);
        return;
    }
    if (m_framework == Framework::Current && member == "conditionalOperator") {
        add("Failed to satisfy constraint: " + constraint + "[ALL, OR]");
        return;
    }
    constraint += printed;
    add(oldEntry(singleQuoted(text), pathOf(member), constraint));
}

}  // namespace engine::wire
