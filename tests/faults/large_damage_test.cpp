#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/faults/large_base.h"
#include "tests/faults/stock_use.h"

// Damages of a database above 64 MiB: what is damaged is found when a read or a write reaches it.
namespace engine::faults {
namespace {

constexpr std::size_t pageBytes = 4096;
constexpr std::size_t writesBehindCheckpoint = 250;
constexpr std::size_t keysNearby = 12;
constexpr int processes = 2;

// What was done to a file, and stock keys that stand in the damaged page.
struct Damage {
    std::string what;
    std::vector<std::string> keys;
};

// The pages of a data file that hold stock keys, of items or in the index. Texts of the workload
// have no "s" before a digit.
std::map<std::size_t, std::set<std::string>> keysByPage(const std::string& bytes) {
    constexpr std::size_t keyBytes = 7;
    std::map<std::size_t, std::set<std::string>> pages;
    for (std::size_t at = bytes.find('s'); at != std::string::npos; at = bytes.find('s', at + 1)) {
        const std::string key = bytes.substr(at, keyBytes);
        const bool isKey =
            key.size() == keyBytes && std::all_of(key.begin() + 1, key.end(), [](char digit) {
                return std::isdigit(static_cast<unsigned char>(digit)) != 0;
            });
        if (isKey) {
            pages[at / pageBytes].insert(key);
        }
    }
    return pages;
}

class LargeDamage : public ::testing::Test {
protected:
    LargeDamage() {
        EXPECT_EQ(LargeBase::make(m_base, m_writes, writesBehindCheckpoint), "");
        std::ifstream file(m_base + "/state/data.mdb", std::ios::binary);
        m_bytes.resize(std::filesystem::file_size(m_base + "/state/data.mdb"));
        file.read(m_bytes.data(), static_cast<std::streamsize>(m_bytes.size()));
        for (auto& [page, keys] : keysByPage(m_bytes)) {
            m_pages.push_back(page);
            m_keys.push_back({keys.begin(), keys.end()});
        }
        EXPECT_GT(m_pages.size(), LargeBase::stock / 4);
    }

    // Damages the file; most of the damages hit pages whose keys are known.
    Damage damage(const std::string& path, std::mt19937_64& random) const {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        const auto put = [&](std::size_t at, const std::string& bytes) {
            file.seekp(static_cast<std::streamoff>(at));
            file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        };
        const std::size_t which = random() % m_pages.size();
        std::size_t page = m_pages[which];
        Damage damage{"", m_keys[which]};
        if (random() % 4 == 0) {
            page = random() % (m_bytes.size() / pageBytes);
            damage.keys = {stockKey(random() % LargeBase::stock)};
        }
        std::shuffle(damage.keys.begin(), damage.keys.end(), random);
        damage.keys.resize(std::min(damage.keys.size(), keysNearby));
        const std::size_t begin = page * pageBytes;
        damage.what = "page " + std::to_string(page) + " ";
        switch (random() % 8) {
            case 0:
                put(begin, std::string(pageBytes, '\0'));
                damage.what += "zeroed";
                break;
            case 1: {
                const std::size_t from = m_pages[random() % m_pages.size()];
                put(begin, m_bytes.substr(from * pageBytes, pageBytes));
                damage.what += "overwritten with page " + std::to_string(from);
                break;
            }
            case 2: {
                constexpr std::size_t sector = 512;
                const std::size_t at = begin + random() % (pageBytes / sector) * sector;
                put(at, m_bytes.substr(random() % m_pages.size() * pageBytes, sector));
                damage.what += "sector at " + std::to_string(at - begin) + " overwritten";
                break;
            }
            case 3:
            case 4: {
                constexpr std::size_t headBytes = 48;
                flip(begin + random() % headBytes, random, put, damage, begin);
                break;
            }
            case 5:
                if (random() % 4 == 0) {
                    file.close();
                    std::filesystem::resize_file(path, begin);
                    damage.what += "and what follows cut off";
                    break;
                }
                [[fallthrough]];
            default: flip(begin + random() % pageBytes, random, put, damage, begin); break;
        }
        return damage;
    }

    template <class Put>
    void flip(std::size_t at, std::mt19937_64& random, Put put, Damage& damage,
              std::size_t begin) const {
        const auto bit = static_cast<char>(1U << random() % 8);
        put(at, std::string(1, static_cast<char>(m_bytes[at] ^ bit)));
        damage.what += "bit of byte " + std::to_string(at - begin) + " flipped";
    }

    // Some of the damages, in a process of its own. "good", "error" and "not opened" by number; or
    // what was wrong.
    std::string run(int process, int damages) {
        std::map<std::string, int> outcomes;
        const std::string image = m_workshop / ("image" + std::to_string(process));
        for (int i = process; i < damages; i += processes) {
            std::mt19937_64 random(LargeBase::seed * 100'000 + static_cast<unsigned>(i));
            LargeBase::copy(m_base, image);
            const Damage done = damage(image + "/state/data.mdb", random);
            const std::string outcome = storage::testing::inChild(
                [&] { return useStock(image, m_writes, done.keys, random()); });
            if (outcome != "good" && outcome != "error" && outcome != "not opened") {
                return "damage " + std::to_string(i) + ", " + done.what + ": " + outcome;
            }
            ++outcomes[outcome];
        }
        std::filesystem::remove_all(image);
        return std::to_string(outcomes["good"]) + " good, " + std::to_string(outcomes["error"]) +
               " error, " + std::to_string(outcomes["not opened"]) + " not opened";
    }

    Workshop m_workshop;
    Workload m_writes{LargeBase::seed, LargeBase::preparation + writesBehindCheckpoint,
                      LargeBase::stock};
    std::string m_base = m_workshop / "base";
    std::string m_bytes;
    std::vector<std::size_t> m_pages;
    std::vector<std::vector<std::string>> m_keys;
};

TEST_F(LargeDamage, NeverGivesAWrongAnswer) {
    const int damages = count(200, 2'000);
    const auto answers =
        storage::testing::inChildren(processes, [&](int process) { return run(process, damages); });
    int found = 0;
    for (const auto& answer : answers) {
        int good = 0;
        int errors = 0;
        int notOpened = 0;
        std::printf("%s\n", answer.c_str());
        ASSERT_EQ(std::sscanf(answer.c_str(), "%d good, %d error, %d not opened", &good, &errors,
                              &notOpened),
                  3)
            << answer;
        found += errors + notOpened;
    }
    EXPECT_GT(found, damages / 3);
}

}  // namespace
}  // namespace engine::faults
