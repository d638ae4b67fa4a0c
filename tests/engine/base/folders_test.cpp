#include "engine/base/os/folders.h"

#include <gtest/gtest.h>

#include "tests/engine/jobs/folder.h"

namespace engine::os {
namespace {

using jobs::test::Folder;
using jobs::test::writeFile;

std::vector<std::string> names(const Result<std::vector<FoundFile>>& files) {
    std::vector<std::string> found;
    for (const auto& file : *files) {
        found.push_back(file.name);
    }
    return found;
}

TEST(Folders, AreMadeBelowTheRootOnly) {
    const Folder folder;
    const std::string root = folder / "root";
    EXPECT_TRUE(makeDirectoriesBelow(root, "a/b/c"));
    EXPECT_TRUE(makeDirectoriesBelow(root, "a/b/c"));
    EXPECT_TRUE(std::filesystem::is_directory(root + "/a/b/c"));
    std::filesystem::create_directory(folder / "outside");
    std::filesystem::create_directory_symlink(folder / "outside", root + "/link");
    EXPECT_FALSE(makeDirectoriesBelow(root, "link/new"));
    EXPECT_TRUE(std::filesystem::is_empty(folder / "outside"));
    writeFile(root + "/file", "x");
    EXPECT_FALSE(makeDirectoriesBelow(root, "file/new"));
}

TEST(Folders, ListFilesByPrefixAndNoLinks) {
    const Folder folder;
    ASSERT_TRUE(makeDirectoriesBelow(folder.path(), "a/b"));
    ASSERT_TRUE(makeDirectoriesBelow(folder.path(), "ab"));
    for (const char* name : {"a/1", "a/b/2", "ab/3", "z"}) {
        writeFile(folder / name, "four");
    }
    std::filesystem::create_symlink(folder / "z", folder / "a/link");
    std::filesystem::create_directory_symlink(folder / "ab", folder / "a/folder");
    const auto& root = folder.path();
    EXPECT_EQ(names(listFilesBelow(root, "", 10)),
              (std::vector<std::string>{"a/1", "a/b/2", "ab/3", "z"}));
    EXPECT_EQ(names(listFilesBelow(root, "a/", 10)), (std::vector<std::string>{"a/1", "a/b/2"}));
    EXPECT_EQ(names(listFilesBelow(root, "a", 10)),
              (std::vector<std::string>{"a/1", "a/b/2", "ab/3"}));
    EXPECT_EQ(names(listFilesBelow(root, "a/b/2", 10)), (std::vector<std::string>{"a/b/2"}));
    EXPECT_EQ(listFilesBelow(root, "", 10)->front().bytes, 4);
    EXPECT_FALSE(listFilesBelow(root, "", 3));
    EXPECT_FALSE(listFilesBelow(folder / "absent", "", 3));
}

}  // namespace
}  // namespace engine::os
