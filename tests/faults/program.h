#pragma once

#include <map>
#include <string>
#include <vector>

namespace engine::faults {

struct ProgramEnd {
    int exitCode = -1;  // -1: ended by a signal
    int signal = 0;
    std::string output;  // standard output and error
};

// Runs a program to its end. `environment` is added to that of this process.
ProgramEnd runProgram(const std::vector<std::string>& command,
                      const std::map<std::string, std::string>& environment = {});

// Environment that loads the shim for a directory.
std::map<std::string, std::string> underShim(const std::string& directory);

// tests/faults/fault_driver.cpp
std::string driverProgram();

// Whether the long form runs: TIDEMARK_SOAK (tests/README.md).
bool isSoak();
inline int count(int shortForm, int longForm) {
    return isSoak() ? longForm : shortForm;
}

// A folder for images, in memory where there is one; removed at the end.
class Workshop final {
public:
    Workshop();
    ~Workshop();
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;
    const std::string& path() const { return m_path; }
    std::string operator/(const std::string& name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

// An empty folder of that name, whatever was there.
std::string emptyFolder(const std::string& path);

// Whether two folders hold the same files with the same bytes, lock files left out; else where they
// differ. Empty: they agree.
std::string difference(const std::string& left, const std::string& right);

}  // namespace engine::faults
