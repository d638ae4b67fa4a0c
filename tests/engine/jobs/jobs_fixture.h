#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/jobs/job_runner.h"
#include "engine/operations/engine.h"
#include "tests/engine/jobs/folder.h"

// An engine with its job runner, on a clock that the test moves.
namespace engine::jobs::test {

class MovedClock final : public Clock {
public:
    Timestamp now() const override { return {m_now.load()}; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    void advance(std::int64_t milliseconds) { m_now += milliseconds; }

private:
    std::atomic<std::int64_t> m_now{1'790'000'000'000};
};

inline constexpr std::int64_t minute = 60'000;

using values::AttributeMap;
using values::AttributeValue;
// Items of a table by partition and sort key.
using Items = std::map<std::pair<std::string, int>, AttributeMap>;

class JobsTest : public ::testing::Test {
protected:
    // Table "source": pk (S), sk (N), local index byRank (rank N), global index byCity (city S).
    explicit JobsTest(JobLimits limits = {});
    ~JobsTest() override;

    operations::Engine& engine() { return *m_engine; }
    MovedClock& clock() { return m_clock; }
    std::string path(const std::string& name) {
        return engine().database().directory() + "/" + name;
    }
    // A new process, as far as jobs can tell.
    void restartRunner();
    void stopRunner() { m_runner.reset(); }
    void waitUntilIdle() { m_runner->waitUntilIdle(); }

    template <class Output>
    Output answer(operations::Request request) {
        auto result = engine().executeAndWait(std::move(request));
        if (!result) {
            ADD_FAILURE() << result.error().message;
            return {};
        }
        return std::get<Output>(*std::move(result));
    }
    std::optional<ErrorKind> refusal(operations::Request request);

    // Point-in-time recovery of a table, from now on.
    void protect(const std::string& table);
    void put(int partition, int sort, int version);
    void remove(int partition, int sort);
    void dropTable(const std::string& name);
    static AttributeMap item(int partition, int sort, int version);

    schema::TableStatus statusOf(const std::string& table);
    Items itemsOf(const std::string& table, std::optional<std::string> index = std::nullopt);
    // Restores and waits.
    std::optional<ErrorKind> restore(const std::string& target, std::optional<Timestamp> moment);

private:
    Folder m_folder;
    MovedClock m_clock;
    SeededRandom m_random{7};
    JobLimits m_limits;
    std::unique_ptr<operations::Engine> m_engine;
    std::unique_ptr<JobRunner> m_runner;
};

}  // namespace engine::jobs::test
