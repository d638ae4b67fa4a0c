#include <cstdio>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/faults/disk.h"
#include "tests/faults/image_check.h"
#include "tests/faults/program.h"

// Power cuts (research/reliability.md section 2.1): a load is recorded, then images of the disk are
// made as a cut at some moment may leave them, and each is opened and judged.
namespace engine::faults {
namespace {

struct Plan {
    std::uint64_t seed = 1;
    std::size_t writes = 1'200;
    std::string durability = "full";
    int images = 100;  // a fifth of them twice: with a second cut in their recovery
    IgnoredFlushes ignored = {};
    std::string seam = "none";
    bool cutsRecoveryAlways = false;  // all of them twice
};

// Verdicts by their first word.
class Tally final {
public:
    void add(const std::string& verdict, const std::string& where) {
        ++m_images;
        const std::string word = verdict.substr(0, verdict.find(' '));
        m_lost += word == "lost" ? 1 : 0;
        m_good += word == "good" ? 1 : 0;
        if (word != "good" && m_examples.size() < 5) {
            m_examples.push_back(where + ": " + verdict);
        }
    }
    void noteBehind(std::size_t writes) { m_behind = std::max(m_behind, writes); }
    std::size_t behind() const { return m_behind; }
    int images() const { return m_images; }
    int lost() const { return m_lost; }
    int corrupt() const { return m_images - m_good - m_lost; }
    std::string text() const {
        std::string text = std::to_string(m_images) + " images, " + std::to_string(m_lost) +
                           " lost, " + std::to_string(corrupt()) + " corrupt";
        for (const std::string& example : m_examples) {
            text += "\n  " + example;
        }
        return text;
    }

private:
    int m_images = 0;
    int m_good = 0;
    int m_lost = 0;
    std::size_t m_behind = 0;  // acknowledged writes that no flush had reached
    std::vector<std::string> m_examples;
};

// What durability "interval" promises: the writes acknowledged before the last completed flush of
// the newest segment of the log began.
class FlushedWrites final {
public:
    void see(const Call& call, std::size_t acknowledged) {
        if (call.kind == CallKind::Open && call.path.ends_with(".seg")) {
            m_paths[call.descriptor] = call.path;
            m_newest = std::max(m_newest, std::string(call.path));
        } else if (call.kind == CallKind::Open) {
            m_paths.erase(call.descriptor);
        } else if (call.kind == CallKind::SyncBegin && isNewest(call.descriptor)) {
            m_begun[call.offset] = acknowledged;
        } else if (call.kind == CallKind::SyncEnd && m_begun.contains(call.offset)) {
            m_flushed = std::max(m_flushed, m_begun[call.offset]);
        }
    }
    std::size_t count() const { return m_flushed; }

private:
    bool isNewest(int descriptor) const {
        const auto found = m_paths.find(descriptor);
        return found != m_paths.end() && found->second == m_newest;
    }
    std::map<int, std::string> m_paths;
    std::string m_newest;
    std::map<std::int64_t, std::size_t> m_begun;
    std::size_t m_flushed = 0;
};

// Moments at which a cut is worth trying: half of them near a flush or a change of names, a tenth
// while the database is created.
std::vector<std::size_t> chooseCuts(const std::vector<Call>& calls, int count,
                                    std::mt19937_64& random) {
    std::vector<std::size_t> delicate;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (calls[i].kind != CallKind::Write && calls[i].kind != CallKind::Mark) {
            delicate.push_back(i);
        }
    }
    std::vector<std::size_t> cuts;
    for (int i = 0; i < count; ++i) {
        const auto kind = random() % 10;
        std::size_t at = random() % (calls.size() + 1);
        if (kind < 5 && !delicate.empty()) {
            at = delicate[random() % delicate.size()] + random() % 4;
        } else if (kind == 5) {
            at = random() % 60;
        }
        cuts.push_back(std::min(at, calls.size()));
    }
    std::sort(cuts.begin(), cuts.end());
    return cuts;
}

class PowerCut : public ::testing::Test {
protected:
    // Records `command` on the folder `base`, checks that nothing escaped the shim.
    std::unique_ptr<Recording> record(const std::string& base,
                                      const std::vector<std::string>& command, bool wholeHistory) {
        const std::string log = m_workshop / "calls.log";
        std::filesystem::remove(log);
        auto environment = underShim(base);
        environment["TIDEMARK_SHIM_LOG"] = log;
        const std::string before = m_workshop / "before";
        if (!wholeHistory) {
            std::filesystem::remove_all(before);
            std::filesystem::copy(base, before, std::filesystem::copy_options::recursive);
        }
        const auto end = runProgram(command, environment);
        m_output = end.output;
        auto recording = std::make_unique<Recording>(log);
        EXPECT_EQ(recording->violations(), "");
        return recording;
    }

    void expectComplete(const Disk& disk, const std::string& base) {
        const std::string copy = emptyFolder(m_workshop / "copy");
        std::filesystem::remove(copy);
        disk.writeAll(copy);
        EXPECT_EQ(difference(base, copy), "") << "something wrote past the shim";
    }

    std::string judgeInChild(const std::string& image, const Workload& writes, Progress progress,
                             const std::string& seam) {
        return storage::testing::inChild(
            [&] { return judge(image + "/db", writes, progress, seamsNamed(seam)); });
    }

    // Records the recovery of an image and cuts the power in the middle of it, too.
    void cutRecovery(const std::string& image, const Workload& writes, Progress progress,
                     std::mt19937_64& random, const std::string& where, const std::string& seam,
                     Tally& tally) {
        const auto recording = record(image, {driverProgram(), "open", image + "/db", seam}, false);
        Disk disk(image);
        std::filesystem::remove_all(image);
        std::filesystem::rename(m_workshop / "before", image);
        disk.loadRoot();
        std::size_t at = 0;
        for (const std::size_t cut : chooseCuts(recording->calls(), 2, random)) {
            for (; at < cut; ++at) {
                disk.apply(recording->calls()[at]);
            }
            const std::string second = m_workshop / "second";
            std::filesystem::remove_all(second);
            disk.cut(second, random);
            tally.add(judgeInChild(second, writes, progress, seam),
                      where + ", again in recovery at call " + std::to_string(cut));
        }
    }

    Tally cutPower(const Plan& plan) {
        std::mt19937_64 random(plan.seed);
        const Workload writes(plan.seed, plan.writes);
        const std::string base = emptyFolder(m_workshop / "base");
        const auto recording =
            record(base,
                   {driverProgram(), "load", base + "/db", std::to_string(plan.seed),
                    std::to_string(plan.writes), plan.durability, plan.seam},
                   true);
        EXPECT_EQ(m_output, "acknowledged " + std::to_string(plan.writes) + "\n");
        const auto& calls = recording->calls();
        Disk disk(base, plan.ignored);
        Tally tally;
        Progress seen;
        FlushedWrites flushed;
        std::size_t at = 0;
        for (const std::size_t cut : chooseCuts(calls, plan.images, random)) {
            for (; at < cut; ++at) {
                disk.apply(calls[at]);
                seen.see(calls[at]);
                flushed.see(calls[at], seen.acknowledged);
            }
            Progress progress = seen;
            if (plan.durability == "interval") {
                progress.acknowledged = flushed.count();
                tally.noteBehind(seen.acknowledged - flushed.count());
            }
            const std::string where = "seed " + std::to_string(plan.seed) + ", cut at call " +
                                      std::to_string(cut) + " of " + std::to_string(calls.size());
            const std::string image = m_workshop / "image";
            std::filesystem::remove_all(image);
            disk.cut(image, random);
            if (plan.cutsRecoveryAlways || random() % 5 == 0) {
                cutRecovery(image, writes, progress, random, where, plan.seam, tally);
            } else {
                tally.add(judgeInChild(image, writes, progress, plan.seam), where);
            }
        }
        for (; at < calls.size(); ++at) {
            disk.apply(calls[at]);
        }
        expectComplete(disk, base);
        return tally;
    }

    Workshop m_workshop;
    std::string m_output;
};

TEST_F(PowerCut, FullDurabilityLosesNothing) {
    for (int seed = 1; seed <= count(4, 17); ++seed) {
        const Tally tally = cutPower({.seed = static_cast<std::uint64_t>(seed)});
        std::printf("seed %d: %s\n", seed, tally.text().c_str());
        EXPECT_EQ(tally.lost(), 0);
        EXPECT_EQ(tally.corrupt(), 0);
    }
}

TEST_F(PowerCut, IntervalDurabilityLosesTheLastIntervalAtMost) {
    std::size_t behind = 0;
    for (int seed = 1; seed <= count(4, 17); ++seed) {
        const Tally tally =
            cutPower({.seed = static_cast<std::uint64_t>(seed), .durability = "interval"});
        std::printf("seed %d: %s\n", seed, tally.text().c_str());
        EXPECT_EQ(tally.lost(), 0) << "of those that a flush had reached";
        EXPECT_EQ(tally.corrupt(), 0);
        behind = std::max(behind, tally.behind());
    }
    std::printf("up to %zu acknowledged writes waited for a flush\n", behind);
    EXPECT_GT(behind, 20U);
}

TEST_F(PowerCut, ADatabaseThatIsBeingCreatedIsThereOrNot) {
    for (int seed = 1; seed <= count(4, 20); ++seed) {
        const Tally tally = cutPower({.seed = static_cast<std::uint64_t>(seed), .writes = 3});
        std::printf("seed %d: %s\n", seed, tally.text().c_str());
        EXPECT_EQ(tally.lost(), 0);
        EXPECT_EQ(tally.corrupt(), 0);
    }
}

// The test is sharp: without a step that the database takes, it finds losses. Of 200 images a
// prototype lost as many as the comments say (research/checkpoint.md).
class SharpPowerCut : public PowerCut {
protected:
    void expectFindings(Plan plan, int least) {
        int found = 0;
        int images = 0;
        std::string text;
        for (plan.seed = 1; plan.seed <= 2; ++plan.seed) {
            const Tally tally = cutPower(plan);
            found += tally.lost() + tally.corrupt();
            images += tally.images();
            text += tally.text() + "\n";
        }
        std::printf("%d bad of %d images\n", found, images);
        EXPECT_GE(found, least) << text;
    }
};

TEST_F(SharpPowerCut, FindsAMissingFlushOfTheLog) {  // 97
    expectFindings({.ignored = {"/log/", false}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingFlushOfTheData) {  // 195
    expectFindings({.ignored = {"/data.mdb", false}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingFlushOfTheCheckpointFile) {  // 101
    expectFindings({.ignored = {"/checkpoint", false}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingFlushOfTheDirectories) {  // 69
    expectFindings({.ignored = {"", true}}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingPin) {  // 157
    expectFindings({.seam = "pin"}, 40);
}
TEST_F(SharpPowerCut, FindsAMissingPinDuringReplay) {  // 6
    expectFindings({.seam = "replay-pin", .cutsRecoveryAlways = true}, 10);
}
TEST_F(SharpPowerCut, FindsAMissingRestoreOfTheMetaPage) {  // 83
    expectFindings({.seam = "meta-restore"}, 20);
}
TEST_F(SharpPowerCut, FindsARestoreOfOneMetaPageOnly) {  // 65
    expectFindings({.seam = "meta-page"}, 20);
}

}  // namespace
}  // namespace engine::faults
