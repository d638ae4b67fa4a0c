// Loaded in front of the C library (LD_PRELOAD). Sees every call that changes a file below
// TIDEMARK_SHIM_DIR and does one of two things with it:
// - TIDEMARK_SHIM_LOG: appends the call with its bytes to that file (write_log_format.h);
// - TIDEMARK_SHIM_FAIL_AT=n: lets the n-th call (also those that only read) fail with
//   TIDEMARK_SHIM_FAIL_CODE (EIO), and with TIDEMARK_SHIM_FAIL_STICKY all behind it.
// LMDB's and the database's own lock files are left alone: they hold nothing that must last.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string_view>

#include "tests/faults/write_log_format.h"

namespace {

using engine::faults::CallHeader;
using engine::faults::CallKind;
using engine::faults::callMagic;

constexpr int descriptorsMax = 4096;

struct Settings {
    std::string_view directory;
    int log = -1;
    long failAt = 0;
    bool sticky = false;
    int failCode = EIO;
};
Settings settings;
std::atomic<long> calls = 0;
std::atomic<long> syncs = 0;
std::array<std::atomic<bool>, descriptorsMax> tracked;
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

class Locked final {
public:
    Locked() { ::pthread_mutex_lock(&mutex); }
    ~Locked() { ::pthread_mutex_unlock(&mutex); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
};

__attribute__((constructor)) void start() {
    const char* directory = std::getenv("TIDEMARK_SHIM_DIR");
    settings.directory = directory == nullptr ? std::string_view() : directory;
    if (const char* log = std::getenv("TIDEMARK_SHIM_LOG")) {
        settings.log = real<int(const char*, int, ...)>("open")(
            log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (settings.log < 0) {
            std::abort();
        }
    }
    if (const char* at = std::getenv("TIDEMARK_SHIM_FAIL_AT")) {
        settings.failAt = std::atol(at);
    }
    if (const char* code = std::getenv("TIDEMARK_SHIM_FAIL_CODE")) {
        settings.failCode = std::atoi(code);
    }
    settings.sticky = std::getenv("TIDEMARK_SHIM_FAIL_STICKY") != nullptr;
}

bool endsWith(std::string_view path, std::string_view end) {
    return path.size() >= end.size() && path.substr(path.size() - end.size()) == end;
}

bool isBelow(std::string_view path) {
    const auto& directory = settings.directory;
    return !directory.empty() && path.substr(0, directory.size()) == directory &&
           (path.size() == directory.size() || path[directory.size()] == '/') &&
           !endsWith(path, "/lock.mdb") && !endsWith(path, "/owner.lock");
}

bool isTracked(int descriptor) {
    return descriptor >= 0 && descriptor < descriptorsMax &&
           tracked[static_cast<std::size_t>(descriptor)];
}

void forget(int descriptor) {
    if (descriptor >= 0 && descriptor < descriptorsMax) {
        tracked[static_cast<std::size_t>(descriptor)] = false;
    }
}

// Whether this call is the one that fails, or behind it.
bool fails() {
    const long number = ++calls;
    const bool hit = settings.failAt > 0 &&
                     (number == settings.failAt || (settings.sticky && number > settings.failAt));
    if (hit) {
        errno = settings.failCode;
    }
    return hit;
}

// With the mutex. Keeps errno.
void record(CallKind kind, int descriptor, std::string_view path, std::int64_t offset,
            std::string_view data, bool flag = false) {
    if (settings.log < 0) {
        return;
    }
    const int kept = errno;
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    constexpr std::int64_t nanosecondsInSecond = 1'000'000'000;
    CallHeader header{callMagic,
                      kind,
                      static_cast<std::uint8_t>(flag ? 1 : 0),
                      static_cast<std::uint16_t>(path.size()),
                      descriptor,
                      static_cast<std::uint32_t>(data.size()),
                      offset,
                      now.tv_sec * nanosecondsInSecond + now.tv_nsec};
    std::array<iovec, 3> parts = {{{&header, sizeof(header)},
                                   {const_cast<char*>(path.data()), path.size()},
                                   {const_cast<char*>(data.data()), data.size()}}};
    const std::size_t whole = sizeof(header) + path.size() + data.size();
    static auto* const write = real<ssize_t(int, const iovec*, int)>("writev");
    if (write(settings.log, parts.data(), static_cast<int>(parts.size())) !=
        static_cast<ssize_t>(whole)) {
        std::abort();  // a log with a hole would blame the database
    }
    errno = kept;
}

std::string_view pathAt(int directory, const char* path, std::array<char, PATH_MAX>& room) {
    if (path[0] == '/') {
        return path;
    }
    std::array<char, 64> link{};
    if (directory == AT_FDCWD) {
        std::strcpy(link.data(), "/proc/self/cwd");
    } else {
        std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", directory);
    }
    const ssize_t size = ::readlink(link.data(), room.data(), room.size() - std::strlen(path) - 2);
    if (size < 0) {
        return path;
    }
    auto at = static_cast<std::size_t>(size);
    room[at++] = '/';
    std::memcpy(room.data() + at, path, std::strlen(path));
    return {room.data(), at + std::strlen(path)};
}

int openAt(int directory, const char* path, int flags, mode_t mode) {
    static auto* const realOpen = real<int(int, const char*, int, ...)>("openat");
    std::array<char, PATH_MAX> room;
    const auto whole = pathAt(directory, path, room);
    if (!isBelow(whole) || (flags & O_TMPFILE) == O_TMPFILE) {
        const int other = realOpen(directory, path, flags, mode);
        forget(other);
        return other;
    }
    if (fails()) {
        return -1;
    }
    const Locked locked;
    const int descriptor = realOpen(directory, path, flags, mode);
    if (descriptor >= descriptorsMax) {
        std::abort();
    }
    if (descriptor >= 0) {
        tracked[static_cast<std::size_t>(descriptor)] = true;
        record(CallKind::Open, descriptor, whole, (flags & O_TRUNC) != 0 ? 1 : 0, {},
               (flags & (O_DSYNC | O_SYNC)) != 0);
    }
    return descriptor;
}

ssize_t recordWrite(int descriptor, std::int64_t offset, const void* bytes, ssize_t done) {
    if (done > 0) {
        const Locked locked;
        record(CallKind::Write, descriptor, {}, offset,
               {static_cast<const char*>(bytes), static_cast<std::size_t>(done)});
    }
    return done;
}

// Where a write without an offset goes.
std::int64_t position(int descriptor) {
    if ((::fcntl(descriptor, F_GETFL) & O_APPEND) != 0) {
        struct stat state {};
        ::fstat(descriptor, &state);
        return state.st_size;
    }
    return ::lseek(descriptor, 0, SEEK_CUR);
}

ssize_t recordVector(int descriptor, std::int64_t offset, const iovec* parts, int count,
                     ssize_t done) {
    auto left = done;
    for (int i = 0; i < count && left > 0; ++i) {
        const auto size = std::min<ssize_t>(left, static_cast<ssize_t>(parts[i].iov_len));
        recordWrite(descriptor, offset, parts[i].iov_base, size);
        offset += size;
        left -= size;
    }
    return done;
}

int syncWith(const char* name, int descriptor) {
    auto* const sync = real<int(int)>(name);
    if (!isTracked(descriptor)) {
        return sync(descriptor);
    }
    if (fails()) {
        return -1;
    }
    const long number = ++syncs;
    {
        const Locked locked;
        record(CallKind::SyncBegin, descriptor, {}, number, {});
    }
    const int code = sync(descriptor);
    if (code == 0) {
        const Locked locked;
        record(CallKind::SyncEnd, descriptor, {}, number, {});
    }
    return code;
}

int removeAt(int directory, const char* path, int flags) {
    static auto* const realUnlink = real<int(int, const char*, int)>("unlinkat");
    std::array<char, PATH_MAX> room;
    const auto whole = pathAt(directory, path, room);
    if (!isBelow(whole)) {
        return realUnlink(directory, path, flags);
    }
    if (fails()) {
        return -1;
    }
    const Locked locked;
    const int code = realUnlink(directory, path, flags);
    if (code == 0) {
        record((flags & AT_REMOVEDIR) != 0 ? CallKind::RemoveDirectory : CallKind::Unlink, -1,
               whole, 0, {});
    }
    return code;
}

int renameAt(int fromDirectory, const char* from, int toDirectory, const char* to) {
    static auto* const realRename = real<int(int, const char*, int, const char*)>("renameat");
    std::array<char, PATH_MAX> fromRoom;
    std::array<char, PATH_MAX> toRoom;
    const auto fromPath = pathAt(fromDirectory, from, fromRoom);
    const auto toPath = pathAt(toDirectory, to, toRoom);
    if (!isBelow(fromPath) && !isBelow(toPath)) {
        return realRename(fromDirectory, from, toDirectory, to);
    }
    if (fails()) {
        return -1;
    }
    const Locked locked;
    const int code = realRename(fromDirectory, from, toDirectory, to);
    if (code == 0) {
        std::array<char, std::size_t{2} * PATH_MAX> both;
        std::memcpy(both.data(), fromPath.data(), fromPath.size());
        both[fromPath.size()] = '\0';
        std::memcpy(both.data() + fromPath.size() + 1, toPath.data(), toPath.size());
        record(CallKind::Rename, -1, {both.data(), fromPath.size() + 1 + toPath.size()}, 0, {});
    }
    return code;
}

int makeDirectoryAt(int directory, const char* path, mode_t mode) {
    static auto* const realMake = real<int(int, const char*, mode_t)>("mkdirat");
    std::array<char, PATH_MAX> room;
    const auto whole = pathAt(directory, path, room);
    if (!isBelow(whole)) {
        return realMake(directory, path, mode);
    }
    if (fails()) {
        return -1;
    }
    const Locked locked;
    const int code = realMake(directory, path, mode);
    if (code == 0) {
        record(CallKind::MakeDirectory, -1, whole, 0, {});
    }
    return code;
}

int resize(int descriptor, off_t size) {
    static auto* const realResize = real<int(int, off_t)>("ftruncate");
    if (!isTracked(descriptor)) {
        return realResize(descriptor, size);
    }
    if (fails()) {
        return -1;
    }
    const int code = realResize(descriptor, size);
    if (code == 0) {
        const Locked locked;
        record(CallKind::Resize, descriptor, {}, size, {});
    }
    return code;
}

// Grows a file as fallocate without flags does; the blocks read as zeros.
int reserve(int descriptor, int mode, off_t offset, off_t size, const char* name) {
    if (isTracked(descriptor) && fails()) {
        return name[0] == 'p' ? errno : -1;
    }
    int code = 0;
    if (name[0] == 'p') {
        code = real<int(int, off_t, off_t)>(name)(descriptor, offset, size);
    } else {
        code = real<int(int, int, off_t, off_t)>(name)(descriptor, mode, offset, size);
    }
    if (code == 0 && isTracked(descriptor) && mode == 0) {
        struct stat state {};
        ::fstat(descriptor, &state);
        const Locked locked;
        record(CallKind::Resize, descriptor, {}, state.st_size, {});
    }
    if (code == 0 && isTracked(descriptor) && mode != 0 && mode != FALLOC_FL_KEEP_SIZE) {
        const Locked locked;
        record(CallKind::Violation, descriptor, {}, 0, "fallocate");
    }
    return code;
}

void* map(void* address, std::size_t size, int protection, int flags, int descriptor, off_t offset,
          const char* name) {
    if (isTracked(descriptor) && (protection & PROT_WRITE) != 0 && (flags & MAP_SHARED) != 0) {
        const Locked locked;
        record(CallKind::Violation, descriptor, {}, 0, "mmap with PROT_WRITE");
    }
    return real<void*(void*, std::size_t, int, int, int, off_t)>(name)(address, size, protection,
                                                                       flags, descriptor, offset);
}

mode_t modeOf(int flags, va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

#define EXPORTED __attribute__((visibility("default")))

extern "C" {

// For the program under test, which finds them with dlsym.
EXPORTED void tidemarkShimMark(const char* bytes, std::size_t size) {
    const Locked locked;
    record(CallKind::Mark, -1, {}, 0, {bytes, size});
}
EXPORTED long tidemarkShimCalls() {
    return calls;
}
// From now on the calls are counted anew, and the `at`-th fails.
EXPORTED void tidemarkShimArm(long at, int sticky, int code) {
    settings.failAt = at;
    settings.sticky = sticky != 0;
    settings.failCode = code;
    calls = 0;
}

EXPORTED int open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(AT_FDCWD, path, flags, mode);
}
EXPORTED int open64(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(AT_FDCWD, path, flags, mode);
}
EXPORTED int openat(int directory, const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(directory, path, flags, mode);
}
EXPORTED int openat64(int directory, const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(directory, path, flags, mode);
}
EXPORTED int creat(const char* path, mode_t mode) {
    return openAt(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

EXPORTED int close(int descriptor) {
    forget(descriptor);
    static auto* const realClose = real<int(int)>("close");
    return realClose(descriptor);
}
EXPORTED int closedir(DIR* directory) {
    forget(::dirfd(directory));
    static auto* const realClose = real<int(DIR*)>("closedir");
    return realClose(directory);
}
EXPORTED int fclose(std::FILE* file) {
    forget(::fileno(file));
    static auto* const realClose = real<int(std::FILE*)>("fclose");
    return realClose(file);
}

EXPORTED ssize_t pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset) {
    static auto* const realWrite = real<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    if (!isTracked(descriptor)) {
        return realWrite(descriptor, bytes, size, offset);
    }
    return fails()
               ? -1
               : recordWrite(descriptor, offset, bytes, realWrite(descriptor, bytes, size, offset));
}
EXPORTED ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size, off_t offset) {
    return pwrite(descriptor, bytes, size, offset);
}
EXPORTED ssize_t write(int descriptor, const void* bytes, std::size_t size) {
    static auto* const realWrite = real<ssize_t(int, const void*, std::size_t)>("write");
    if (!isTracked(descriptor)) {
        return realWrite(descriptor, bytes, size);
    }
    if (fails()) {
        return -1;
    }
    const std::int64_t offset = position(descriptor);
    return recordWrite(descriptor, offset, bytes, realWrite(descriptor, bytes, size));
}
EXPORTED ssize_t writev(int descriptor, const iovec* parts, int count) {
    static auto* const realWrite = real<ssize_t(int, const iovec*, int)>("writev");
    if (!isTracked(descriptor)) {
        return realWrite(descriptor, parts, count);
    }
    if (fails()) {
        return -1;
    }
    const std::int64_t offset = position(descriptor);
    return recordVector(descriptor, offset, parts, count, realWrite(descriptor, parts, count));
}
EXPORTED ssize_t pwritev(int descriptor, const iovec* parts, int count, off_t offset) {
    static auto* const realWrite = real<ssize_t(int, const iovec*, int, off_t)>("pwritev");
    if (!isTracked(descriptor)) {
        return realWrite(descriptor, parts, count, offset);
    }
    return fails() ? -1
                   : recordVector(descriptor, offset, parts, count,
                                  realWrite(descriptor, parts, count, offset));
}
EXPORTED ssize_t pwritev64(int descriptor, const iovec* parts, int count, off_t offset) {
    return pwritev(descriptor, parts, count, offset);
}

EXPORTED ssize_t pread(int descriptor, void* bytes, std::size_t size, off_t offset) {
    static auto* const realRead = real<ssize_t(int, void*, std::size_t, off_t)>("pread");
    return isTracked(descriptor) && fails() ? -1 : realRead(descriptor, bytes, size, offset);
}
EXPORTED ssize_t pread64(int descriptor, void* bytes, std::size_t size, off_t offset) {
    return pread(descriptor, bytes, size, offset);
}
EXPORTED ssize_t read(int descriptor, void* bytes, std::size_t size) {
    static auto* const realRead = real<ssize_t(int, void*, std::size_t)>("read");
    return isTracked(descriptor) && fails() ? -1 : realRead(descriptor, bytes, size);
}

EXPORTED int ftruncate(int descriptor, off_t size) noexcept {
    return resize(descriptor, size);
}
EXPORTED int ftruncate64(int descriptor, off_t size) noexcept {
    return resize(descriptor, size);
}
EXPORTED int fallocate(int descriptor, int mode, off_t offset, off_t size) {
    return reserve(descriptor, mode, offset, size, "fallocate");
}
EXPORTED int fallocate64(int descriptor, int mode, off_t offset, off_t size) {
    return reserve(descriptor, mode, offset, size, "fallocate");
}
EXPORTED int posix_fallocate(int descriptor, off_t offset, off_t size) {
    return reserve(descriptor, 0, offset, size, "posix_fallocate");
}
EXPORTED int posix_fallocate64(int descriptor, off_t offset, off_t size) {
    return reserve(descriptor, 0, offset, size, "posix_fallocate");
}

EXPORTED int fsync(int descriptor) {
    return syncWith("fsync", descriptor);
}
EXPORTED int fdatasync(int descriptor) {
    return syncWith("fdatasync", descriptor);
}

EXPORTED int rename(const char* from, const char* to) noexcept {
    return renameAt(AT_FDCWD, from, AT_FDCWD, to);
}
EXPORTED int renameat(int fromDirectory, const char* from, int toDirectory,
                      const char* to) noexcept {
    return renameAt(fromDirectory, from, toDirectory, to);
}
EXPORTED int unlink(const char* path) noexcept {
    return removeAt(AT_FDCWD, path, 0);
}
EXPORTED int unlinkat(int directory, const char* path, int flags) noexcept {
    return removeAt(directory, path, flags);
}
EXPORTED int rmdir(const char* path) noexcept {
    return removeAt(AT_FDCWD, path, AT_REMOVEDIR);
}
EXPORTED int remove(const char* path) noexcept {
    struct stat state {};
    const bool isDirectory = ::lstat(path, &state) == 0 && S_ISDIR(state.st_mode);
    return removeAt(AT_FDCWD, path, isDirectory ? AT_REMOVEDIR : 0);
}
EXPORTED int mkdir(const char* path, mode_t mode) noexcept {
    return makeDirectoryAt(AT_FDCWD, path, mode);
}
EXPORTED int mkdirat(int directory, const char* path, mode_t mode) noexcept {
    return makeDirectoryAt(directory, path, mode);
}

EXPORTED int msync(void* address, std::size_t size, int flags) {
    {
        const Locked locked;
        record(CallKind::Violation, -1, {}, 0, "msync");
    }
    return real<int(void*, std::size_t, int)>("msync")(address, size, flags);
}
EXPORTED void* mmap(void* address, std::size_t size, int protection, int flags, int descriptor,
                    off_t offset) noexcept {
    return map(address, size, protection, flags, descriptor, offset, "mmap");
}
EXPORTED void* mmap64(void* address, std::size_t size, int protection, int flags, int descriptor,
                      off_t offset) noexcept {
    return map(address, size, protection, flags, descriptor, offset, "mmap");
}

}  // extern "C"
