// Resource policies. Texts: facts/aws-observed.md section 20 and what was measured in October 2026.
#include "engine/wire/policy_document.h"

#include <gtest/gtest.h>

namespace engine::wire {
namespace {

std::string statement(const std::string& members) {
    return R"({"Version":"2012-10-17","Statement":[{)" + members + "}]}";
}

TEST(PolicyDocument, EqualDocumentsAreEqualTexts) {
    const auto expected = statement(
        R"("Sid":"s","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},)"
        R"("Action":"dynamodb:GetItem","Resource":["a","b"],"Condition":{"Bool":{"x":true}})");
    const auto read = readPolicy(
        "{ \"Statement\" : { \"Condition\":{\"Bool\" : {\"x\":true}}, \"Resource\":[\"a\",\"b\"],"
        "\"Action\":[\"dynamodb:GetItem\"], \"Principal\":{\"AWS\":[\"123456789012\","
        "\"arn:aws:iam::123456789012:root\"]}, \"Effect\":\"allow\", \"Sid\":\"s\" },"
        "\"Version\":\"2012-10-17\" }");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->text, expected);
    EXPECT_EQ(readPolicy(expected)->text, expected);
}

TEST(PolicyDocument, ADenialToEverybodyLocksOut) {
    const auto denies = [](const std::string& principal, const std::string& action) {
        const auto read = readPolicy(statement(R"("Effect":"Deny","Principal":)" + principal +
                                               R"(,"Action":)" + action + R"(,"Resource":"*")"));
        return read && read->locksOut;
    };
    EXPECT_TRUE(denies(R"("*")", R"("dynamodb:PutResourcePolicy")"));
    EXPECT_TRUE(denies(R"({"AWS":"*"})", R"(["x","DYNAMODB:put*"])"));
    EXPECT_TRUE(denies(R"("*")", R"("*")"));
    EXPECT_TRUE(denies(R"("*")", R"("*:*Policy")"));
    EXPECT_FALSE(denies(R"("*")", R"("dynamodb:PutResourcePolic")"));
    EXPECT_FALSE(denies(R"("*")", R"("dynamodb:GetItem")"));
    EXPECT_FALSE(denies(R"({"AWS":"123456789012"})", R"("*")"));
}

TEST(PolicyDocument, HostileTextsAreRefused) {
    const auto good =
        statement(R"("Effect":"Deny","Principal":"*","Action":"dynamodb:GetItem","Resource":"*")");
    ASSERT_TRUE(readPolicy(good));
    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_FALSE(readPolicy(good.substr(0, length))) << length;
    }
    const std::string deep = std::string(9000, '[') + std::string(9000, ']');
    EXPECT_FALSE(readPolicy(deep));
    EXPECT_FALSE(readPolicy(R"({"Statement":)" + deep + "}"));
    EXPECT_FALSE(readPolicy(
        statement(R"("Effect":"Deny","Principal":{"AWS":[]},"Action":"a","Resource":"*")")));
    EXPECT_FALSE(
        readPolicy(statement(R"("Effect":1,"Principal":"*","Action":"a","Resource":"*")")));
    EXPECT_FALSE(
        readPolicy(statement(R"("Effect":"Deny","Principal":"*","Action":[1],"Resource":"*")")));
    EXPECT_FALSE(readPolicy(std::string(20'481, ' ')));
}

}  // namespace
}  // namespace engine::wire
