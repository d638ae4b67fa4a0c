#pragma once

#include <cstdint>

// What the shim writes for each call that it saw: this header, then the path, then the bytes, all
// in the machine's own byte order. Writer and reader are the same machine.
namespace engine::faults {

enum class CallKind : std::uint8_t {
    Open,       // path; `flag`: O_DSYNC or O_SYNC; `offset` 1: truncated
    Write,      // bytes at `offset`, recorded once the call has returned
    Resize,     // to `offset` bytes
    SyncBegin,  // before fsync or fdatasync; what was recorded before it is meant
    SyncEnd,    // it has returned; `offset` is the number of its begin
    Rename,     // "from", zero byte, "to"
    Unlink,
    MakeDirectory,
    RemoveDirectory,
    Mark,       // bytes from the program under test
    Violation,  // a way to change a file that cannot be recorded; the bytes say which
};

struct CallHeader {
    std::uint32_t magic;
    CallKind kind;
    std::uint8_t flag;
    std::uint16_t pathBytes;
    std::int32_t descriptor;
    std::uint32_t dataBytes;
    std::int64_t offset;
    std::int64_t nanoseconds;  // of the monotonic clock
};

inline constexpr std::uint32_t callMagic = 0x7469'646dU;

}  // namespace engine::faults
