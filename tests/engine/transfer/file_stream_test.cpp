#include "engine/transfer/file_stream.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "tests/engine/transfer/support.h"

namespace engine::transfer {
namespace {

using testing::fileBytes;
using testing::Folder;
using testing::readAll;
using testing::writeFile;

TEST(FileSink, TheFileAppearsWhenItIsFinished) {
    const Folder folder;
    const std::string path = folder.path("out");
    auto sink = FileSink::create(path);
    ASSERT_TRUE(sink.hasValue());
    std::string all;
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, blockBytes - 5, blockBytes,
                                   3 * blockBytes, std::size_t{1}}) {
        const std::string part(size, static_cast<char>('a' + size % 26));
        all += part;
        ASSERT_TRUE((*sink)->write(part).hasValue());
        EXPECT_FALSE(std::filesystem::exists(path));
        EXPECT_TRUE(std::filesystem::exists(partialPath(path)));
    }
    ASSERT_TRUE((*sink)->finish().hasValue());
    EXPECT_EQ(fileBytes(path), all);
    EXPECT_FALSE(std::filesystem::exists(partialPath(path)));
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(FileSink, NothingStaysOfAnUnfinishedFile) {
    const Folder folder;
    const std::string path = folder.path("out");
    writeFile(path, "before");
    {
        auto sink = FileSink::create(path);
        ASSERT_TRUE(sink.hasValue());
        ASSERT_TRUE((*sink)->write("half").hasValue());
    }
    EXPECT_EQ(fileBytes(path), "before");
    EXPECT_FALSE(std::filesystem::exists(partialPath(path)));
}

TEST(FileSink, ReplacesWhatACrashLeftButFollowsNoLink) {
    const Folder folder;
    const std::string path = folder.path("out");
    writeFile(folder.path("victim"), "precious");
    std::filesystem::create_symlink(folder.path("victim"), partialPath(path));
    std::filesystem::create_symlink(folder.path("victim"), path);
    auto sink = FileSink::create(path);
    ASSERT_TRUE(sink.hasValue());
    ASSERT_TRUE((*sink)->write("new").hasValue());
    ASSERT_TRUE((*sink)->finish().hasValue());
    EXPECT_EQ(fileBytes(path), "new");
    EXPECT_FALSE(std::filesystem::is_symlink(path));
    EXPECT_EQ(fileBytes(folder.path("victim")), "precious");
}

TEST(FileSink, AFolderThatIsMissingIsAnError) {
    const Folder folder;
    const auto sink = FileSink::create(folder.path("no/such"));
    ASSERT_FALSE(sink.hasValue());
    EXPECT_EQ(sink.error().kind, ErrorKind::Io);
}

TEST(FileSink, AFullDiskIsSaid) {
    auto file = os::OutputFile::create("/dev/full");
    EXPECT_FALSE(file.hasValue());  // it exists
}

TEST(FileSource, ReadsAndCounts) {
    const Folder folder;
    writeFile(folder.path("in"), std::string(200'000, 'x'));
    auto source = FileSource::open(folder.path("in"));
    ASSERT_TRUE(source.hasValue());
    EXPECT_EQ((*source)->sizeBytes(), 200'000U);
    EXPECT_EQ(readAll(**source)->size(), 200'000U);
    EXPECT_EQ((*source)->bytesRead(), 200'000U);
}

TEST(FileSource, RefusesWhatIsNoRegularFile) {
    const Folder folder;
    writeFile(folder.path("in"), "text");
    std::filesystem::create_symlink(folder.path("in"), folder.path("link"));
    ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
    for (const char* const name : {"link", "pipe", "missing", ""}) {
        const auto source = FileSource::open(folder.path(name));
        ASSERT_FALSE(source.hasValue()) << name;
        EXPECT_EQ(source.error().kind, ErrorKind::Io) << name;
    }
}

}  // namespace
}  // namespace engine::transfer
