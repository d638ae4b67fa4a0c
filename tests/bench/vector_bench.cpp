// Figures of vector search: the distance kernels next to a scalar loop, and searches of a table in
// memory - the first one, which reads the items, those after it, and one without the cache.
//
//   vector_bench [ITEMS DIMENSIONS]...     prints figures
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "engine/operations/engine.h"
#include "engine/operations/vector_scan.h"
#include "engine/values/vector_distance.h"

namespace {

using engine::SeededRandom;
using engine::operations::Engine;
using engine::values::DistanceFunction;
using SteadyClock = std::chrono::steady_clock;

double millisecondsSince(SteadyClock::time_point begin) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

[[noreturn]] void die(const std::string& what) {
    std::fprintf(stderr, "vector_bench: %s\n", what.c_str());
    std::exit(1);
}

float component(SeededRandom& random) {
    return static_cast<float>(static_cast<int>(random.next() % 2'000'001) - 1'000'000) / 1e6F;
}

std::vector<float> randomVector(std::size_t dimensions, SeededRandom& random) {
    std::vector<float> vector(dimensions);
    for (auto& each : vector) {
        each = component(random);
    }
    return vector;
}

double scalarCosine(const float* left, const float* right, std::size_t dimensions) {
    float product = 0;
    float leftSquares = 0;
    float rightSquares = 0;
    for (std::size_t i = 0; i < dimensions; ++i) {
        product += left[i] * right[i];
        leftSquares += left[i] * left[i];
        rightSquares += right[i] * right[i];
    }
    return double{1 - product / (std::sqrt(leftSquares) * std::sqrt(rightSquares))};
}

// Nanoseconds per distance of vectors that fit the cache of the processor.
void kernelFigures(std::size_t dimensions) {
    constexpr std::size_t rows = 64;
    const std::size_t rounds = 40'000'000 / (rows * dimensions) + 1;
    SeededRandom random(1);
    const auto query = randomVector(dimensions, random);
    std::vector<std::vector<float>> vectors;
    for (std::size_t i = 0; i < rows; ++i) {
        vectors.push_back(randomVector(dimensions, random));
    }
    const auto measure = [&](auto one) {
        double sum = 0;
        const auto begin = SteadyClock::now();
        for (std::size_t round = 0; round < rounds; ++round) {
            for (const auto& vector : vectors) {
                sum += one(vector);
            }
        }
        const double nanoseconds = millisecondsSince(begin) * 1e6;
        if (!std::isfinite(sum)) {
            die("a distance is not a number");
        }
        return nanoseconds / static_cast<double>(rounds * rows);
    };
    const double scalar = measure([&](const std::vector<float>& vector) {
        return scalarCosine(query.data(), vector.data(), dimensions);
    });
    const auto kernel = [&](DistanceFunction function) {
        return measure([&](const std::vector<float>& vector) {
            return double{engine::values::distance(function, query, vector)};
        });
    };
    std::printf(
        "| %zu dimensions, ns: scalar cosine, cosine, dot product, Euclidean | %.0f | %.0f | "
        "%.0f | %.0f |\n",
        dimensions, scalar, kernel(DistanceFunction::Cosine), kernel(DistanceFunction::DotProduct),
        kernel(DistanceFunction::Euclidean));
}

template <class Input>
auto need(Engine& database, Input input) {
    auto answer = database.executeAndWait(std::move(input));
    if (!answer) {
        die(answer.error().message);
    }
    return *std::move(answer);
}

engine::schema::TableSpec tableSpec(std::size_t dimensions) {
    engine::schema::TableSpec spec;
    spec.tableName = "Points";
    spec.attributeDefinitions = {{"pk", engine::values::AttributeType::S}};
    spec.keySchema = {{"pk", engine::schema::KeyType::Hash}};
    spec.billingMode = engine::schema::BillingMode::PayPerRequest;
    engine::schema::VectorIndexSpec index;
    index.name = "near";
    index.vectorAttribute = "at";
    index.dimensions = static_cast<std::int64_t>(dimensions);
    index.projection.type = engine::schema::ProjectionType::All;
    spec.vectorIndexes = {index};
    return spec;
}

void fill(Engine& database, std::size_t items, std::size_t dimensions) {
    SeededRandom random(2);
    std::vector<std::future<void>> pending;
    for (std::size_t i = 0; i < items; ++i) {
        engine::values::AttributeList elements;
        elements.reserve(dimensions);
        for (std::size_t d = 0; d < dimensions; ++d) {
            elements.push_back(engine::values::AttributeValue::number(
                *engine::values::Number::parse(std::to_string(component(random)))));
        }
        engine::operations::PutItemInput put;
        put.tableName = "Points";
        put.item.emplace("pk", engine::values::AttributeValue::string(std::to_string(i)));
        put.item.emplace("at", engine::values::AttributeValue::list(std::move(elements)));
        auto done = std::make_shared<std::promise<void>>();
        pending.push_back(done->get_future());
        database.execute(std::move(put), [done](auto outcome) {
            if (!outcome) {
                die(outcome.error().message);
            }
            done->set_value();
        });
        if (pending.size() == 256) {
            for (auto& each : pending) {
                each.wait();
            }
            pending.clear();
        }
    }
    for (auto& each : pending) {
        each.wait();
    }
}

void searchFigures(std::size_t items, std::size_t dimensions) {
    engine::operations::EngineOptions options;
    options.durability = engine::storage::Durability::Memory;
    auto opened = Engine::open(options);
    if (!opened) {
        die(opened.error().message);
    }
    Engine& database = **opened;
    need(database, tableSpec(dimensions));
    fill(database, items, dimensions);

    SeededRandom random(3);
    const auto search = [&] {
        engine::operations::SearchVectorsInput input;
        input.tableName = "Points";
        input.indexName = "near";
        input.topK = 10;
        input.searchVector = randomVector(dimensions, random);
        const auto begin = SteadyClock::now();
        need(database, std::move(input));
        return millisecondsSince(begin);
    };
    const double first = search();
    std::vector<double> times;
    for (int i = 0; i < 21; ++i) {
        times.push_back(search());
    }
    std::sort(times.begin(), times.end());

    engine::operations::VectorSearch uncached;
    uncached.table = database.database().catalog()->find("Points");
    uncached.index = uncached.table->findVectorIndex("near");
    uncached.vector = randomVector(dimensions, random);
    uncached.most = 10;
    const auto begin = SteadyClock::now();
    if (const auto read = scanVectors(database.database(), uncached); !read) {
        die(read.error().message);
    }
    std::printf(
        "| %zu items of %zu dimensions, ms: first search, median of 21, without the cache | %.1f | "
        "%.2f | %.1f |\n",
        items, dimensions, first, times[10], millisecondsSince(begin));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    for (const std::size_t dimensions : {128U, 768U, 1536U}) {
        kernelFigures(dimensions);
    }
    if (argc < 3) {
        searchFigures(10'000, 128);
        searchFigures(100'000, 768);
    }
    for (int i = 1; i + 1 < argc; i += 2) {
        searchFigures(std::stoul(argv[i]), std::stoul(argv[i + 1]));
    }
    return 0;
}
