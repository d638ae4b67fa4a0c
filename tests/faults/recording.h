#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/faults/write_log_format.h"

namespace engine::faults {

// One call that the shim saw. Views live as long as the Recording.
struct Call {
    CallKind kind = CallKind::Mark;
    bool flag = false;
    int descriptor = -1;
    std::int64_t offset = 0;
    std::int64_t nanoseconds = 0;
    std::string_view path;    // of Rename: the old one
    std::string_view toPath;  // of Rename only
    std::string_view data;
};

// A write log, whole in memory.
class Recording final {
public:
    // Ends the process with a message when the file cannot be read or is not a write log.
    explicit Recording(const std::string& path);
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    const std::vector<Call>& calls() const { return m_calls; }
    // What cannot be replayed and so must not happen; empty when there is nothing of the kind.
    std::string violations() const;

private:
    std::string m_bytes;
    std::vector<Call> m_calls;
};

}  // namespace engine::faults
