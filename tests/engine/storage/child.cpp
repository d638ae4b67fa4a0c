#include "tests/engine/storage/child.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace engine::storage::testing {
namespace {

pid_t lastProcess = 0;

struct Child {
    pid_t process = -1;
    int answers = -1;
};

Child begin(const std::function<std::string()>& body) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return {};
    }
    const Child child{::fork(), ends[0]};
    if (child.process == 0) {
        ::close(ends[0]);
        const std::string answer = body();
        const bool written =
            ::write(ends[1], answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
        ::_exit(written ? 0 : 1);
    }
    ::close(ends[1]);
    return child;
}

std::string end(const Child& child) {
    if (child.process < 0) {
        return "no child";
    }
    std::string answer;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 1; got > 0;) {
        got = ::read(child.answers, buffer.data(), buffer.size());
        answer.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0U);
    }
    ::close(child.answers);
    int status = 0;
    ::waitpid(child.process, &status, 0);
    if (WIFSIGNALED(status)) {
        return "killed by signal " + std::to_string(WTERMSIG(status));
    }
    return answer;
}

}  // namespace

std::string inChild(const std::function<std::string()>& body) {
    const Child child = begin(body);
    lastProcess = child.process;
    return end(child);
}

std::vector<std::string> inChildren(int count, const std::function<std::string(int)>& body) {
    std::vector<Child> children;
    for (int i = 0; i < count; ++i) {
        children.push_back(begin([&body, i] { return body(i); }));
    }
    std::vector<std::string> answers;
    for (const Child& child : children) {
        answers.push_back(end(child));
    }
    return answers;
}

void killSelf() {
    ::kill(::getpid(), SIGKILL);
    ::_exit(1);
}

pid_t lastChild() {
    return lastProcess;
}

}  // namespace engine::storage::testing
