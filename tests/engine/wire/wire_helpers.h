#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/wire/codec.h"

namespace engine::wire::testing {

inline Result<operations::Request> decode(std::string_view operation, std::string_view body) {
    const auto* const entry = findOperation("DynamoDB_20120810." + std::string(operation));
    ENSURE(entry != nullptr);
    return entry->decode(body);
}

// The input struct of a request that must decode.
template <class Input>
Input decoded(std::string_view operation, std::string_view body) {
    auto request = decode(operation, body);
    EXPECT_TRUE(request.hasValue()) << (request ? "" : request.error().message);
    return request ? std::get<Input>(*std::move(request)) : Input();
}

// "Kind: message" of a request that must not decode.
inline std::string problem(std::string_view operation, std::string_view body) {
    const auto request = decode(operation, body);
    if (request) {
        return "decoded";
    }
    return std::string(errorKindName(request.error().kind)) + ": " + request.error().message;
}

inline std::string json(const values::AttributeMap& item) {
    std::string out;
    encodeItem(values::EncodedItem(item).view(), out);
    return out;
}

}  // namespace engine::wire::testing
