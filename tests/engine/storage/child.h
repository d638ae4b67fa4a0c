#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

// Runs code in a forked process, so that a signal there is a finding and not the end of the tests.
namespace engine::storage::testing {

// What the function returned, or "killed by signal N".
std::string inChild(const std::function<std::string()>& body);
// The same in several processes at once; the function gets their numbers from 0.
std::vector<std::string> inChildren(int count, const std::function<std::string(int)>& body);
// Ends this process as a crash would, with everything still open.
[[noreturn]] void killSelf();
// Process number of the last child.
pid_t lastChild();

}  // namespace engine::storage::testing
