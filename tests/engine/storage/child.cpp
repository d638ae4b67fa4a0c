#include "tests/engine/storage/child.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace engine::storage::testing {
namespace {

pid_t lastProcess = 0;

}  // namespace

std::string inChild(const std::function<std::string()>& body) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return "no pipe";
    }
    lastProcess = ::fork();
    if (lastProcess == 0) {
        ::close(ends[0]);
        const std::string answer = body();
        const bool written =
            ::write(ends[1], answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
        ::_exit(written ? 0 : 1);
    }
    ::close(ends[1]);
    std::string answer;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 1; got > 0;) {
        got = ::read(ends[0], buffer.data(), buffer.size());
        answer.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0U);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(lastProcess, &status, 0);
    if (WIFSIGNALED(status)) {
        return "killed by signal " + std::to_string(WTERMSIG(status));
    }
    return answer;
}

void killSelf() {
    ::kill(::getpid(), SIGKILL);
    ::_exit(1);
}

pid_t lastChild() {
    return lastProcess;
}

}  // namespace engine::storage::testing
