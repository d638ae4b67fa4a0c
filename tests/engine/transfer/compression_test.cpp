#include "engine/transfer/compression.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/transfer/digest.h"
#include "tests/engine/transfer/support.h"

namespace engine::transfer {
namespace {

using testing::memory;
using testing::readAll;

constexpr std::uint64_t plenty = std::uint64_t{1} << 40U;

std::string compressed(Compression compression, std::string_view bytes,
                       std::size_t pieceBytes = blockBytes) {
    std::string out;
    const auto sink = compress(compression, std::make_unique<MemorySink>(out));
    for (std::size_t at = 0; at < bytes.size(); at += pieceBytes) {
        EXPECT_TRUE(sink->write(bytes.substr(at, pieceBytes)).hasValue());
    }
    EXPECT_TRUE(sink->finish().hasValue());
    return out;
}

Result<std::string> inflated(Compression compression, std::string bytes,
                             std::size_t pieceBytes = blockBytes, std::uint64_t bytesMax = plenty) {
    InflateBudget budget(bytesMax);
    const auto source = decompress(
        compression, std::make_unique<testing::PiecesSource>(std::move(bytes), pieceBytes), budget);
    return readAll(*source, pieceBytes);
}

std::string sampleText(std::size_t lines) {
    testing::RandomItems random(7);
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        text += random.text() + random.bytes() + "\n";
    }
    return text;
}

class Compressions : public ::testing::TestWithParam<Compression> {};
INSTANTIATE_TEST_SUITE_P(Both, Compressions,
                         ::testing::Values(Compression::Gzip, Compression::Zstd));

TEST_P(Compressions, RoundTripsInPiecesOfEverySize) {
    const std::string text = sampleText(20'000);
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, std::size_t{65'536}, text.size()}) {
        const auto part = text.substr(0, length);
        for (const std::size_t piece :
             {std::size_t{1}, std::size_t{7}, std::size_t{4096}, blockBytes}) {
            const auto back = inflated(GetParam(), compressed(GetParam(), part, piece), piece);
            ASSERT_TRUE(back.hasValue()) << length << " " << piece << back.error().message;
            EXPECT_EQ(*back, part) << length << " " << piece;
        }
    }
}

TEST_P(Compressions, HighlyCompressibleDataComesOutWholeAfterTheInputEnded) {
    const std::string zeros(10'000'000, '\0');
    const auto back = inflated(GetParam(), compressed(GetParam(), zeros), blockBytes);
    ASSERT_TRUE(back.hasValue());
    EXPECT_EQ(back->size(), zeros.size());
    const auto small = inflated(GetParam(), compressed(GetParam(), zeros.substr(0, 100'000)), 3);
    ASSERT_TRUE(small.hasValue());
    EXPECT_EQ(small->size(), 100'000U);
}

TEST_P(Compressions, SeveralStreamsInARowAreOne) {
    const auto back =
        inflated(GetParam(), compressed(GetParam(), "one\n") + compressed(GetParam(), "") +
                                 compressed(GetParam(), "two\n"));
    ASSERT_TRUE(back.hasValue());
    EXPECT_EQ(*back, "one\ntwo\n");
}

TEST_P(Compressions, EveryCutIsCorrupt) {
    const std::string whole = compressed(GetParam(), sampleText(40));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto back = inflated(GetParam(), whole.substr(0, length));
        ASSERT_FALSE(back.hasValue()) << length;
        EXPECT_EQ(back.error().kind, ErrorKind::Corrupt) << length;
    }
}

TEST_P(Compressions, ChangedBytesNeverGiveOtherTextSilently) {
    const std::string text = sampleText(40);
    const std::string whole = compressed(GetParam(), text);
    std::size_t refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        const auto back = inflated(GetParam(), std::move(damaged), blockBytes, 10'000'000);
        if (back) {
            EXPECT_EQ(*back, text) << at;  // e.g. the time in a gzip header
        } else {
            ++refused;
        }
    }
    EXPECT_GT(refused, whole.size() * 9 / 10);
}

TEST_P(Compressions, GarbageBehindTheEndIsCorrupt) {
    const auto back = inflated(GetParam(), compressed(GetParam(), "text") + "garbage");
    ASSERT_FALSE(back.hasValue());
    EXPECT_EQ(back.error().kind, ErrorKind::Corrupt);
}

TEST_P(Compressions, ABombEndsAtTheBudget) {
    std::string bomb;
    {
        const auto sink = compress(GetParam(), std::make_unique<MemorySink>(bomb));
        const std::string zeros(1'048'576, '\0');
        for (int i = 0; i < 256; ++i) {
            ASSERT_TRUE(sink->write(zeros).hasValue());
        }
        ASSERT_TRUE(sink->finish().hasValue());
    }
    EXPECT_LT(bomb.size(), 300'000U);
    constexpr std::uint64_t bytesMax = 3'000'000;
    InflateBudget budget(bytesMax);
    const auto source = decompress(GetParam(), memory(bomb), budget);
    std::vector<char> block(blockBytes * 4);
    std::uint64_t given = 0;
    for (;;) {
        const auto count = source->read(block);
        if (!count) {
            EXPECT_EQ(count.error().kind, ErrorKind::LimitExceeded);
            EXPECT_EQ(count.error().message, "The compressed data holds more than 3000000 bytes");
            break;
        }
        ASSERT_GT(*count, 0U);
        ASSERT_LE(*count, blockBytes);  // so that the budget is checked often enough
        given += *count;
    }
    EXPECT_LE(given, bytesMax);
    EXPECT_GT(given, bytesMax - 2 * blockBytes);
}

TEST(Compression, OneBudgetServesSeveralSources) {
    InflateBudget budget(10);
    const std::string bytes = compressed(Compression::Gzip, "1234567");
    EXPECT_TRUE(readAll(*decompress(Compression::Gzip, memory(bytes), budget)).hasValue());
    EXPECT_EQ(budget.spentBytes(), 7U);
    const auto second = readAll(*decompress(Compression::Gzip, memory(bytes), budget));
    ASSERT_FALSE(second.hasValue());
    EXPECT_EQ(second.error().kind, ErrorKind::LimitExceeded);
}

TEST(Compression, AZstdWindowAbove128MiBIsRefused) {
    // Frame header: magic, no single segment, window descriptor 2^31.
    const auto back =
        inflated(Compression::Zstd, std::string("\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00", 9));
    ASSERT_FALSE(back.hasValue());
    EXPECT_EQ(back.error().kind, ErrorKind::Corrupt);
}

TEST(Compression, NoneIsTheStreamBelow) {
    EXPECT_EQ(compressed(Compression::None, "abc"), "abc");
    EXPECT_EQ(*inflated(Compression::None, "abc", 2, 0), "abc");
}

TEST(Compression, ErrorsBelowComeThrough) {
    for (const auto compression : {Compression::Gzip, Compression::Zstd}) {
        InflateBudget budget(plenty);
        const auto source =
            decompress(compression, std::make_unique<testing::BrokenSource>(), budget);
        EXPECT_FALSE(readAll(*source).hasValue());
    }
}

struct Program {
    Compression compression;
    const char* unpack;
    const char* pack;
};

TEST(Compression, TheProgramsOfTheSystemAgree) {
    const testing::Folder folder;
    const std::string text = sampleText(20'000);
    for (const Program& program : {Program{Compression::Gzip, "gzip -dc", "gzip -9c"},
                                   Program{Compression::Zstd, "zstd -qdc", "zstd -q19c"}}) {
        const std::string name = std::string(program.pack).substr(0, 4);
        if (std::system(("command -v " + name + " >/dev/null").c_str()) != 0) {
            GTEST_SKIP() << name << " is not installed";
        }
        testing::writeFile(folder.path("text"), text);
        testing::writeFile(folder.path("ours"), compressed(program.compression, text));
        const auto run = [&](const char* command, const char* from, const char* to) {
            return std::system(
                (std::string(command) + " < " + folder.path(from) + " > " + folder.path(to))
                    .c_str());
        };
        ASSERT_EQ(run(program.unpack, "ours", "unpacked"), 0);
        EXPECT_EQ(testing::fileBytes(folder.path("unpacked")), text);
        ASSERT_EQ(run(program.pack, "text", "theirs"), 0);
        const auto back = inflated(program.compression, testing::fileBytes(folder.path("theirs")));
        ASSERT_TRUE(back.hasValue());
        EXPECT_EQ(*back, text);
    }
}

TEST(Digest, KnownValues) {
    EXPECT_EQ(digestOf("").md5Base64(), "1B2M2Y8AsgTpgAmY7PhCfg==");
    EXPECT_EQ(digestOf("abc").md5Base64(), "kAFQmDzST7DWlj99KOF/cg==");
    EXPECT_EQ(digestOf("abc").bytes, 3U);
}

TEST(Digest, TheTagIsTheOneOfTheGuidesExample) {
    // The guide's manifest-files.json: md5Checksum sQMSpEILNgoQmarvDFonGQ==.
    const Digest digest{{0xb1, 0x03, 0x12, 0xa4, 0x42, 0x0b, 0x36, 0x0a, 0x10, 0x99, 0xaa, 0xef,
                         0x0c, 0x5a, 0x27, 0x19},
                        1};
    EXPECT_EQ(digest.md5Base64(), "sQMSpEILNgoQmarvDFonGQ==");
    EXPECT_EQ(digest.etag(), "af83d6f217c19b8b0fff8023d8ca4716-1");
}

TEST(Digest, CountsWhatPassesThrough) {
    std::string out;
    Digest digest;
    const auto sink = digestInto(digest, std::make_unique<MemorySink>(out));
    ASSERT_TRUE(sink->write("a").hasValue());
    ASSERT_TRUE(sink->write("bc").hasValue());
    ASSERT_TRUE(sink->finish().hasValue());
    EXPECT_EQ(out, "abc");
    EXPECT_EQ(digest.md5, digestOf("abc").md5);
    EXPECT_EQ(digest.bytes, 3U);
}

}  // namespace
}  // namespace engine::transfer
