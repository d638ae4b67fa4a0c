#include "tests/faults/program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "engine/base/os/files.h"
#include "engine/base/random.h"

namespace engine::faults {
namespace {

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::map<std::string, std::string>& environment) {
    for (const auto& [name, value] : environment) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

std::map<std::string, std::string> contentsOf(const std::string& folder) {
    std::map<std::string, std::string> contents;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name == "lock.mdb" || name == "owner.lock") {
            continue;
        }
        auto& content = contents[entry.path().string().substr(folder.size())];
        if (entry.is_regular_file()) {
            std::ifstream file(entry.path(), std::ios::binary);
            content.assign(std::istreambuf_iterator<char>(file), {});
        }
    }
    return contents;
}

}  // namespace

ProgramEnd runProgram(const std::vector<std::string>& command,
                      const std::map<std::string, std::string>& environment) {
    std::array<int, 2> ends{};
    ProgramEnd end;
    if (::pipe(ends.data()) != 0) {
        return end;
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        become(command, environment);
    }
    ::close(ends[1]);
    std::array<char, 4096> buffer{};
    for (ssize_t got = 1; got > 0;) {
        got = ::read(ends[0], buffer.data(), buffer.size());
        end.output.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0U);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        end.signal = WTERMSIG(status);
    } else {
        end.exitCode = WEXITSTATUS(status);
    }
    return end;
}

std::map<std::string, std::string> underShim(const std::string& directory) {
    return {{"LD_PRELOAD", TIDEMARK_SHIM}, {"TIDEMARK_SHIM_DIR", directory}};
}

std::string driverProgram() {
    return TIDEMARK_FAULT_DRIVER;
}

bool isSoak() {
    const char* value = std::getenv("TIDEMARK_SOAK");
    return value != nullptr && *value != '\0' && *value != '0';
}

Workshop::Workshop() : m_path(os::memoryFolder() + "/tidemark-faults-" + makeUuid(systemRandom())) {
    std::filesystem::create_directory(m_path);
}

Workshop::~Workshop() {
    std::error_code code;
    if (std::getenv("TIDEMARK_KEEP_IMAGES") == nullptr) {
        std::filesystem::remove_all(m_path, code);
    }
}

std::string emptyFolder(const std::string& path) {
    std::error_code code;
    std::filesystem::remove_all(path, code);
    std::filesystem::create_directory(path);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

std::string difference(const std::string& left, const std::string& right) {
    const auto ours = contentsOf(left);
    const auto theirs = contentsOf(right);
    for (const auto& [path, content] : ours) {
        const auto other = theirs.find(path);
        if (other == theirs.end()) {
            return path + " is only in " + left;
        }
        if (other->second != content) {
            return path + " differs: " + std::to_string(content.size()) + " and " +
                   std::to_string(other->second.size()) + " bytes";
        }
    }
    for (const auto& [path, content] : theirs) {
        if (!ours.contains(path)) {
            return path + " is only in " + right;
        }
    }
    return {};
}

}  // namespace engine::faults
