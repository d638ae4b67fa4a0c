#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

// Files and directories with the modes and flushes that a database needs.
namespace engine::os {

// "Cannot <action> <path>: <text of the operating system>", with the kind that the code means:
// PermissionDenied, DiskFull or Io.
Error fileError(std::string_view action, const std::string& path, int code);

enum class PathKind { Missing, Directory, Other };

// Follows symbolic links. A file where the path needs a directory is an Io error.
Result<PathKind> pathKind(const std::string& path);

Result<void> makeDirectory(const std::string& path);  // mode 0700; an existing one is an error
Result<void> makeDirectories(
    const std::string& path);  // with parents, mode 0700, flushed; may exist
// Gives a directory of this user mode 0700; leaves one of another user as it is.
Result<void> makePrivate(const std::string& path);
// Names without "." and "..", in no order.
Result<std::vector<std::string>> listDirectory(const std::string& path);
// Refuses symbolic links and files longer than `bytesMax` (Corrupt).
Result<std::string> readSmallFile(const std::string& path, std::size_t bytesMax);
// Mode 0600, flushed; an existing file is an error.
Result<void> writeNewFile(const std::string& path, std::string_view bytes);
Result<void> flushFile(const std::string& path);
// Brings a large file to the disk little by little, so that flushes of other files need not wait
// behind all of it. Promises nothing: what must be safe is flushed afterwards.
void writeBack(const std::string& path);
Result<void> flushDirectory(const std::string& path);
// Replaces an existing file or empty directory.
Result<void> renamePath(const std::string& from, const std::string& to);
Result<void> removeTree(const std::string& path);

struct DirectoryState {
    bool mine = false;            // owned by this user
    bool othersMayWrite = false;  // group or world
};
// Does not follow a symbolic link at the end.
Result<DirectoryState> directoryState(const std::string& path);
bool mayWrite(const std::string& directory);

std::uint64_t fileBytes(const std::string& path);  // 0 when there is no such file
// Whether a file in the directory could not grow now: disk, quota or limit of the process.
bool isFull(const std::string& directory);
std::string networkFileSystem(const std::string& path);  // name, empty when it is a local one

// A folder in memory that this user can write to, else the folder for temporary files.
std::string memoryFolder();

}  // namespace engine::os
