#pragma once

#include <optional>
#include <string_view>

#include "engine/endpoint/request_gate.h"
#include "engine/operations/engine.h"

// The header X-Tidemark-As-Of, with which a read asks for a moment of the past, because any SDK can
// add a header.
namespace engine::endpoint {

// Puts the moment into the request. A Validation error for a text that is no time (ISO 8601 with a
// zone, or milliseconds since 1970), and for requests that are no reads of items.
std::optional<Error> applyAsOf(const RequestHead& head, std::string_view operationName,
                               operations::Request& request);

}  // namespace engine::endpoint
