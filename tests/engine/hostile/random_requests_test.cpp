// Random requests from a grammar, half of them broken: none crashes, none answers 500, every
// answer is JSON. 20,000, and 1,000,000 with TIDEMARK_SOAK.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "engine/operations/engine.h"
#include "engine/wire/codec.h"
#include "tests/engine/hostile/request_maker.h"

namespace engine::test {
namespace {

struct Tally {
    std::map<std::string, int> good;
    int broken = 0;
    int refused = 0;
};

const wire::OperationEntry* entryOf(std::string_view name) {
    for (const auto& entry : wire::operationTable()) {
        if (entry.name == name) {
            return &entry;
        }
    }
    return nullptr;
}

// As the endpoint does it. False: the answer is wrong.
bool answer(operations::Engine& engine, const MadeRequest& made, Tally& tally) {
    const auto* const entry = entryOf(made.operation);
    if (entry == nullptr) {
        return false;
    }
    const auto request = entry->decode(made.body);
    const auto outcome =
        request ? engine.executeAndWait(*request) : Result<operations::Response>(request.error());
    tally.broken += made.isBroken ? 1 : 0;
    if (!outcome) {
        ++tally.refused;
        const auto error = wire::encodeError(outcome.error());
        return error.status == 400 && wire::checkJson(error.body);
    }
    ++tally.good[made.operation];
    std::string text;
    wire::encodeResponse(*outcome, text);
    return text.empty() || wire::checkJson(text);
}

void makeTables(operations::Engine& engine, RequestMaker& maker) {
    Tally ignored;
    for (int table = 0; table < RequestMaker::tableCount; ++table) {
        answer(engine, {"CreateTable", maker.makeTable(table), false}, ignored);
    }
}

// So many go to one engine: its log grows, and some requests read all of it.
constexpr int requestsPerEngine = 20'000;

void ask(RequestMaker& maker, Tally& tally) {
    operations::EngineOptions options;
    options.durability = storage::Durability::Memory;
    auto opened = operations::Engine::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    operations::Engine& engine = **opened;
    for (int i = 0; i < requestsPerEngine; ++i) {
        if (i % 100 == 0) {
            makeTables(engine, maker);  // some are deleted on the way
        }
        const MadeRequest made = maker.next();
        ASSERT_TRUE(answer(engine, made, tally)) << made.operation << " " << made.body;
    }
}

TEST(RandomRequests, AreAllAnswered) {
    const int count = std::getenv("TIDEMARK_SOAK") != nullptr ? 1'000'000 : requestsPerEngine;
    const char* given = std::getenv("TIDEMARK_SEED");
    const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device()();
    std::cout << "seed " << seed << "\n" << std::flush;
    RequestMaker maker(seed);
    Tally tally;
    for (int asked = 0; asked < count; asked += requestsPerEngine) {
        ASSERT_NO_FATAL_FAILURE(ask(maker, tally));
    }
    std::cout << count << " requests, " << tally.broken << " broken, " << tally.refused
              << " refused\n";
    EXPECT_GT(tally.broken, count * 2 / 5);
    EXPECT_LT(tally.refused, count * 8 / 10);
    // The grammar must reach the operations, not only their checks.
    for (const char* operation :
         {"PutItem", "UpdateItem", "Query", "Scan", "TransactWriteItems", "ExecuteStatement"}) {
        EXPECT_GT(tally.good[operation], count / 2000) << operation;
    }
}

}  // namespace
}  // namespace engine::test
