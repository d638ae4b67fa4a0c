#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"

// This process and the machine it runs on.
namespace engine::os {

std::int64_t processId();
std::int64_t userId();
bool isAlive(std::int64_t process);

// Bytes of address space that a large file mapping may take: a part of the process's own limit,
// less under valgrind and the sanitizers.
std::uint64_t mappingLimit();
std::uint64_t physicalMemory();

// Since the machine was started; time that it slept counts.
std::chrono::milliseconds uptime();

// Keeps programs that this one starts from inheriting open files below `directory`.
void closeOnExecBelow(const std::string& directory);

struct ProcessEnd {
    int exitCode = 0;
    int signal = 0;  // that ended it; 0: it ended by itself
    std::string output;
};
// Runs this very program with other arguments and waits for its end. Its standard error is ours.
Result<ProcessEnd> runThisProgram(const std::vector<std::string>& arguments);

}  // namespace engine::os
