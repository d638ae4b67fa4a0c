#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/disk.h"
#include "tests/faults/image_check.h"
#include "tests/faults/program.h"

// Power cuts (research/reliability.md section 2.1): a load is recorded, then images of the disk are
// made as a cut at some moment may leave them, and each is opened and judged.
namespace engine::faults {

// What is recorded and how it is cut.
struct Plan {
    std::uint64_t seed = 1;
    std::size_t writes = 1'200;
    std::string durability = "full";
    int images = 100;  // a fifth of them twice: with a second cut in their recovery
    IgnoredFlushes ignored = {};
    std::string seam = "none";
    bool cutsRecoveryAlways = false;  // all of them twice
    std::string prepared = {};        // a LargeBase to begin with
};

// Verdicts on images by their first word.
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
    // What makes the images worthless; empty: nothing does.
    const std::string& problems() const { return m_problems; }
    void addProblem(const std::string& problem) {
        m_problems += problem.empty() ? "" : "\n  " + problem;
    }
    std::string text() const;

private:
    int m_images = 0;
    int m_good = 0;
    int m_lost = 0;
    std::size_t m_behind = 0;  // acknowledged writes that no flush had reached
    std::vector<std::string> m_examples;
    std::string m_problems;
};

class PowerCuts final {
public:
    // Records the load of the plan, cuts it, and judges each image.
    Tally cut(const Plan& plan);

private:
    // Records a program, whose output is m_output; what stood at `base` before is kept.
    std::unique_ptr<Recording> record(const std::string& base,
                                      const std::vector<std::string>& command, bool keepsBefore);
    // The recording of the load, and the disk as it was before. What the program left is at `base`.
    std::unique_ptr<Recording> recordLoad(const Plan& plan, const Workload& writes,
                                          const std::string& base, Disk& disk);
    void checkComplete(const Disk& disk, const std::string& base);
    // Records the recovery of an image and cuts the power in the middle of it, too.
    void cutRecovery(const std::string& image, const Workload& writes, Progress progress,
                     std::mt19937_64& random, const std::string& where, const std::string& seam);

    Workshop m_workshop;
    std::string m_output;
    Tally m_tally;
};

}  // namespace engine::faults
