#include "tests/faults/image_check.h"

#include <algorithm>
#include <cstdlib>

#include "engine/storage/verify.h"

namespace engine::faults {
namespace {

using operations::Engine;
using operations::EngineOptions;

constexpr std::size_t writesAfterwards = 30;

Result<std::unique_ptr<Engine>> open(const std::string& directory,
                                     const storage::FaultSeams& seams) {
    EngineOptions options;
    options.directory = directory;
    options.checkpoints = frequentCheckpoints;
    options.seams = seams;
    return Engine::open(std::move(options));
}

std::string notGood(const std::string& step, const Error& error) {
    return step + ": " + std::string(errorKindName(error.kind)) + ": " + error.message;
}

// Empty when nothing was found.
std::string findings(storage::Database& database) {
    const auto report = storage::verifyDatabase(database, systemClock());
    if (!report) {
        return notGood("verifying", report.error());
    }
    std::string text;
    for (const auto& finding : report->findings) {
        text += finding.check + " " + finding.place + ": " + finding.message + " ";
    }
    return text;
}

std::string goOn(Engine& engine, const Workload& writes, std::size_t done, bool verifies) {
    const std::size_t end = std::min(done + writesAfterwards, writes.size());
    for (; done < end; ++done) {
        const auto outcome = engine.executeAndWait(writes.request(done));
        if (!outcome) {
            return notGood("a later write", outcome.error());
        }
    }
    const auto fingerprint = fingerprintOf(engine.database());
    if (!fingerprint) {
        return notGood("reading after later writes", fingerprint.error());
    }
    if (*fingerprint != writes.fingerprint(end)) {
        return "wrong content after later writes";
    }
    const std::string found = verifies ? findings(engine.database()) : std::string();
    return found.empty() ? "good" : "found after later writes: " + found;
}

}  // namespace

void Progress::see(const Call& call) {
    if (call.kind == CallKind::Mark) {
        const std::size_t number =
            std::strtoull(std::string(call.data.substr(1)).c_str(), nullptr, 10);
        auto& which = call.data[0] == 'a' ? acknowledged : begun;
        which = std::max(which, number + 1);
    }
}

std::string judge(const std::string& directory, const Workload& writes, Progress progress,
                  const storage::FaultSeams& seams, int verifications) {
    const auto engine = open(directory, seams);
    if (!engine) {
        return notGood("opening", engine.error());
    }
    const auto fingerprint = fingerprintOf((*engine)->database());
    if (!fingerprint) {
        return notGood("reading", fingerprint.error());
    }
    for (std::size_t done = progress.acknowledged; done <= progress.begun; ++done) {
        if (writes.fingerprint(done) == *fingerprint) {
            const std::string found =
                verifications == 2 ? findings((*engine)->database()) : std::string();
            return found.empty() ? goOn(**engine, writes, done, verifications != 0)
                                 : "found: " + found;
        }
    }
    for (std::size_t done = progress.acknowledged; done > 0; --done) {
        if (writes.fingerprint(done - 1) == *fingerprint) {
            return "lost " + std::to_string(progress.acknowledged - (done - 1));
        }
    }
    return "wrong content";
}

}  // namespace engine::faults
