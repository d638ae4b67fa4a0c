#include <sys/mman.h>
#include <sys/time.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "engine/storage/verify.h"
#include "tests/engine/storage/child.h"
#include "tests/faults/large_base.h"
#include "tests/faults/load.h"

// kill -9 of a process that writes to a database above 64 MiB.
namespace engine::faults {
namespace {

using operations::Engine;

constexpr std::size_t writesInRound = 12'000;

// What a killed process leaves to its parent.
class SharedProgress final {
public:
    struct Counts {
        std::atomic<std::size_t> begun;
        std::atomic<std::size_t> acknowledged;
    };
    SharedProgress() {
        void* memory = ::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        ENSURE(memory != MAP_FAILED);
        m_counts = new (memory) Counts();
    }
    ~SharedProgress() { ::munmap(m_counts, sizeof(Counts)); }
    SharedProgress(const SharedProgress&) = delete;
    SharedProgress& operator=(const SharedProgress&) = delete;
    Counts* operator->() const { return m_counts; }

private:
    Counts* m_counts;
};

Result<std::unique_ptr<Engine>> openEngine(const std::string& directory) {
    operations::EngineOptions options;
    options.directory = directory;
    options.checkpoints = {.logBytes = 1'500'000, .freedPages = 2'000, .segmentBytes = 2'000'000};
    return Engine::open(std::move(options));
}

// Writes until a timer, whose signal nobody handles, ends the process as SIGKILL would.
std::string writeUntilKilled(const std::string& directory, const Workload& writes, std::size_t from,
                             suseconds_t microseconds, std::uint64_t seed,
                             const SharedProgress& progress) {
    progress->begun = from;
    progress->acknowledged = from;
    const itimerval moment{{}, {0, microseconds}};
    ::setitimer(ITIMER_REAL, &moment, nullptr);
    const auto engine = openEngine(directory);
    if (!engine) {
        return "not opened: " + engine.error().message;
    }
    const std::size_t done =
        runLoad(**engine, writes, from, seed,
                {[&](std::size_t number) { progress->begun = number + 1; },
                 [&](std::size_t number) { progress->acknowledged = number + 1; }});
    return done == writes.size() ? "ended" : "refused";
}

// "done N" when the content is that of N writes, no acknowledged one is missing and nothing is
// found; else what is wrong.
std::string look(const std::string& directory, const Workload& writes,
                 const SharedProgress& progress) {
    const auto engine = openEngine(directory);
    if (!engine) {
        return "not opened: " + engine.error().message;
    }
    const auto fingerprint = fingerprintOf((*engine)->database());
    if (!fingerprint) {
        return "not read: " + fingerprint.error().message;
    }
    const auto report = storage::verifyDatabase((*engine)->database(), systemClock());
    if (!report || !report->isClean()) {
        return "not verified: " + (report ? report->findings[0].message : report.error().message);
    }
    for (std::size_t done = progress->acknowledged; done <= progress->begun; ++done) {
        if (writes.fingerprint(done) == *fingerprint) {
            return "done " + std::to_string(done);
        }
    }
    return "lost or wrong: not the content after any of the writes " +
           std::to_string(progress->acknowledged) + " to " + std::to_string(progress->begun);
}

TEST(LargeKill, LosesNothing) {
    const Workshop workshop;
    const Workload writes(LargeBase::seed, LargeBase::preparation + writesInRound,
                          LargeBase::stock);
    const std::string base = workshop / "base";
    ASSERT_EQ(LargeBase::make(base, writes, 0), "");
    const std::string image = workshop / "image";
    std::mt19937_64 random(LargeBase::seed);
    const SharedProgress progress;
    const int kills = count(20, 100);
    std::size_t done = writes.size();
    std::size_t acknowledged = 0;
    int killed = 0;
    for (int cycle = 0; killed < kills; ++cycle) {
        if (done == writes.size()) {
            LargeBase::copy(base, image);
            done = LargeBase::preparation;
        }
        const auto microseconds = static_cast<suseconds_t>(20'000 + random() % 400'000);
        const std::string end = storage::testing::inChild([&] {
            return writeUntilKilled(image, writes, done, microseconds, random(), progress);
        });
        ASSERT_TRUE(end == "ended" || end.starts_with("killed by signal ")) << end;
        killed += end == "ended" ? 0 : 1;
        acknowledged += progress->acknowledged - done;
        const std::string found =
            storage::testing::inChild([&] { return look(image, writes, progress); });
        ASSERT_TRUE(found.starts_with("done ")) << "cycle " << cycle << ": " << found;
        done = std::strtoull(found.c_str() + 5, nullptr, 10);
    }
    std::printf("%d kills, %zu acknowledged writes, 0 lost, 0 findings\n", killed, acknowledged);
    EXPECT_GT(acknowledged, static_cast<std::size_t>(kills) * 10);
}

}  // namespace
}  // namespace engine::faults
