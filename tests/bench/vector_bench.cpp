// Figures of vector search: the distance kernels next to a scalar loop, and searches of a table in
// memory - the first one, which reads the items, those after it, and one without the cache.
//
//   vector_bench [ITEMS DIMENSIONS]...     prints figures
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "engine/operations/vector_cache.h"
#include "engine/operations/vector_scan.h"
#include "engine/schema/keys.h"
#include "engine/storage/database.h"
#include "engine/values/vector_distance.h"

namespace {

namespace schema = engine::schema;
namespace storage = engine::storage;
using engine::SeededRandom;
using engine::values::AttributeValue;
using engine::values::DistanceFunction;
using engine::values::EncodedItem;
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

template <class T>
T need(engine::Result<T> result) {
    if (!result) {
        die(result.error().message);
    }
    return *std::move(result);
}

schema::TableSpec tableSpec(std::size_t dimensions) {
    schema::TableSpec spec;
    spec.tableName = "Points";
    spec.attributeDefinitions = {{"pk", engine::values::AttributeType::S}};
    spec.keySchema = {{"pk", schema::KeyType::Hash}};
    spec.billingMode = schema::BillingMode::PayPerRequest;
    schema::VectorIndexSpec index;
    index.name = "near";
    index.vectorAttribute = "at";
    index.dimensions = static_cast<std::int64_t>(dimensions);
    index.projection.type = schema::ProjectionType::All;
    spec.vectorIndexes = {index};
    return spec;
}

EncodedItem randomItem(std::size_t number, std::size_t dimensions, SeededRandom& random) {
    engine::values::AttributeList elements;
    elements.reserve(dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) {
        elements.push_back(AttributeValue::number(
            *engine::values::Number::parse(std::to_string(component(random)))));
    }
    engine::values::AttributeMap item;
    item.emplace("pk", AttributeValue::string(std::to_string(number)));
    item.emplace("at", AttributeValue::list(std::move(elements)));
    return EncodedItem(item);
}

// Makes the table, or puts items into it, and waits.
class Write final : public storage::WriteWork {
public:
    using Apply = std::function<engine::Result<void>(storage::WriteTransaction&)>;

    static void run(storage::Database& database, Apply apply) {
        auto work = std::make_unique<Write>(std::move(apply));
        auto done = work->m_done.get_future();
        database.submit(std::move(work));
        done.wait();
    }

    explicit Write(Apply apply) : m_apply(std::move(apply)) {}
    engine::Result<void> apply(storage::WriteTransaction& transaction) override {
        return m_apply(transaction);
    }
    void finished(engine::Result<void> outcome) override {
        if (!outcome) {
            die(outcome.error().message);
        }
        m_done.set_value();
    }

private:
    Apply m_apply;
    std::promise<void> m_done;
};

void fill(storage::Database& database, std::size_t items, std::size_t dimensions) {
    const auto table = need(schema::validateTable(tableSpec(dimensions)));
    Write::run(database, [&](storage::WriteTransaction& transaction) -> engine::Result<void> {
        auto added = transaction.addTable(table);
        return added ? engine::Result<void>() : std::move(added).error();
    });
    const auto made = database.catalog()->find("Points");
    SeededRandom random(2);
    for (std::size_t begin = 0; begin < items; begin += 1000) {
        std::vector<EncodedItem> batch;
        for (std::size_t i = begin; i < std::min(items, begin + 1000); ++i) {
            batch.push_back(randomItem(i, dimensions, random));
        }
        Write::run(database, [&](storage::WriteTransaction& transaction) -> engine::Result<void> {
            for (const auto& item : batch) {
                auto put = transaction.putItem(made->number, schema::storedKey(*made, item.view()),
                                               item.view());
                if (!put) {
                    return put;
                }
            }
            return {};
        });
    }
}

void searchFigures(std::size_t items, std::size_t dimensions) {
    storage::DatabaseOptions options;
    options.durability = storage::Durability::Memory;
    const auto database = need(storage::Database::open(options));
    fill(*database, items, dimensions);

    SeededRandom random(3);
    engine::operations::VectorCache cache(*database);
    engine::operations::VectorSearch search;
    search.table = database->catalog()->find("Points");
    search.index = search.table->findVectorIndex("near");
    search.most = 10;
    const auto timed = [&](auto one) {
        search.vector = randomVector(dimensions, random);
        const auto begin = SteadyClock::now();
        one();
        return millisecondsSince(begin);
    };
    const auto cached = [&] {
        if (!need(cache.search(search))) {
            die("the index does not fit");
        }
    };
    const double first = timed(cached);
    std::vector<double> times;
    for (int i = 0; i < 21; ++i) {
        times.push_back(timed(cached));
    }
    std::sort(times.begin(), times.end());
    const double read = timed([&] { need(scanVectors(*database, search)); });
    std::printf(
        "| %zu items of %zu dimensions, ms: first search, median of 21, without the cache | %.1f | "
        "%.2f | %.1f |\n",
        items, dimensions, first, times[10], read);
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
