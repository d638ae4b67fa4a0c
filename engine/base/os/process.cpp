#include "engine/base/os/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

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

}  // namespace engine::os
