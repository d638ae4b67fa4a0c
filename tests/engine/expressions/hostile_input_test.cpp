#include <gtest/gtest.h>

#include <atomic>
#include <iterator>
#include <thread>

#include "engine/base/random.h"
#include "tests/engine/expressions/support.h"

namespace engine::expressions {
namespace {

using namespace testing;

const Request request{{{"#a", "a"}}, {{":v", n("1")}}};

// Compiles the text as every kind of expression. True when one of them was accepted; a refusal must
// have a text.
bool anyAccepts(const std::string& text) {
    auto placeholders = request.placeholders();
    const std::string errors[] = {
        errorOf(Condition::compile(ConditionKind::Condition, text, placeholders)),
        errorOf(Condition::compile(ConditionKind::Filter, text, placeholders)),
        errorOf(compileKeyCondition(text, placeholders)),
        errorOf(Projection::compile(text, placeholders)),
        errorOf(Update::compile(text, placeholders)),
    };
    bool accepted = false;
    for (const auto& error : errors) {
        accepted = accepted || error.empty();
        EXPECT_TRUE(error.empty() || error.starts_with("Invalid ")) << error;
    }
    return accepted;
}

TEST(HostileInputTest, RefusesDeepNesting) {
    EXPECT_FALSE(anyAccepts(std::string(4096, '(')));
    EXPECT_FALSE(anyAccepts(std::string(2000, '(') + "a = :v" + std::string(2000, ')')));
    EXPECT_FALSE(anyAccepts(repeated("NOT ", 1020) + "a = :v"));
    EXPECT_FALSE(anyAccepts(repeated("NOT(", 800) + "a=:v" + std::string(800, ')')));
    EXPECT_FALSE(anyAccepts(repeated("(a=:v OR", 500)));
    EXPECT_FALSE(anyAccepts(repeated("size(", 800) + "a" + std::string(90, ')')));
    EXPECT_FALSE(anyAccepts("a = " + std::string(4000, '(')));
    EXPECT_FALSE(anyAccepts("SET a = " + std::string(4000, '(')));
    EXPECT_FALSE(anyAccepts("SET a = " + repeated("if_not_exists(a,", 250)));
    EXPECT_FALSE(anyAccepts("a" + repeated("[0]", 1300)));
    EXPECT_FALSE(anyAccepts("a" + repeated(".a", 2000)));
    EXPECT_FALSE(anyAccepts(std::string(4096, '[')));
    EXPECT_FALSE(anyAccepts(std::string(4096, '9')));
    EXPECT_FALSE(anyAccepts(joined("a", ",", 2000)));
}

TEST(HostileInputTest, RefusesRandomBytes) {
    SeededRandom random(20261121);
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        const auto length = random.next() % 60;
        for (std::uint64_t i = 0; i < length; ++i) {
            text.push_back(static_cast<char>(random.next() % 256));
        }
        anyAccepts("\x01" + text);
        EXPECT_FALSE(anyAccepts("\x01" + text));
    }
}

// Random runs of real tokens reach deeper into the grammars than random bytes.
TEST(HostileInputTest, SurvivesRandomTokens) {
    const std::string tokens[] = {"a",
                                  "b",
                                  "#a",
                                  ":v",
                                  "(",
                                  ")",
                                  "[",
                                  "]",
                                  "0",
                                  ",",
                                  ".",
                                  "=",
                                  "<>",
                                  "<",
                                  ">=",
                                  "+",
                                  "-",
                                  "AND",
                                  "OR",
                                  "NOT",
                                  "BETWEEN",
                                  "IN",
                                  "SET",
                                  "REMOVE",
                                  "ADD",
                                  "DELETE",
                                  "size",
                                  "contains",
                                  "attribute_exists",
                                  "if_not_exists",
                                  "list_append",
                                  "status",
                                  "!"};
    SeededRandom random(7);
    int accepted = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        const auto length = 1 + random.next() % 9;
        for (std::uint64_t i = 0; i < length; ++i) {
            text += tokens[random.next() % std::size(tokens)] + " ";
        }
        accepted += anyAccepts(text) ? 1 : 0;
    }
    EXPECT_GT(accepted, 0);
}

// The cache is shared by all connections.
TEST(HostileInputTest, CompilesOnSeveralThreads) {
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&failures] {
            for (int i = 0; i < 500; ++i) {
                auto placeholders = request.placeholders();
                const auto text = "a" + std::to_string(i % 50) + " = :v";
                if (!Condition::compile(ConditionKind::Filter, text, placeholders)) {
                    ++failures;
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(failures, 0);
}

// A search that begins again at every place would take some 10^12 steps.
TEST(HostileInputTest, ContainsTakesTimeInProportionToTheText) {
    const std::string part = std::string(200'000, 'a') + "b";
    const Request long_{{}, {{":v", values::AttributeValue::string(part)}}};
    auto placeholders = long_.placeholders();
    std::string text = "contains(a, :v)";
    for (int i = 0; i < 19; ++i) {
        text += " OR contains(a, :v)";
    }
    const auto condition = Condition::compile(ConditionKind::Condition, text, placeholders);
    ASSERT_TRUE(condition);
    const auto holds = [&](std::string whole) {
        const values::EncodedItem item(
            values::AttributeMap{{"a", values::AttributeValue::string(std::move(whole))}});
        return condition->matches(item.view());
    };
    EXPECT_FALSE(holds(std::string(400'000, 'a')));
    EXPECT_TRUE(holds(std::string(300'000, 'a') + "b"));
}

}  // namespace
}  // namespace engine::expressions
