#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/crc32c.h"
#include "tests/engine/storage/child.h"
#include "tests/faults/image_check.h"
#include "tests/faults/program.h"

// Files that were damaged or cut off (research/reliability.md D7, D8): what can still be read is
// right, or reading it is an error.
namespace engine::faults {
namespace {

constexpr std::uint64_t seed = 5;
constexpr std::size_t writesInBase = 500;
constexpr std::size_t writesAfterwards = 150;

using storage::Sequence;

// Sequence -> checksum of the change.
using History = std::map<Sequence, std::uint32_t>;

std::uint32_t checksumOf(const storage::Change& change) {
    std::uint32_t sum = crc32c(change.partition);
    sum = crc32c(change.sort, sum);
    sum = crc32c(change.before ? change.before->bytes() : "-", sum);
    return crc32c(change.after ? change.after->bytes() : "-", sum);
}

// What can be read; an error ends it.
History historyOf(storage::Database& database, bool& isWhole) {
    History history;
    isWhole = false;
    const auto extent = database.history();
    auto reader = database.readChanges({}, extent.first - 1, extent.last);
    while (reader) {
        const auto change = (*reader)->next();
        if (!change || !*change) {
            isWhole = change.hasValue();
            break;
        }
        history[(*change)->sequence] = checksumOf(**change);
    }
    return history;
}

struct Base {
    std::string directory;
    std::uint64_t fingerprint = 0;
    History history;
};

std::string checkHistory(storage::Database& database, const Base& base) {
    bool isWhole = false;
    const History history = historyOf(database, isWhole);
    for (const auto& [sequence, checksum] : history) {
        const auto known = base.history.find(sequence);
        if (known == base.history.end() || known->second != checksum) {
            return "WRONG change " + std::to_string(sequence);
        }
    }
    if (!isWhole) {
        return "error";
    }
    const Sequence first = database.history().first;
    const auto expected = static_cast<std::size_t>(
        std::distance(base.history.lower_bound(first), base.history.end()));
    if (history.size() != expected) {
        return "WRONG number of changes";
    }
    return history.size() == base.history.size() ? "good" : "good, shorter history";
}

// Goes on writing, which LMDB does in pages of the damaged file. Each write may fail.
std::string writeOn(operations::Engine& engine, const Workload& writes) {
    bool allDone = true;
    for (std::size_t i = writesInBase; i < writes.size(); ++i) {
        allDone = engine.executeAndWait(writes.request(i)).hasValue() && allDone;
    }
    const auto fingerprint = fingerprintOf(engine.database());
    return allDone && fingerprint && *fingerprint != writes.fingerprint(writes.size())
               ? "WRONG content after more writes"
               : "";
}

std::string useEverything(const std::string& directory, const Base& base, const Workload& writes) {
    operations::EngineOptions options;
    options.directory = directory;
    options.checkpoints = frequentCheckpoints;
    const auto engine = operations::Engine::open(std::move(options));
    if (!engine) {
        return "not opened";
    }
    storage::Database& database = (*engine)->database();
    const auto fingerprint = fingerprintOf(database);
    if (fingerprint && *fingerprint != base.fingerprint) {
        return "WRONG content";
    }
    std::string outcome = checkHistory(database, base);
    if (outcome.starts_with("WRONG")) {
        return outcome;
    }
    const std::string after = writeOn(**engine, writes);
    if (!after.empty()) {
        return after;
    }
    return fingerprint ? outcome : "error";
}

std::string contentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// One damage; tells what it did.
std::string damage(std::string& bytes, std::mt19937_64& random) {
    constexpr std::size_t page = 4096;
    const auto place = [&](std::size_t unit) {
        return bytes.empty() ? 0 : random() % ((bytes.size() + unit - 1) / unit) * unit;
    };
    switch (random() % 8) {
        case 0: {
            bytes.resize(random() % (bytes.size() + 1));
            return "cut off at " + std::to_string(bytes.size());
        }
        case 1: {
            const std::size_t at = place(page);
            std::fill(
                bytes.begin() + static_cast<std::ptrdiff_t>(at),
                bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), at + page)),
                '\0');
            return "page at " + std::to_string(at) + " zeroed";
        }
        case 2: {
            const std::size_t from = place(page);
            const std::size_t to = place(page);
            const std::string copy = bytes.substr(from, page);
            bytes.replace(to, std::min(copy.size(), bytes.size() - to), copy);
            return "page at " + std::to_string(from) + " copied to " + std::to_string(to);
        }
        case 3: {
            for (std::size_t i = 0; i < 64; ++i) {
                bytes.push_back(static_cast<char>(random()));
            }
            return "64 bytes added";
        }
        default: {
            const std::size_t at = place(1);
            if (!bytes.empty()) {
                bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << random() % 8));
            }
            return "bit of byte " + std::to_string(at) + " flipped";
        }
    }
}

class DamagedFiles : public ::testing::Test {
protected:
    DamagedFiles() {
        const std::string folder = emptyFolder(m_workshop / "base");
        m_base.directory = folder + "/db";
        const auto end =
            runProgram({driverProgram(), "load", m_base.directory, std::to_string(seed),
                        std::to_string(writesInBase), "full", "none"});
        EXPECT_EQ(end.output, "acknowledged " + std::to_string(writesInBase) + "\n");
        m_base.fingerprint = Workload(seed, writesInBase).fingerprint(writesInBase);
        const std::string copy = m_workshop / "copy";
        std::filesystem::copy(m_base.directory, copy, std::filesystem::copy_options::recursive);
        storage::DatabaseOptions options;
        options.directory = copy;
        const auto database = storage::Database::open(std::move(options));
        EXPECT_TRUE(database);
        bool isWhole = false;
        m_base.history = historyOf(**database, isWhole);
        EXPECT_TRUE(isWhole);
        EXPECT_GT(m_base.history.size(), writesInBase);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(m_base.directory)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && name != "lock.mdb" && name != "owner.lock") {
                m_files.push_back(entry.path().string().substr(m_base.directory.size()));
            }
        }
        std::sort(m_files.begin(), m_files.end());
    }

    Workshop m_workshop;
    Base m_base;
    std::vector<std::string> m_files;
};

TEST_F(DamagedFiles, NeverGiveAWrongAnswer) {
    std::mt19937_64 random(20'261'121);
    std::map<std::string, int> outcomes;
    const int damages = count(800, 5'000);
    const Workload writes(seed, writesInBase + writesAfterwards);
    const std::string image = m_workshop / "image";
    for (int i = 0; i < damages; ++i) {
        std::filesystem::remove_all(image);
        std::filesystem::copy(m_base.directory, image, std::filesystem::copy_options::recursive);
        // Half of them in the data file, the rest in any.
        const std::string file =
            i % 2 == 0 ? "/state/data.mdb" : m_files[random() % m_files.size()];
        std::string bytes = contentOf(image + file);
        const std::string what = damage(bytes, random);
        std::ofstream(image + file, std::ios::binary | std::ios::trunc) << bytes;
        const std::string outcome =
            storage::testing::inChild([&] { return useEverything(image, m_base, writes); });
        EXPECT_TRUE(outcome == "error" || outcome == "not opened" || outcome.starts_with("good"))
            << "damage " << i << ", " << file << ", " << what << ": " << outcome;
        ++outcomes[outcome];
    }
    for (const auto& [outcome, times] : outcomes) {
        std::printf("%s: %d\n", outcome.c_str(), times);
    }
    EXPECT_GT(outcomes["not opened"] + outcomes["error"], damages / 20);
}

}  // namespace
}  // namespace engine::faults
