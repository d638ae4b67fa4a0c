#include "tests/faults/power_cuts.h"

#include <filesystem>
#include <map>
#include <utility>

#include "tests/engine/storage/child.h"
#include "tests/faults/large_base.h"

namespace engine::faults {
namespace {

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

// `number`: of the image. Of large ones every third is verified.
std::string judgeInChild(const std::string& image, const Workload& writes, Progress progress,
                         const std::string& seam, int number) {
    const bool isLarge = writes.preparation() != 0;
    const int verifications = !isLarge ? 2 : number % 3 == 0 ? 1 : 0;
    return storage::testing::inChild(
        [&] { return judge(image + "/db", writes, progress, seamsNamed(seam), verifications); });
}

}  // namespace

std::string Tally::text() const {
    std::string text = std::to_string(m_images) + " images, " + std::to_string(m_lost) + " lost, " +
                       std::to_string(corrupt()) + " corrupt";
    for (const std::string& example : m_examples) {
        text += "\n  " + example;
    }
    return text + m_problems;
}

std::unique_ptr<Recording> PowerCuts::record(const std::string& base,
                                             const std::vector<std::string>& command,
                                             bool keepsBefore) {
    const std::string log = m_workshop / "calls.log";
    std::filesystem::remove(log);
    auto environment = underShim(base);
    environment["TIDEMARK_SHIM_LOG"] = log;
    const std::string before = m_workshop / "before";
    if (keepsBefore) {
        std::filesystem::remove_all(before);
        std::filesystem::copy(base, before, std::filesystem::copy_options::recursive);
    }
    m_output = runProgram(command, environment).output;
    auto recording = std::make_unique<Recording>(log);
    m_tally.addProblem(recording->violations());
    return recording;
}

std::unique_ptr<Recording> PowerCuts::recordLoad(const Plan& plan, const Workload& writes,
                                                 const std::string& base, Disk& disk) {
    std::vector<std::string> command = {driverProgram(),
                                        "load",
                                        base + "/db",
                                        std::to_string(plan.seed),
                                        std::to_string(writes.size()),
                                        plan.durability,
                                        plan.seam};
    emptyFolder(base);
    const bool isPrepared = !plan.prepared.empty();
    if (isPrepared) {
        LargeBase::copy(plan.prepared, base + "/db");
        command.push_back(std::to_string(LargeBase::stock));
        command.push_back(std::to_string(writes.preparation()));
    }
    auto recording = record(base, command, isPrepared);
    if (m_output != "acknowledged " + std::to_string(writes.size()) + "\n") {
        m_tally.addProblem("the load ended with: " + m_output);
    }
    if (isPrepared) {
        const std::string after = m_workshop / "after";
        std::filesystem::rename(base, after);
        std::filesystem::rename(m_workshop / "before", base);
        disk.loadRoot();
        std::filesystem::remove_all(base);
        std::filesystem::rename(after, base);
    }
    return recording;
}

void PowerCuts::checkComplete(const Disk& disk, const std::string& base) {
    const std::string copy = m_workshop / "copy";
    std::filesystem::remove_all(copy);
    disk.writeAll(copy);
    if (const std::string found = difference(base, copy); !found.empty()) {
        m_tally.addProblem("something wrote past the shim: " + found);
    }
}

void PowerCuts::cutRecovery(const std::string& image, const Workload& writes, Progress progress,
                            std::mt19937_64& random, const std::string& where,
                            const std::string& seam) {
    const auto recording = record(image, {driverProgram(), "open", image + "/db", seam}, true);
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
        m_tally.add(judgeInChild(second, writes, progress, seam, m_tally.images()),
                    where + ", again in recovery at call " + std::to_string(cut));
    }
}

Tally PowerCuts::cut(const Plan& plan) {
    m_tally = {};
    std::mt19937_64 random(plan.seed);
    const bool isLarge = !plan.prepared.empty();
    const Workload writes(plan.seed, plan.writes + (isLarge ? LargeBase::preparation : 0),
                          isLarge ? LargeBase::stock : 0);
    const std::string base = m_workshop / "base";
    Disk disk(base, plan.ignored);
    const auto recording = recordLoad(plan, writes, base, disk);
    const auto& calls = recording->calls();
    Progress seen{writes.preparation(), writes.preparation()};
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
            m_tally.noteBehind(seen.acknowledged - flushed.count());
        }
        const std::string where = "seed " + std::to_string(plan.seed) + ", cut at call " +
                                  std::to_string(cut) + " of " + std::to_string(calls.size());
        const std::string image = m_workshop / "image";
        std::filesystem::remove_all(image);
        disk.cut(image, random);
        if (plan.cutsRecoveryAlways || random() % 5 == 0) {
            cutRecovery(image, writes, progress, random, where, plan.seam);
        } else {
            m_tally.add(judgeInChild(image, writes, progress, plan.seam, m_tally.images()), where);
        }
    }
    for (; at < calls.size(); ++at) {
        disk.apply(calls[at]);
    }
    checkComplete(disk, base);
    return m_tally;
}

}  // namespace engine::faults
