#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/faults/image_check.h"
#include "tests/faults/program.h"

// System calls that fail (research/reliability.md D4, D5): no acknowledged write is lost, the
// engine stops writing with a clear error, and the next start is clean.
namespace engine::faults {
namespace {

constexpr std::uint64_t seed = 11;
constexpr std::size_t writesInRun = 60;

struct LoadEnd {
    std::string output;
    std::size_t acknowledged = 0;
    bool isEnded = false;  // by itself, with its last line
};

LoadEnd load(const std::string& directory, std::size_t writes,
             const std::map<std::string, std::string>& environment) {
    const auto end = runProgram({driverProgram(), "load", directory + "/db", std::to_string(seed),
                                 std::to_string(writes), "full", "none"},
                                environment);
    LoadEnd run;
    run.output = end.output;
    const std::size_t last = end.output.rfind("acknowledged ");
    run.isEnded = end.exitCode == 0 && last != std::string::npos;
    if (run.isEnded) {
        run.acknowledged = std::strtoull(end.output.c_str() + last + 13, nullptr, 10);
    }
    return run;
}

std::string judgeInChild(const std::string& directory, const Workload& writes, const LoadEnd& run) {
    return storage::testing::inChild([&] {
        return judge(directory + "/db", writes, {run.acknowledged, writes.size()});
    });
}

// How many calls a run without faults makes.
int callsOf(const std::string& output) {
    const std::size_t at = output.find("calls ");
    return at == std::string::npos ? 0 : std::atoi(output.c_str() + at + 6);
}

class FailingCalls : public ::testing::Test {
protected:
    // Every `step`-th call of a run fails, each in a run of its own; several runs at once.
    void failEach(int code, bool sticky, int step) {
        auto environment = underShim(m_workshop / "run");
        environment["TIDEMARK_SHIM_FAIL_AT"] = "0";
        emptyFolder(m_workshop / "run");
        const int calls = callsOf(load(m_workshop / "run", writesInRun, environment).output);
        ASSERT_GT(calls, 120);
        environment["TIDEMARK_SHIM_FAIL_CODE"] = std::to_string(code);
        if (sticky) {
            environment["TIDEMARK_SHIM_FAIL_STICKY"] = "1";
        }
        const auto answers = storage::testing::inChildren(processes, [&](int process) {
            const std::string folder = m_workshop / ("run" + std::to_string(process));
            environment["TIDEMARK_SHIM_DIR"] = folder;
            return failSome(folder, environment, 1 + process * step, calls, processes * step);
        });
        int runs = 0;
        int stopped = 0;
        for (const auto& answer : answers) {
            int someRuns = 0;
            int someStopped = 0;
            ASSERT_EQ(std::sscanf(answer.c_str(), "good %d %d", &someRuns, &someStopped), 2)
                << answer;
            runs += someRuns;
            stopped += someStopped;
        }
        std::printf(
            "error %d%s: %d runs for %d calls, %d stopped writing, all good after reopening\n",
            code, sticky ? " from then on" : " once", runs, calls, stopped);
        EXPECT_EQ(runs, (calls + step - 1) / step);
        EXPECT_GT(stopped, runs / 4);
    }

    static constexpr int processes = 4;

    // "good", how many runs there were and how many of them stopped writing; or what was wrong.
    static std::string failSome(const std::string& path,
                                std::map<std::string, std::string> environment, int from, int to,
                                int step) {
        const Workload writes(seed, writesInRun);
        int runs = 0;
        int stopped = 0;
        for (int at = from; at <= to; at += step) {
            const std::string folder = emptyFolder(path);
            environment["TIDEMARK_SHIM_FAIL_AT"] = std::to_string(at);
            const LoadEnd run = load(folder, writesInRun, environment);
            ++runs;
            stopped += run.acknowledged < writesInRun ? 1 : 0;
            std::string problem;
            if (!run.isEnded) {
                problem = "the program ended";
            } else if (run.output.find("wrong:") != std::string::npos) {
                problem = "a wrong answer";
            } else if (const auto judged = judgeInChild(folder, writes, run); judged != "good") {
                problem = judged;
            }
            if (!problem.empty()) {
                return problem + " with call " + std::to_string(at) + " of " + std::to_string(to) +
                       ": " + run.output;
            }
        }
        return "good " + std::to_string(runs) + " " + std::to_string(stopped);
    }

    Workshop m_workshop;
};

TEST_F(FailingCalls, EachCallFailsOnce) {
    failEach(EIO, false, 1);
}
TEST_F(FailingCalls, AllCallsFailFromOneOn) {
    failEach(EIO, true, 1);
}
TEST_F(FailingCalls, TheDiskIsFullAtEachCall) {
    failEach(ENOSPC, true, count(3, 1));
}

// A file system of a few megabytes, mounted where only this process sees it; without the right to
// do that the size of files is limited instead.
class FullDisk : public FailingCalls {
protected:
    std::string fill(const std::string& folder, int megabytes, const Workload& writes) {
        return storage::testing::inChild([&]() -> std::string {
            const std::string size = "size=" + std::to_string(megabytes) + "m";
            const bool isMounted =
                ::unshare(CLONE_NEWNS) == 0 &&
                ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                ::mount("tmpfs", folder.c_str(), "tmpfs", 0, size.c_str()) == 0;
            if (!isMounted) {
                std::signal(SIGXFSZ, SIG_IGN);
                const rlim_t bytes = static_cast<rlim_t>(megabytes) << 20U;
                const rlimit limit{bytes, RLIM_INFINITY};
                ::setrlimit(RLIMIT_FSIZE, &limit);
            }
            const LoadEnd run = load(folder, writes.size(), {});
            if (!run.isEnded) {
                return "the program ended: " + run.output;
            }
            if (run.acknowledged == writes.size()) {
                return "did not fill the disk";
            }
            if (run.output.find("is full") == std::string::npos &&
                run.output.find("No space left on device") == std::string::npos &&
                run.output.find("File too large") == std::string::npos) {
                return "not told: " + run.output;
            }
            if (isMounted) {
                ::mount("tmpfs", folder.c_str(), "tmpfs", MS_REMOUNT, "size=200m");
            } else {
                const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
                ::setrlimit(RLIMIT_FSIZE, &limit);
            }
            return judge(folder + "/db", writes, {run.acknowledged, writes.size()});
        });
    }
};

TEST_F(FullDisk, StopsWritingAndIsGoodAgainWithRoom) {
    const Workload writes(seed, 4'000);
    std::mt19937_64 random(seed);
    const int fills = count(20, 200);
    for (int i = 0; i < fills; ++i) {
        const int megabytes = 1 + static_cast<int>(random() % 5);
        ASSERT_EQ(fill(emptyFolder(m_workshop / "disk"), megabytes, writes), "good")
            << "fill " << i << " of " << megabytes << " MB";
    }
    std::printf("%d full disks, all good after making room\n", fills);
}

// Several processes open one directory at the same moment: exactly one owns it.
TEST(Race, OneProcessOwnsADirectory) {
    const Workshop workshop;
    const int races = count(50, 500);
    for (int race = 0; race < races; ++race) {
        const std::string folder = emptyFolder(workshop / "race");
        int go[2];
        int answers[2];
        ASSERT_EQ(::pipe(go), 0);
        ASSERT_EQ(::pipe(answers), 0);
        const int processes = 2 + race % 3;
        std::vector<pid_t> children;
        for (int i = 0; i < processes; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                ::close(go[1]);
                ::close(answers[0]);
                char byte = 0;
                // Ends when the parent closes its end: all begin together.
                const ssize_t got = ::read(go[0], &byte, 1);
                static_cast<void>(got);
                operations::EngineOptions options;
                options.directory = folder + "/db";
                const auto engine = operations::Engine::open(std::move(options));
                const char answer =
                    engine ? 'o' : (engine.error().kind == ErrorKind::DatabaseInUse ? 'u' : 'e');
                if (answer == 'e') {
                    std::fprintf(stderr, "%s\n", engine.error().message.c_str());
                }
                const ssize_t put = ::write(answers[1], &answer, 1);
                static_cast<void>(put);
                // The owner stays until every other has had its answer.
                ::close(answers[1]);
                ::pause();
                ::_exit(0);
            }
            children.push_back(child);
        }
        ::close(go[0]);
        ::close(answers[1]);
        ::close(go[1]);
        std::string all;
        char byte = 0;
        while (::read(answers[0], &byte, 1) == 1) {
            all.push_back(byte);
        }
        ::close(answers[0]);
        for (const pid_t child : children) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        EXPECT_EQ(std::count(all.begin(), all.end(), 'o'), 1) << "race " << race << ": " << all;
        EXPECT_EQ(std::count(all.begin(), all.end(), 'u'), processes - 1)
            << "race " << race << ": " << all;
    }
    std::printf("%d races for a directory, each with one owner\n", races);
}

}  // namespace
}  // namespace engine::faults
