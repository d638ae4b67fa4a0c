// Input that nobody sends by accident: research/reliability.md section 4, "Limits".
#include <gtest/gtest.h>

#include "engine/base/limits.h"
#include "tests/engine/wire/wire_helpers.h"

namespace engine::wire {
namespace {

using testing::problem;

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

TEST(HostileJson, DepthBombs) {
    EXPECT_EQ(problem("PutItem", repeated("[", 100'000)), "Serialization: ");
    EXPECT_EQ(problem("PutItem", repeated("{\"a\":", 100'000)), "Serialization: ");
    EXPECT_EQ(
        problem("PutItem", R"({"a":)" + repeated("[", 100'000) + repeated("]", 100'000) + "}"),
        "Serialization: ");
    EXPECT_EQ(problem("PutItem", R"({"Item":{"a":)" + repeated(R"({"L":[)", 100'000) +
                                     repeated("]}", 100'000) + "}}"),
              "Serialization: ");
}

TEST(HostileJson, ALegalDepthOfUnknownMembersIsIgnored) {
    EXPECT_EQ(problem("GetItem", R"({"TableName":"abc","Key":{},"x":)" + repeated("[", 500) +
                                     repeated("]", 500) + "}"),
              "decoded");
}

TEST(HostileJson, SixteenMebibytesDecodeExactly) {
    const std::string text(limits::requestBodyBytesMax - 100, 'x');
    const auto input = testing::decoded<operations::PutItemInput>(
        "PutItem", R"({"TableName":"abc","Item":{"pk":{"S":")" + text + R"("}}})");
    EXPECT_EQ(input.item.at("pk"), values::AttributeValue::string(text));
    // The buffers of the big request are gone, a small one still works.
    EXPECT_EQ(problem("PutItem", R"({"TableName":"abc","Item":{}})"), "decoded");
}

TEST(HostileJson, ManyMembers) {
    std::string members = R"("a":{"S":"x"})";
    for (int i = 0; i < 100'000; ++i) {
        members += R"(,"a)" + std::to_string(i) + R"(":{"NULL":true})";
    }
    EXPECT_EQ(testing::decoded<operations::PutItemInput>(
                  "PutItem", R"({"TableName":"abc","Item":{)" + members + "}}")
                  .item.size(),
              100'001U);
}

TEST(HostileJson, BrokenTextIsRefused) {
    for (const char* const value :
         {R"("\ud800")", R"("\udc00\ud800")", R"("\u12")", R"("\x")", "\"a\nb\"", "\"\xc3(\"",
          "\"\xed\xa0\x80\"", "\"\xf8\x88\x80\x80\x80\""}) {
        EXPECT_EQ(problem("GetItem", std::string(R"({"TableName":)") + value + "}"),
                  "Serialization: ")
            << value;
    }
}

TEST(HostileJson, EveryPrefixOfARequestIsRefusedOrDecodes) {
    const std::string body =
        R"({"TableName":"abc","Item":{"pk":{"S":"a\u00e4"},"l":{"L":[{"N":"1"},{"NS":["1"]}]}}})";
    for (std::size_t length = 0; length < body.size(); ++length) {
        EXPECT_EQ(problem("PutItem", body.substr(0, length)), "Serialization: ") << length;
    }
    EXPECT_EQ(problem("PutItem", body), "decoded");
}

TEST(HostileJson, EveryByteChangedIsSurvived) {
    const std::string body =
        R"({"TableName":"abc","Item":{"pk":{"S":"a"},"b":{"B":"AA=="},"l":{"L":[{"N":"1"}]}}})";
    int refused = 0;
    for (std::size_t at = 0; at < body.size(); ++at) {
        for (const char byte : {'\0', '"', '{', '}', '[', '\\', '\x7f', '\xff', '9'}) {
            std::string changed = body;
            changed[at] = byte;
            refused += problem("PutItem", changed) == "decoded" ? 0 : 1;
        }
    }
    EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace engine::wire
