#include <cmath>
#include <random>
#include <thread>

#include "engine/operations/vector_cache.h"
#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

constexpr int dimensions = 5;

class VectorSearchTest : public EngineTest {
protected:
    VectorSearchTest() {
        auto spec = notesSpec();
        spec.tableName = "Points";
        spec.attributeDefinitions.push_back({"color", AttributeType::S});
        schema::VectorIndexSpec index;
        index.name = "near";
        index.vectorAttribute = "at";
        index.dimensions = dimensions;
        index.distance = values::DistanceFunction::Euclidean;
        index.projection.type = schema::ProjectionType::All;
        index.searchSchema = {{"color", schema::SearchElementType::InlineFilter}};
        spec.vectorIndexes = {index};
        EXPECT_EQ(refusal(spec), "accepted");
    }

    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }

    std::vector<float> randomVector() {
        std::vector<float> vector;
        for (int i = 0; i < dimensions; ++i) {
            vector.push_back(static_cast<float>(below(1000)) / 8);
        }
        return vector;
    }

    AttributeValue randomAttribute() {
        values::AttributeList elements;
        for (const float each : randomVector()) {
            elements.push_back(
                AttributeValue::number(*values::Number::parse(std::to_string(each))));
        }
        return AttributeValue::list(std::move(elements));
    }

    void changeSomething() {
        const std::string partition = "p" + std::to_string(below(6));
        const auto key = item({{"pk", partition}, {"sk", below(6)}});
        const int what = below(10);
        if (what < 2) {
            answer<DeleteItemOutput>(remove("Points", key));
            return;
        }
        if (what == 2) {
            answer<UpdateItemOutput>(update("Points", key, "REMOVE color"));
            return;
        }
        auto whole = key;
        if (what < 9) {
            whole.emplace("at", randomAttribute());
        }
        if (what % 2 == 0) {
            whole.emplace("color", Value(what % 4 == 0 ? "red" : "blue").value);
        }
        givenItem("Points", std::move(whole));
    }

    VectorSearch randomSearch() {
        VectorSearch search;
        search.table = engine().database().catalog()->find("Points");
        search.index = search.table->findVectorIndex("near");
        search.vector = randomVector();
        search.most = static_cast<std::size_t>(1 + below(12));
        if (below(3) == 0) {
            search.conditions.emplace_back("color", EncodedItem(item({{"color", "red"}})));
        }
        return search;
    }

    // Scores and the items; the scores are made of eighths, and ties are as good in any order.
    static std::vector<float> scoresOf(const std::vector<SearchResult>& results) {
        std::vector<float> scores;
        for (const auto& result : results) {
            scores.push_back(result.score);
        }
        return scores;
    }

    void expectSameAnswers(VectorCache& cache) {
        const auto search = randomSearch();
        const auto cached = cache.search(search);
        const auto read = scanVectors(engine().database(), search);
        ASSERT_TRUE(cached);
        ASSERT_TRUE(*cached);
        ASSERT_TRUE(read);
        ASSERT_EQ(scoresOf(**cached), scoresOf(*read)) << "seed " << m_seed;
        for (const auto& result : **cached) {
            std::vector<float> vector;
            ASSERT_TRUE(values::readVector(*result.item.view().find("at"), dimensions, vector));
            ASSERT_EQ(values::distance(search.index->distance, search.vector, vector),
                      result.score);
            ASSERT_TRUE(matches(search, result.item.view()));
        }
    }

    std::random_device::result_type m_seed = std::random_device()();
    std::mt19937 m_random{m_seed};
};

TEST_F(VectorSearchTest, MemoryFollowsTheItems) {
    VectorCache cache(engine().database());
    for (int round = 0; round < 400; ++round) {
        for (int changes = below(8); changes > 0; --changes) {
            changeSomething();
        }
        expectSameAnswers(cache);
        if (HasFatalFailure()) {
            return;
        }
    }
}

TEST_F(VectorSearchTest, ATableOfAnotherTimeIsAnotherTable) {
    VectorCache cache(engine().database());
    for (int i = 0; i < 20; ++i) {
        changeSomething();
    }
    expectSameAnswers(cache);
    const auto search = randomSearch();
    DeleteTableInput gone;
    gone.tableName = "Points";
    answer<DeleteTableOutput>(gone);
    const auto left = cache.search(search);
    ASSERT_TRUE(left);
}

TEST_F(VectorSearchTest, WhatDoesNotFitIsNotKept) {
    givenItem("Points", item({{"pk", "a"}, {"sk", 1}, {"at", randomAttribute()}}));
    VectorCache cache(engine().database(), 1);
    const auto found = cache.search(randomSearch());
    ASSERT_TRUE(found);
    EXPECT_FALSE(*found);
}

// Searches and writes at once: every search must see the item that was written before it.
TEST_F(VectorSearchTest, SearchesSeeWhatWasAcknowledged) {
    VectorCache cache(engine().database());
    const auto search = [&](const std::string& partition) {
        auto wanted = randomSearch();
        wanted.conditions.clear();
        wanted.most = 1;
        wanted.vector.assign(dimensions, static_cast<float>(std::stoi(partition.substr(1))));
        return wanted;
    };
    std::vector<std::pair<std::string, VectorSearch>> searches;
    for (int thread = 1; thread <= 4; ++thread) {
        const std::string partition = "p" + std::to_string(thread * 1000);
        searches.emplace_back(partition, search(partition));
    }
    std::vector<std::thread> threads;
    for (const auto& [partition, wanted] : searches) {
        threads.emplace_back([&, partition = partition, wanted = wanted] {
            values::AttributeList same;
            for (const float each : wanted.vector) {
                same.push_back(
                    AttributeValue::number(values::Number::fromInteger(std::lround(each))));
            }
            for (int round = 0; round < 50; ++round) {
                const auto key = item({{"pk", partition}, {"sk", round}});
                auto whole = key;
                whole.emplace("at", AttributeValue::list(same));
                EXPECT_EQ(refusal(put("Points", whole)), "accepted");
                const auto found = cache.search(wanted);
                ASSERT_TRUE(found && *found && (**found).size() == 1);
                EXPECT_EQ((**found).front().score, 0);
                EXPECT_EQ(refusal(remove("Points", key)), "accepted");
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

}  // namespace
}  // namespace engine::operations::test
