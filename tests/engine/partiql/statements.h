#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/partiql/binder.h"
#include "engine/partiql/parser.h"

// Short ways to statements for the tests of this room.
namespace engine::partiql {

inline Statement bound(const std::string& text,
                       const std::vector<values::AttributeValue>& parameters = {}) {
    auto parsed = parse(text);
    if (!parsed) {
        ADD_FAILURE() << text << ": " << parsed.error().message;
        return {};
    }
    auto statement = bind(*std::move(parsed), parameters);
    if (!statement) {
        ADD_FAILURE() << text << ": " << statement.error().message;
        return {};
    }
    return *std::move(statement);
}

// The text of the error that the parser or the binder gives; "" when there is none.
inline std::string problem(const std::string& text,
                           const std::vector<values::AttributeValue>& parameters = {}) {
    auto parsed = parse(text);
    if (!parsed) {
        return parsed.error().message;
    }
    const auto statement = bind(*std::move(parsed), parameters);
    if (!statement) {
        return statement.error().message;
    }
    return statement->refusal.value_or("");
}

}  // namespace engine::partiql
