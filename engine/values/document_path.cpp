#include "engine/values/document_path.h"

namespace engine::values {

std::string DocumentPath::toErrorText() const {
    std::string text = "[";
    for (const auto& element : elements) {
        if (text.size() > 1) {
            text += ", ";
        }
        if (const auto* name = std::get_if<std::string>(&element)) {
            text += *name;
        } else {
            text += "[" + std::to_string(std::get<std::uint32_t>(element)) + "]";
        }
    }
    return text + "]";
}

}  // namespace engine::values
