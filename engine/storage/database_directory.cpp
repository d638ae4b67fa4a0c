#include "engine/storage/database_directory.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <utility>
#include <vector>

#include "engine/base/os/files.h"
#include "engine/base/os/process.h"
#include "engine/storage/environment.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/recovery.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {
namespace {

constexpr std::string_view manifestName = "/tidemark.json";
constexpr std::string_view stagingName = "/.tidemark-new";
constexpr std::string_view lockName = "/owner.lock";
constexpr std::string_view dataName = "/state/data.mdb";
constexpr std::size_t smallFileBytes = 65'536;

std::string joined(const std::string& path, std::string_view name) {
    return path + std::string(name);
}

Error notADatabase(std::string message) {
    return {ErrorKind::NotADatabase, std::move(message), {}};
}

// "<pid>\n<endpoint>\n", written by the owner.
Error inUse(const std::string& path) {
    std::string text = "The database at " + path + " is in use by ";
    const auto content = os::readSmallFile(joined(path, lockName), smallFileBytes);
    const std::string lines = content ? *content : std::string();
    const std::size_t split = lines.find('\n');
    if (split == std::string::npos || split == 0) {
        text += "another process";
    } else {
        text += "process " + lines.substr(0, split);
        const std::string endpoint =
            lines.substr(split + 1, lines.find('\n', split + 1) - split - 1);
        text += endpoint.empty() ? "" : ", which answers at " + endpoint;
    }
    return {ErrorKind::DatabaseInUse, text + ".", {}};
}

Result<os::FileLock> takeLock(const std::string& path) {
    auto lock = os::FileLock::tryLock(joined(path, lockName));
    if (!lock) {
        return std::move(lock).error();
    }
    if (!*lock) {
        return inUse(path);
    }
    return std::move(**lock);
}

// A directory that a killed process left: "<prefix><pid>-<random>".
bool isAbandoned(const std::string& parent, const std::string& name, std::string_view prefix) {
    if (!name.starts_with(prefix)) {
        return false;
    }
    std::int64_t process = 0;
    const char* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + prefix.size(), end, process);
    if (parsed.ec != std::errc() || parsed.ptr == end || *parsed.ptr != '-' || process <= 0 ||
        os::isAlive(process)) {
        return false;
    }
    // In another container the process may live under a number that means nothing here.
    const std::string path = parent + "/" + name;
    const auto state = os::directoryState(path);
    const auto lock = os::FileLock::tryLock(joined(path, lockName));
    return state && state->mine && lock && *lock;
}

void removeAbandoned(const std::string& parent, std::string_view prefix) {
    const auto names = os::listDirectory(parent);
    if (!names) {
        return;
    }
    for (const std::string& name : *names) {
        if (isAbandoned(parent, name, prefix)) {
            const auto removed = os::removeTree(joined(parent, "/" + name));
            static_cast<void>(removed);
        }
    }
}

Result<void> createState(const std::string& directory) {
    if (auto made = os::makeDirectory(directory); !made) {
        return made;
    }
    auto environment = Environment::open({.directory = directory, .create = true});
    if (!environment) {
        return std::move(environment).error();
    }
    auto transaction = (*environment)->beginWrite();
    if (!transaction) {
        return std::move(transaction).error();
    }
    GroupTransaction first(*transaction, **environment, std::make_shared<CatalogSnapshot>(), {});
    if (auto done = first.initialize(); !done) {
        mdb_txn_abort(*transaction);
        return done;
    }
    if (const int code = mdb_txn_commit(*transaction); code != 0) {
        return lmdbError(code, "create the database at", directory);
    }
    return {};
}

// Nothing, or what a creation that was killed before its last step left.
bool isUnfinished(const std::string& path, const std::vector<std::string>& names) {
    const bool known = std::all_of(names.begin(), names.end(), [](const std::string& name) {
        return name == "owner.lock" || name == "state" || name == "log" || name == ".tidemark-new";
    });
    const bool hasState = std::find(names.begin(), names.end(), "state") != names.end();
    return known &&
           (!hasState || os::fileBytes(joined(joined(path, stagingName), manifestName)) != 0);
}

// Runs the steps until one fails.
Result<void> inOrder(std::initializer_list<std::function<Result<void>()>> steps) {
    for (const auto& step : steps) {
        if (auto done = step(); !done) {
            return done;
        }
    }
    return {};
}

// Builds the database in a corner and moves it into place, the manifest last: until then the
// directory is an unfinished one, whatever happens. Only with the lock. Each change of names is
// flushed before the next that relies on it: a power cut may keep the later one alone, and a state
// without a manifest beside it or in the corner looks like a damaged database.
Result<void> build(const std::string& path, const Manifest& manifest, Random& random) {
    const std::string staging = joined(path, stagingName);
    const std::string state = path + "/state";
    const std::string log = path + "/log";
    return inOrder({
        [&] { return os::removeTree(state); },
        [&] { return os::removeTree(log); },
        [&] { return os::flushDirectory(path); },
        [&] { return os::removeTree(staging); },
        [&] { return os::makeDirectory(staging); },
        [&] { return createState(staging + "/state"); },
        [&] { return createLog(staging, manifest.databaseId, random); },
        [&] { return os::writeNewFile(joined(staging, manifestName), encodeManifest(manifest)); },
        [&] { return os::flushDirectory(staging + "/state"); },
        [&] { return os::flushDirectory(staging); },
        [&] { return os::flushDirectory(path); },
        [&] { return os::renamePath(staging + "/log", log); },
        [&] { return os::renamePath(staging + "/state", state); },
        [&] { return os::flushDirectory(path); },
        [&] { return os::renamePath(joined(staging, manifestName), joined(path, manifestName)); },
        [&] { return os::flushDirectory(path); },
        [&] { return os::removeTree(staging); },
        [&] { return os::flushDirectory(path); },
    });
}

Result<void> checkPlace(const std::string& path) {
    const std::string fileSystem = os::networkFileSystem(path);
    if (!fileSystem.empty()) {
        return Error::io(path + " is on a network file system (" + fileSystem +
                         "), where a database cannot be kept safely.");
    }
    if (!os::mayWrite(path)) {
        return Error{ErrorKind::PermissionDenied, "You may not write to " + path + ".", {}};
    }
    return {};
}

}  // namespace

Result<DatabaseDirectory> DatabaseDirectory::open(const DatabaseOptions& options) {
    if (options.durability == Durability::Memory) {
        return openTemporary(*options.random);
    }
    std::error_code code;
    const std::filesystem::path absolute = std::filesystem::absolute(options.directory, code);
    if (code || options.directory.empty()) {
        return notADatabase("\"" + options.directory + "\" is not the path of a directory.");
    }
    std::string path = absolute.lexically_normal().string();
    while (path.size() > 1 && path.back() == '/') {
        path.pop_back();
    }
    const auto kind = os::pathKind(path);
    if (!kind) {
        return kind.error();
    }
    if (*kind == os::PathKind::Other) {
        return notADatabase(path + " is a file. A database is a directory.");
    }
    if (*kind == os::PathKind::Missing) {
        if (auto made = os::makeDirectories(path); !made) {
            return std::move(made).error();
        }
    }
    const auto names = os::listDirectory(path);
    if (!names) {
        return names.error();
    }
    return isUnfinished(path, *names) ? create(path, *options.random) : openExisting(path);
}

Result<DatabaseDirectory> DatabaseDirectory::create(const std::string& path, Random& random) {
    if (auto good = checkPlace(path); !good) {
        return std::move(good).error();
    }
    {
        auto lock = takeLock(path);
        if (!lock) {
            return std::move(lock).error();
        }
        const auto names = os::listDirectory(path);
        if (!names) {
            return names.error();
        }
        if (isUnfinished(path, *names)) {
            const Manifest manifest{formatVersion, makeUuid(random)};
            auto built = os::makePrivate(path);
            built = built ? build(path, manifest, random) : std::move(built);
            if (!built) {
                return std::move(built).error();
            }
            return DatabaseDirectory(path, std::move(lock).value(), manifest, false);
        }
    }
    // Another process has created it meanwhile.
    return openExisting(path);
}

Result<DatabaseDirectory> DatabaseDirectory::openExisting(const std::string& path) {
    const std::string manifestPath = joined(path, manifestName);
    const auto kind = os::pathKind(manifestPath);
    if (!kind) {
        return kind.error();
    }
    if (*kind == os::PathKind::Missing) {
        return notADatabase(path + " is not empty and holds no Tidemark database.");
    }
    const auto text = os::readSmallFile(manifestPath, smallFileBytes);
    if (!text) {
        return text.error();
    }
    auto manifest = decodeManifest(*text, manifestPath);
    if (!manifest) {
        return std::move(manifest).error();
    }
    if (auto good = checkPlace(path); !good) {
        return std::move(good).error();
    }
    const auto state = os::directoryState(path);
    if (state && state->mine && state->othersMayWrite) {
        return Error{ErrorKind::PermissionDenied,
                     "Other users may write to " + path + ". Run: chmod 700 " + path,
                     {}};
    }
    if (os::fileBytes(joined(path, dataName)) == 0) {
        return notADatabase(joined(path, dataName) + " is missing or empty.");
    }
    auto lock = takeLock(path);
    if (!lock) {
        return std::move(lock).error();
    }
    return DatabaseDirectory(path, std::move(lock).value(), std::move(manifest).value(), false);
}

Result<DatabaseDirectory> DatabaseDirectory::openTemporary(Random& random) {
    const std::string parent = os::memoryFolder();
    const std::string prefix = "tidemark-memory-" + std::to_string(os::userId()) + "-";
    removeAbandoned(parent, prefix);
    constexpr std::size_t shortId = 8;
    const std::string path = parent + "/" + prefix + std::to_string(os::processId()) + "-" +
                             makeUuid(random).substr(0, shortId);
    if (auto made = os::makeDirectory(path); !made) {
        return std::move(made).error();
    }
    auto directory = create(path, random);
    if (!directory) {
        const auto removed = os::removeTree(path);
        static_cast<void>(removed);
        return directory;
    }
    directory->m_temporary = true;
    return directory;
}

DatabaseDirectory::DatabaseDirectory(DatabaseDirectory&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_lock(std::move(other.m_lock)),
      m_manifest(std::move(other.m_manifest)),
      m_temporary(std::exchange(other.m_temporary, false)) {
}

DatabaseDirectory::~DatabaseDirectory() {
    if (m_temporary) {
        const auto removed = os::removeTree(m_path);
        static_cast<void>(removed);
    }
}

Result<void> DatabaseDirectory::announce(std::string_view endpoint) {
    return m_lock.writeText(std::to_string(os::processId()) + "\n" + std::string(endpoint) + "\n");
}

}  // namespace engine::storage
