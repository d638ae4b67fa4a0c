#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/operations/engine.h"

// An engine whose clocks the test moves, and words for tables with streams or time to live.
namespace engine::operations::test {

inline constexpr std::int64_t minute = std::int64_t{60} * 1000;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;

class MovingClock final : public Clock {
public:
    Timestamp now() const override { return {m_wall.load()}; }
    std::chrono::steady_clock::time_point steadyNow() const override {
        return std::chrono::steady_clock::time_point(uptime());
    }
    std::chrono::milliseconds uptime() const override {
        return std::chrono::milliseconds(m_uptime.load());
    }
    // Time passes.
    void pass(std::int64_t milliseconds) {
        m_wall += milliseconds;
        m_uptime += milliseconds;
    }
    // Somebody sets the clock; the machine's uptime does not change.
    void jump(std::int64_t milliseconds) { m_wall += milliseconds; }
    void set(std::int64_t milliseconds) { m_wall = milliseconds; }

private:
    std::atomic<std::int64_t> m_wall{1'790'000'000'123};
    std::atomic<std::int64_t> m_uptime{1'000'000};
};

class MovingEngineTest : public ::testing::Test {
protected:
    MovingEngineTest() { open(); }
    ~MovingEngineTest() override {
        m_engine.reset();
        if (!m_directory.empty()) {
            std::filesystem::remove_all(m_directory);
        }
    }

    // From now on the database is in a directory, so that reopen() keeps it.
    void useDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "tidemark-moving-").string();
        m_directory = name + makeUuid(systemRandom());
        open();
    }
    void reopen() { open(); }

    Engine& engine() { return *m_engine; }
    MovingClock& clock() { return m_clock; }

    template <class Output>
    Output answer(Request request) {
        auto result = m_engine->executeAndWait(std::move(request));
        if (!result) {
            ADD_FAILURE() << result.error().message;
            return {};
        }
        return std::get<Output>(*std::move(result));
    }

    // "accepted", or kind and text of the error.
    std::string outcome(Request request) {
        const auto result = m_engine->executeAndWait(std::move(request));
        return result ? "accepted"
                      : std::string(errorKindName(result.error().kind)) + ": " +
                            result.error().message;
    }

    void createTable(const std::string& name, const std::optional<std::string>& viewType = {}) {
        CreateTableInput spec;
        spec.tableName = name;
        spec.attributeDefinitions = {{"pk", values::AttributeType::S}};
        spec.keySchema = {{"pk", schema::KeyType::Hash}};
        spec.billingMode = schema::BillingMode::PayPerRequest;
        if (viewType) {
            spec.stream = schema::StreamSpec{true, viewType};
        }
        EXPECT_EQ(outcome(spec), "accepted");
    }

    static values::AttributeMap key(const std::string& pk) {
        return {{"pk", values::AttributeValue::string(pk)}};
    }
    static values::AttributeValue number(std::int64_t value) {
        return values::AttributeValue::number(values::Number::fromInteger(value));
    }

    void put(const std::string& table, const std::string& pk, values::AttributeMap more = {}) {
        PutItemInput input;
        input.tableName = table;
        input.item = key(pk);
        input.item.merge(more);
        EXPECT_EQ(outcome(input), "accepted");
    }
    void remove(const std::string& table, const std::string& pk) {
        DeleteItemInput input;
        input.tableName = table;
        input.key = key(pk);
        EXPECT_EQ(outcome(input), "accepted");
    }
    bool isThere(const std::string& table, const std::string& pk) {
        GetItemInput input;
        input.tableName = table;
        input.key = key(pk);
        return answer<GetItemOutput>(input).item.has_value();
    }

private:
    void open() {
        m_engine.reset();
        EngineOptions options;
        options.directory = m_directory;
        options.durability =
            m_directory.empty() ? storage::Durability::Memory : storage::Durability::Interval;
        options.clock = &m_clock;
        options.random = &m_random;
        auto opened = Engine::open(options);
        if (!opened) {
            ADD_FAILURE() << opened.error().message;
            std::abort();
        }
        m_engine = *std::move(opened);
    }

    MovingClock m_clock;
    SeededRandom m_random{11};
    std::string m_directory;
    std::unique_ptr<Engine> m_engine;
};

}  // namespace engine::operations::test
