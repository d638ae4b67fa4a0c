#include "engine/endpoint/as_of_header.h"

#include <charconv>
#include <string>

#include "engine/base/iso_time.h"

namespace engine::endpoint {
namespace {

constexpr const char* headerName = "The header X-Tidemark-As-Of ";

std::optional<Timestamp> parseMoment(std::string_view text) {
    Timestamp time;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, time.milliseconds);
    if (parsed.ec == std::errc() && parsed.ptr == end && time.milliseconds >= 0) {
        return time;
    }
    return parseIsoTime(text);
}

// Where a request holds the moment that it reads; null when it reads no items.
std::optional<Timestamp>* momentOf(operations::Request& request) {
    return std::visit(
        [](auto& input) -> std::optional<Timestamp>* {
            if constexpr (requires { input.asOf; }) {
                return &input.asOf;
            } else {
                return nullptr;
            }
        },
        request);
}

}  // namespace

std::optional<Error> applyAsOf(const RequestHead& head, std::string_view operationName,
                               operations::Request& request) {
    if (head.asOfCount == 0) {
        return std::nullopt;
    }
    if (head.asOfCount > 1) {
        return Error::validation(std::string(headerName) + "is given more than once");
    }
    auto* const moment = momentOf(request);
    if (moment == nullptr) {
        return Error::validation(std::string(headerName) +
                                 "is for reads of items; it has no meaning for " +
                                 std::string(operationName));
    }
    *moment = parseMoment(head.asOf);
    if (!*moment) {
        return Error::validation(std::string(headerName) +
                                 "is neither an ISO 8601 time with a zone nor milliseconds since "
                                 "1970: " +
                                 std::string(head.asOf));
    }
    return std::nullopt;
}

}  // namespace engine::endpoint
