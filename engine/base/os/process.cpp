#include "engine/base/os/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "engine/base/os/descriptor.h"
#include "engine/base/os/files.h"

namespace engine::os {
namespace {

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30U;

bool isUnderChecker() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    const char* preloaded = std::getenv("LD_PRELOAD");
    return preloaded != nullptr &&
           std::string_view(preloaded).find("vgpreload") != std::string_view::npos;
#endif
}

}  // namespace

std::int64_t processId() {
    return ::getpid();
}

std::int64_t userId() {
    return ::geteuid();
}

bool isAlive(std::int64_t process) {
    return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

std::uint64_t mappingLimit() {
    const std::uint64_t wanted = isUnderChecker() ? 16 * gibibyte : 1024 * gibibyte;
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return wanted;
    }
    return std::min(wanted, std::uint64_t{limit.rlim_cur} / 2);
}

std::chrono::milliseconds uptime() {
    struct timespec time {};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::milliseconds(std::chrono::seconds(time.tv_sec)) +
           std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::nanoseconds(time.tv_nsec));
}

std::uint64_t physicalMemory() {
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long pageBytes = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || pageBytes <= 0) {
        return 0;
    }
    return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageBytes);
}

void closeOnExecBelow(const std::string& directory) {
    std::error_code code;
    const std::filesystem::path below = std::filesystem::canonical(directory, code) / "";
    if (code) {
        return;
    }
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", code)) {
        const std::string target = std::filesystem::read_symlink(entry.path(), code).string();
        if (!code && target.starts_with(below.string())) {
            const int fd = std::atoi(entry.path().filename().c_str());
            ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        }
    }
}

Result<ProcessEnd> runThisProgram(const std::vector<std::string>& arguments) {
    const std::string program = "/proc/self/exe";
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fileError("start", program, errno);
    }
    const Descriptor out(ends[0]);
    Descriptor in(ends[1]);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in.get(), STDOUT_FILENO);
    std::string name = "tidemark-server";
    std::vector<char*> pointers = {name.data()};
    std::vector<std::string> copies = arguments;
    for (std::string& copy : copies) {
        pointers.push_back(copy.data());
    }
    pointers.push_back(nullptr);
    pid_t child = 0;
    const int code =
        ::posix_spawn(&child, program.c_str(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (code != 0) {
        return fileError("start", program, code);
    }
    in = Descriptor();
    ProcessEnd end;
    std::array<char, 65'536> buffer{};
    for (ssize_t got = 1; got > 0;) {
        got = ::read(out.get(), buffer.data(), buffer.size());
        end.output.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0U);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return end;
}

}  // namespace engine::os
