// Compressed bodies. Source: facts/aws-observed.md section 22.
#include "engine/endpoint/body_encoding.h"

#include <gtest/gtest.h>

#include "engine/base/limits.h"

namespace engine::endpoint {
namespace {

std::string packed(BodyEncoding encoding, std::string body) {
    encodeBody(encoding, body);
    return body;
}

bool isRefused(std::string_view body, std::string_view encoding) {
    const auto plain = decodedBody(body, encoding);
    return !plain && plain.error().kind == ErrorKind::InternalServerError;
}

TEST(BodyEncoding, WhatIsEncodedIsDecoded) {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{65'536},
                                    std::size_t{1'000'003}, limits::requestBodyBytesMax}) {
        std::string body(bytes, 'x');
        for (std::size_t i = 0; i < body.size(); i += 7) {
            body[i] = static_cast<char>(i * 31 % 251);
        }
        EXPECT_EQ(*decodedBody(packed(BodyEncoding::Gzip, body), "gzip"), body);
        EXPECT_EQ(*decodedBody(packed(BodyEncoding::Deflate, body), "Deflate"), body);
        EXPECT_EQ(*decodedBody(body, ""), body);
        EXPECT_EQ(*decodedBody(body, " identity "), body);
    }
}

TEST(BodyEncoding, GzipMembersAreOneBodyAndWhatFollowsIsPassedOver) {
    const auto two = packed(BodyEncoding::Gzip, "one") + packed(BodyEncoding::Gzip, "two");
    EXPECT_EQ(*decodedBody(two, "gzip"), "onetwo");
    EXPECT_EQ(*decodedBody(two + "junk", "gzip"), "onetwo");
    EXPECT_EQ(*decodedBody(two + two.substr(0, 8), "gzip"), "onetwo");
    EXPECT_TRUE(isRefused(
        packed(BodyEncoding::Deflate, "one") + packed(BodyEncoding::Deflate, "two"), "deflate"));
}

TEST(BodyEncoding, FaultsAreTheServersErrors) {
    const auto whole = packed(BodyEncoding::Gzip, std::string(10'000, 'a') + "end");
    EXPECT_TRUE(isRefused("{}", "gzip"));
    EXPECT_TRUE(isRefused("", "gzip"));
    EXPECT_TRUE(isRefused("{}", "br"));
    EXPECT_TRUE(isRefused("{}", "gzip, gzip"));
    EXPECT_TRUE(isRefused(whole, "deflate"));
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        EXPECT_TRUE(isRefused(whole.substr(0, bytes), "gzip")) << bytes;
    }
    auto damaged = whole;
    damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);
    EXPECT_TRUE(isRefused(damaged, "gzip"));
}

TEST(BodyEncoding, ABombIsRefused) {
    const std::string big(limits::requestBodyBytesMax + 1, '\0');
    EXPECT_TRUE(isRefused(packed(BodyEncoding::Gzip, big), "gzip"));
    EXPECT_TRUE(isRefused(packed(BodyEncoding::Deflate, big), "deflate"));
    // Many members, each small.
    const auto member = packed(BodyEncoding::Gzip, std::string(1'000'000, '\0'));
    std::string members;
    for (int i = 0; i < 17; ++i) {
        members += member;
    }
    EXPECT_TRUE(isRefused(members, "gzip"));
}

TEST(BodyEncoding, TheHigherWeightWins) {
    using enum BodyEncoding;
    const std::pair<const char*, BodyEncoding> cases[] = {
        {"", Identity},
        {"gzip", Gzip},
        {"GZIP", Gzip},
        {"deflate", Deflate},
        {"gzip, deflate, br", Gzip},
        {"br", Identity},
        {"identity", Identity},
        {"*", Gzip},
        {"*;q=0", Identity},
        {"gzip;q=0", Identity},
        {"gzip;q=0.2, deflate;q=0.8", Deflate},
        {"gzip; q=0.9 , deflate;q=0.8", Gzip},
        {"gzip;q=7, deflate;q=1", Gzip},
        {"gzip;q=0.5, identity", Identity},
        {"gzip;q=0.1, gzip;q=0, deflate;q=0.05", Gzip},
        {"gzip;q=, deflate;q=0.3", Gzip},
        {",,;q=1,gzip", Gzip},
    };
    for (const auto& [header, expected] : cases) {
        EXPECT_EQ(acceptedEncoding(header), expected) << header;
    }
}

}  // namespace
}  // namespace engine::endpoint
