#include "engine/storage/manifest.h"

#include <charconv>
#include <map>
#include <optional>

namespace engine::storage {
namespace {

constexpr std::string_view formatId = "tidemark-database";

// Reads one flat object of strings without escapes and whole numbers: all that is ever written.
class FlatObjectReader final {
public:
    explicit FlatObjectReader(std::string_view text) : m_rest(text) {}

    std::optional<std::map<std::string, std::string, std::less<>>> read() {
        std::map<std::string, std::string, std::less<>> members;
        if (!take('{')) {
            return std::nullopt;
        }
        do {
            const auto name = string();
            if (!name || !take(':')) {
                return std::nullopt;
            }
            const auto value = peek() == '"' ? string() : number();
            if (!value || !members.emplace(*name, *value).second) {
                return std::nullopt;
            }
        } while (take(','));
        if (!take('}') || peek() != '\0') {
            return std::nullopt;
        }
        return members;
    }

private:
    char peek() {
        const std::size_t at = m_rest.find_first_not_of(" \t\r\n");
        m_rest.remove_prefix(at == std::string_view::npos ? m_rest.size() : at);
        return m_rest.empty() ? '\0' : m_rest.front();
    }

    bool take(char expected) {
        if (m_rest.empty() || peek() != expected) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    std::optional<std::string> string() {
        if (!take('"')) {
            return std::nullopt;
        }
        const std::size_t end = m_rest.find_first_of("\"\\\n");
        if (end == std::string_view::npos || m_rest[end] != '"') {
            return std::nullopt;
        }
        const std::string text(m_rest.substr(0, end));
        m_rest.remove_prefix(end + 1);
        return text;
    }

    std::optional<std::string> number() {
        const std::size_t end = m_rest.find_first_not_of("0123456789");
        if (end == 0 || end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string digits(m_rest.substr(0, end));
        m_rest.remove_prefix(end);
        return digits;
    }

    std::string_view m_rest;
};

bool isUuid(std::string_view text) {
    constexpr std::size_t uuidLength = 36;
    return text.size() == uuidLength &&
           text.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

std::optional<int> wholeNumber(std::string_view digits) {
    int value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = result.ec == std::errc() && result.ptr == digits.data() + digits.size();
    return whole ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string encodeManifest(const Manifest& manifest) {
    return "{\n  \"format\": \"" + std::string(formatId) +
           "\",\n  \"version\": " + std::to_string(manifest.version) + ",\n  \"databaseId\": \"" +
           manifest.databaseId + "\"\n}\n";
}

Result<Manifest> decodeManifest(std::string_view text, const std::string& path) {
    const Error damaged{
        ErrorKind::NotADatabase, path + " is damaged or was not written by Tidemark.", {}};
    const auto members = FlatObjectReader(text).read();
    if (!members || !members->contains("format") || members->find("format")->second != formatId ||
        !members->contains("version")) {
        return damaged;
    }
    const auto version = wholeNumber(members->find("version")->second);
    if (!version || *version < 1) {
        return damaged;
    }
    if (*version > formatVersion) {
        return Error{ErrorKind::FormatTooNew,
                     path + " has format version " + std::to_string(*version) +
                         ", written by a newer Tidemark. This one reads versions up to " +
                         std::to_string(formatVersion) + ". Update Tidemark to open it.",
                     {}};
    }
    const auto id = members->find("databaseId");
    if (id == members->end() || !isUuid(id->second)) {
        return damaged;
    }
    return Manifest{*version, id->second};
}

}  // namespace engine::storage
