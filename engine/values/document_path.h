#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace engine::values {

// A path into an item: the first element is an attribute name, the rest are map members or list
// indexes, e.g. a.b[2].c.
struct DocumentPath {
    using Element = std::variant<std::string, std::uint32_t>;
    std::vector<Element> elements;

    const std::string& attributeName() const { return std::get<std::string>(elements.front()); }
    bool isTopLevel() const { return elements.size() == 1; }
    // As the service prints it in overlap errors: "[a, b, [2], c]".
    std::string toErrorText() const;
    friend bool operator==(const DocumentPath&, const DocumentPath&) = default;
};

class ItemView;
class ValueView;

}  // namespace engine::values
