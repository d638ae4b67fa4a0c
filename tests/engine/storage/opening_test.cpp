#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

namespace fs = std::filesystem;

void writeFile(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> namesIn(const std::string& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) {
        names.push_back(entry.path().filename().string());
    }
    return names;
}

unsigned modeOf(const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0U;
}

TEST(Opening, CreatesADirectoryThatOnlyItsOwnerMayRead) {
    const TemporaryFolder folder;
    const std::string path = folder / "new/parents/db";
    { const auto database = openOrFail(path); }
    EXPECT_EQ(modeOf(path), 0700U);
    EXPECT_EQ(modeOf(path + "/state"), 0700U);
    EXPECT_EQ(modeOf(path + "/tidemark.json"), 0600U);
    EXPECT_EQ(modeOf(path + "/owner.lock"), 0600U);
    EXPECT_EQ(modeOf(path + "/state/data.mdb"), 0600U);
    EXPECT_EQ(modeOf(path + "/state/lock.mdb"), 0600U);
    EXPECT_THAT(namesIn(folder / "new/parents"), ::testing::ElementsAre("db"));
}

TEST(Opening, AnEmptyDirectoryBecomesADatabase) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "db");
    { const auto database = openOrFail(folder / "db/"); }
    EXPECT_TRUE(fs::exists(folder / "db/tidemark.json"));
    EXPECT_THAT(namesIn(folder.path()), ::testing::ElementsAre("db"));
}

TEST(Opening, ADirectoryWithOtherFilesIsLeftAlone) {
    const TemporaryFolder folder;
    writeFile(folder / "letter.txt", "dear");
    const Error error = openError(folder.path());
    EXPECT_EQ(error.kind, ErrorKind::NotADatabase);
    EXPECT_EQ(error.message, folder.path() + " is not empty and holds no Tidemark database.");
    EXPECT_THAT(namesIn(folder.path()), ::testing::ElementsAre("letter.txt"));
}

TEST(Opening, AFileIsNotADatabase) {
    const TemporaryFolder folder;
    writeFile(folder / "notes.txt", "text");
    const Error error = openError(folder / "notes.txt");
    EXPECT_EQ(error.kind, ErrorKind::NotADatabase);
    EXPECT_EQ(error.message, folder / "notes.txt" + " is a file. A database is a directory.");
    const Error below = openError(folder / "notes.txt/db");
    EXPECT_EQ(below.kind, ErrorKind::Io);
    EXPECT_EQ(below.message, "Cannot open " + (folder / "notes.txt/db") + ": Not a directory");
}

TEST(Opening, ANewerVersionIsRefusedUntouched) {
    const TemporaryFolder folder;
    { const auto database = openOrFail(folder / "db"); }
    writeFile(folder / "db/tidemark.json", R"({"format":"tidemark-database","version":3})");
    const auto before = fs::last_write_time(folder / "db/state/data.mdb");
    const Error error = openError(folder / "db");
    EXPECT_EQ(error.kind, ErrorKind::FormatTooNew);
    EXPECT_THAT(error.message,
                ::testing::StartsWith((folder / "db/tidemark.json") + " has format version 3"));
    EXPECT_EQ(fs::last_write_time(folder / "db/state/data.mdb"), before);
}

TEST(Opening, AForeignManifestNamesTheFile) {
    const TemporaryFolder folder;
    writeFile(folder / "tidemark.json", "{\"name\": \"something else\"}");
    const Error error = openError(folder.path());
    EXPECT_EQ(error.kind, ErrorKind::NotADatabase);
    EXPECT_EQ(error.message,
              (folder / "tidemark.json") + " is damaged or was not written by Tidemark.");
}

TEST(Opening, MissingOrForeignDataIsRefused) {
    const TemporaryFolder folder;
    { const auto database = openOrFail(folder / "db"); }
    writeFile(folder / "db/state/data.mdb", std::string(100'000, 'x'));
    const Error foreign = openError(folder / "db");
    EXPECT_EQ(foreign.kind, ErrorKind::Corrupt);
    EXPECT_THAT(foreign.message, ::testing::HasSubstr(folder / "db/state"));
    writeFile(folder / "db/state/data.mdb", "");
    EXPECT_EQ(openError(folder / "db").kind, ErrorKind::NotADatabase);
    fs::remove(folder / "db/state/data.mdb");
    EXPECT_EQ(openError(folder / "db").kind, ErrorKind::NotADatabase);
}

TEST(Opening, ADirectoryThatOthersMayWriteIsRefused) {
    const TemporaryFolder folder;
    { const auto database = openOrFail(folder / "db"); }
    ASSERT_EQ(::chmod((folder / "db").c_str(), 0770), 0);
    const Error error = openError(folder / "db");
    EXPECT_EQ(error.kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(error.message, "Other users may write to " + (folder / "db") + ". Run: chmod 700 " +
                                 (folder / "db"));
}

std::string killedInside() {
    killSelf();
}

// As another user where the tests run as root, because nothing is forbidden to root.
std::string openedByAnyUser(const std::string& path) {
    return inChild([&] {
        constexpr uid_t nobody = 65'534;
        if (::geteuid() == 0 && (::setegid(nobody) != 0 || ::seteuid(nobody) != 0)) {
            return std::string("cannot become another user");
        }
        DatabaseOptions options;
        options.directory = path;
        const auto database = Database::open(std::move(options));
        return database ? std::string("opened")
                        : std::string(errorKindName(database.error().kind)) + ": " +
                              database.error().message;
    });
}

TEST(Opening, ADirectoryWithoutWritePermissionIsNamed) {
    const TemporaryFolder folder;
    ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
    fs::create_directory(folder / "fixed");
    { const auto database = openOrFail(folder / "fixed/db"); }
    ASSERT_EQ(::chmod((folder / "fixed/db").c_str(), 0555), 0);
    ASSERT_EQ(::chmod((folder / "fixed").c_str(), 0555), 0);
    EXPECT_EQ(openedByAnyUser(folder / "fixed/new"),
              "PermissionDenied: Cannot create " + (folder / "fixed/new") + ": Permission denied");
    EXPECT_THAT(openedByAnyUser(folder / "fixed/db"),
                ::testing::AllOf(::testing::StartsWith("PermissionDenied: "),
                                 ::testing::HasSubstr(folder / "fixed/db")));
    ::chmod((folder / "fixed/db").c_str(), 0700);
    ::chmod((folder / "fixed").c_str(), 0700);
}

TEST(Ownership, ASecondOpenInTheSameProcessIsRefused) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const Error silent = openError(folder / "db");
    EXPECT_EQ(silent.kind, ErrorKind::DatabaseInUse);
    EXPECT_EQ(silent.message, "The database at " + (folder / "db") + " is in use by process " +
                                  std::to_string(::getpid()) + ".");
    database->setEndpoint("http://127.0.0.1:8000");
    EXPECT_EQ(openError(folder / "db").message,
              "The database at " + (folder / "db") + " is in use by process " +
                  std::to_string(::getpid()) + ", which answers at http://127.0.0.1:8000.");
    database->setEndpoint("");
    EXPECT_EQ(openError(folder / "db").message, silent.message);
}

TEST(Ownership, AnotherProcessIsRefusedAndTheOwnerGoesOn) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    const auto table = addTable(*database, "orders");
    const std::string answer = inChild([&] {
        DatabaseOptions options;
        options.directory = folder / "db";
        const auto second = Database::open(std::move(options));
        return second ? std::string("opened") : second.error().message;
    });
    EXPECT_THAT(answer, ::testing::HasSubstr("is in use by process " + std::to_string(::getpid())));
    put(*database, table, keyOf("a", "b"), "x");
    EXPECT_EQ(get(*database, table, keyOf("a", "b")), "x");
}

TEST(Ownership, EndsWithTheOwner) {
    const TemporaryFolder folder;
    { const auto database = openOrFail(folder / "db"); }
    const std::string answer = inChild([&] {
        DatabaseOptions options;
        options.directory = folder / "db";
        const auto owner = Database::open(std::move(options));
        return owner ? killedInside() : owner.error().message;
    });
    EXPECT_EQ(answer, "killed by signal 9");
    EXPECT_NE(openOrFail(folder / "db"), nullptr);
}

TEST(Ownership, NoFileOfTheDatabaseIsInherited) {
    const TemporaryFolder folder;
    const auto database = openOrFail(folder / "db");
    int inherited = 0;
    int seen = 0;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code code;
        const std::string target = fs::read_symlink(entry.path(), code).string();
        if (target.starts_with(fs::canonical(folder.path()).string())) {
            ++seen;
            const int fd = std::stoi(entry.path().filename().string());
            inherited += (::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0 ? 0 : 1;
        }
    }
    EXPECT_GE(seen, 3);
    EXPECT_EQ(inherited, 0);
}

// Each step of a creation after which the process may have been killed.
TEST(Creation, IsTakenUpAgainAfterAnyStep) {
    const TemporaryFolder folder;
    { const auto database = openOrFail(folder / "made"); }
    const auto copyTo = [&](const std::string& what, const std::string& where) {
        fs::create_directories(fs::path(where).parent_path());
        fs::copy(folder / "made/" + what, where, fs::copy_options::recursive);
    };
    const std::vector<std::pair<std::string, std::function<void(const std::string&)>>> steps = {
        {"locked", [&](const std::string& db) { writeFile(db + "/owner.lock", ""); }},
        {"begun",
         [&](const std::string& db) { fs::create_directories(db + "/.tidemark-new/state"); }},
        {"built",
         [&](const std::string& db) {
             copyTo("state", db + "/.tidemark-new/state");
             copyTo("log", db + "/.tidemark-new/log");
             copyTo("tidemark.json", db + "/.tidemark-new/tidemark.json");
         }},
        {"log moved",
         [&](const std::string& db) {
             copyTo("state", db + "/.tidemark-new/state");
             copyTo("log", db + "/log");
             copyTo("tidemark.json", db + "/.tidemark-new/tidemark.json");
         }},
        {"state moved",
         [&](const std::string& db) {
             copyTo("state", db + "/state");
             copyTo("log", db + "/log");
             copyTo("tidemark.json", db + "/.tidemark-new/tidemark.json");
         }},
        {"manifest moved", [&](const std::string& db) {
             copyTo("state", db + "/state");
             copyTo("log", db + "/log");
             copyTo("tidemark.json", db + "/tidemark.json");
             fs::create_directory(db + "/.tidemark-new");
         }}};
    for (const auto& [name, prepare] : steps) {
        SCOPED_TRACE(name);
        const std::string path = folder / name;
        fs::create_directory(path);
        prepare(path);
        fs::permissions(path, fs::perms::owner_all);
        const auto database = openOrFail(path);
        ASSERT_NE(database, nullptr);
        const auto table = addTable(*database, "orders");
        put(*database, table, keyOf("a", "b"), "x");
        EXPECT_EQ(get(*database, table, keyOf("a", "b")), "x");
    }
}

TEST(Creation, StateWithoutAManifestIsNotTouched) {
    const TemporaryFolder folder;
    { const auto database = openOrFail(folder / "db"); }
    fs::remove(folder / "db/tidemark.json");
    EXPECT_EQ(openError(folder / "db").kind, ErrorKind::NotADatabase);
    EXPECT_TRUE(fs::exists(folder / "db/state/data.mdb"));
}

TEST(Creation, NeedsNoPermissionBesideAnExistingDirectory) {
    const TemporaryFolder folder;
    ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
    fs::create_directories(folder / "mine/empty");
    ASSERT_EQ(::chmod((folder / "mine/empty").c_str(), 0777), 0);
    ASSERT_EQ(::chmod((folder / "mine").c_str(), 0555), 0);
    EXPECT_EQ(openedByAnyUser(folder / "mine/empty"), "opened");
    ::chmod((folder / "mine").c_str(), 0700);
}

TEST(Creation, AMemoryDatabaseOfAKilledProcessIsRemovedByTheNextOne) {
    std::string directory;
    const std::string answer = inChild([&] {
        DatabaseOptions options;
        options.durability = Durability::Memory;
        const auto database = Database::open(std::move(options));
        return database ? killedInside() : database.error().message;
    });
    ASSERT_EQ(answer, "killed by signal 9");
    const std::string parent = fs::exists("/dev/shm") ? "/dev/shm" : "/tmp";
    const std::string mark =
        "tidemark-memory-" + std::to_string(::geteuid()) + "-" + std::to_string(lastChild()) + "-";
    const auto countMarked = [&] {
        int count = 0;
        for (const std::string& name : namesIn(parent)) {
            count += name.starts_with(mark) ? 1 : 0;
        }
        return count;
    };
    ASSERT_EQ(countMarked(), 1);
    DatabaseOptions options;
    options.durability = Durability::Memory;
    const auto next = openOrFail("", std::move(options));
    EXPECT_EQ(countMarked(), 0);
    EXPECT_TRUE(fs::exists(next->directory()));
}

}  // namespace
}  // namespace engine::storage::testing
