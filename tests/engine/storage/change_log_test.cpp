#include "engine/storage/change_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <tuple>

#include "engine/storage/group_records.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

constexpr std::string_view databaseId = "8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1";
constexpr schema::TableNumber orders = 3;
constexpr schema::TableNumber customers = 4;

class Log {
public:
    explicit Log(const std::string& directory) : m_random(5), m_directory(directory) {
        if (!fs::exists(directory)) {
            EXPECT_TRUE(ChangeLog::create(options()));
        }
    }

    ChangeLogOptions options() {
        return {.directory = m_directory,
                .databaseId = std::string(databaseId),
                .random = &m_random,
                .segmentBytes = std::uint64_t{64} << 20U,
                .flushesEach = m_flushesEach};
    }
    void setFlushesEach() { m_flushesEach = true; }

    // Opens, as recovery does: what follows goes into a new segment.
    Result<void> open(Sequence applied = 0) {
        auto opened = ChangeLog::open(options(), applied);
        if (!opened) {
            return std::move(opened).error();
        }
        m_log = *std::move(opened);
        return m_log->rotate();
    }

    // A group of one change per text.
    void append(schema::TableNumber table, const std::vector<std::string>& partitions,
                std::int64_t time) {
        GroupRecords group(m_log->extent().last, Timestamp{time});
        for (const auto& partition : partitions) {
            group.beginRequest(ChangeOrigin::User, "me");
            const auto item = itemWith(partition);
            group.addChange(table, keyOf(partition, "s"), std::nullopt, item.view());
        }
        std::string& frame = group.frame();
        const auto span = groupSpanOf(std::string_view(frame).substr(frameHeadBytes));
        ASSERT_TRUE(span);
        ASSERT_TRUE(m_log->append(frame, span));
        m_log->acknowledge();
    }

    ChangeLog* operator->() { return m_log.get(); }

    std::vector<std::string> texts(ChangeFilter filter = {}, Sequence after = 0,
                                   Sequence upTo = 1'000'000) {
        std::vector<std::string> texts;
        auto reader = m_log->read(std::move(filter), after, upTo);
        if (!reader) {
            return {reader.error().message};
        }
        while (true) {
            const auto change = (*reader)->next();
            if (!change) {
                texts.push_back(change.error().message);
                return texts;
            }
            if (!*change) {
                return texts;
            }
            texts.push_back(textOf(*(*change)->after));
        }
    }

private:
    SeededRandom m_random;
    std::string m_directory;
    bool m_flushesEach = false;
    std::unique_ptr<ChangeLog> m_log;
};

void appendBytes(const std::string& path, const std::string& bytes, std::uint64_t at) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// The same for much that is zeros, which take no room on the disk.
void appendSparse(const std::string& path, std::string_view bytes, std::uint64_t at) {
    constexpr std::size_t piece = 4096;
    fs::resize_file(path, at + bytes.size());
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    for (std::size_t from = 0; from < bytes.size(); from += piece) {
        const auto part = bytes.substr(from, piece);
        if (part.find_first_not_of('\0') != std::string_view::npos) {
            file.seekp(static_cast<std::streamoff>(at + from));
            file.write(part.data(), static_cast<std::streamsize>(part.size()));
        }
    }
}

TEST(GroupRecords, AreReadBackAsTheyWereAdded) {
    const auto before = itemWith("the same beginning, before, the same end");
    const auto after = itemWith("the same beginning, afterwards, the same end");
    GroupRecords group(41, Timestamp{1'000});
    group.beginRequest(ChangeOrigin::TimeToLive, "");
    group.addChange(orders, keyOf("a", "s"), before.view(), std::nullopt);
    group.beginRequest(ChangeOrigin::User, "AKID");
    group.addChange(orders, keyOf("b", "s"), before.view(), after.view());
    group.addPut(StateTree::Catalog, "key", "body");
    group.addDelete(StateTree::Records, "gone");
    group.addStep({StepKind::QueueExpiring, orders, 7, keyOf("c", "d")});
    EXPECT_EQ(group.last(), 46U);

    FrameReader frame;
    ASSERT_TRUE(frame.open(std::string_view(group.frame()).substr(frameHeadBytes)));
    EXPECT_EQ(frame.first(), 42U);
    EXPECT_EQ(frame.last(), 46U);
    LogRecord record;
    ASSERT_TRUE(frame.next(record));
    EXPECT_EQ(record.change.origin, ChangeOrigin::TimeToLive);
    EXPECT_EQ(record.change.before->bytes(), before.bytes());
    EXPECT_FALSE(record.change.after);
    ASSERT_TRUE(frame.next(record));
    EXPECT_EQ(record.change.sequence, 43U);
    EXPECT_EQ(record.change.request, 43U);
    EXPECT_EQ(record.change.time.milliseconds, 1'000);
    EXPECT_EQ(record.change.actor, "AKID");
    EXPECT_EQ(record.change.partition, keyOf("b", "s").partition);
    EXPECT_EQ(record.change.before->bytes(), before.bytes());
    EXPECT_EQ(record.change.after->bytes(), after.bytes());
    ASSERT_TRUE(frame.next(record));
    EXPECT_EQ(record.kind, LogRecord::Kind::Put);
    EXPECT_EQ(std::tuple(record.tree, record.key, record.body),
              std::tuple(StateTree::Catalog, "key", "body"));
    EXPECT_EQ(record.change.request, 43U);
    ASSERT_TRUE(frame.next(record));
    EXPECT_EQ(std::tuple(record.kind, record.tree, record.key),
              std::tuple(LogRecord::Kind::Delete, StateTree::Records, "gone"));
    ASSERT_TRUE(frame.next(record));
    EXPECT_EQ(record.step.kind, StepKind::QueueExpiring);
    EXPECT_EQ(record.step.most, 7U);
    EXPECT_EQ(record.step.after, keyOf("c", "d"));
    EXPECT_FALSE(frame.next(record));
    EXPECT_FALSE(frame.failed());
}

TEST(GroupRecords, EveryTruncationIsNoticed) {
    GroupRecords group(0, Timestamp{1});
    const auto item = itemWith("text");
    group.addChange(orders, keyOf("a", "s"), item.view(), item.view());
    group.addPut(StateTree::Meta, "k", "b");
    const auto body = std::string_view(group.frame()).substr(frameHeadBytes);
    for (std::size_t size = 0; size < body.size(); ++size) {
        FrameReader frame;
        LogRecord record;
        bool isSound = frame.open(body.substr(0, size));
        while (isSound && frame.next(record)) {
        }
        EXPECT_TRUE(!isSound || frame.failed()) << size;
    }
}

TEST(ChangeLog, IsReadBackOverRestarts) {
    const TemporaryFolder folder;
    {
        Log log(folder / "log");
        ASSERT_TRUE(log.open());
        log.append(orders, {"a", "b"}, 1'000);
        log.append(customers, {"c"}, 2'000);
    }
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    log.append(orders, {"d"}, 3'000);
    EXPECT_THAT(log.texts(), ElementsAre("a", "b", "c", "d"));
    EXPECT_THAT(log.texts({orders, {}, 0}), ElementsAre("a", "b", "d"));
    EXPECT_THAT(log.texts({}, 1, 3), ElementsAre("b", "c"));
    EXPECT_EQ(log->extent().first, 1U);
    EXPECT_EQ(log->extent().last, 4U);
    EXPECT_EQ(log->extent().end.milliseconds, 3'000);
}

TEST(ChangeLog, WhatIsBehindATornFrameNeverCounts) {
    const TemporaryFolder folder;
    std::string path;
    std::uint64_t end = 0;
    {
        Log log(folder / "log");
        ASSERT_TRUE(log.open());
        log.append(orders, {"a"}, 1'000);
        end = log->segments().back().bytes;
        log.append(orders, {"lost"}, 2'000);
        log.append(orders, {"lost, too"}, 3'000);
        path = log->pathOf(log->segments().back().number);
    }
    appendBytes(path, "x", end + 20);
    {
        Log log(folder / "log");
        ASSERT_TRUE(log.open());
        EXPECT_THAT(log.texts(), ElementsAre("a"));
        log.append(orders, {"b"}, 4'000);
    }
    // The torn segment is in the middle now, with one sound frame that is not to be read.
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    EXPECT_THAT(log.texts(), ElementsAre("a", "b"));
    while (*log->sealOne()) {
    }
    EXPECT_THAT(log.texts(), ElementsAre("a", "b"));
}

TEST(ChangeLog, DamageBeforeTheEndIsNotTakenForATornTail) {
    const TemporaryFolder folder;
    std::string path;
    std::uint64_t end = 0;
    {
        Log log(folder / "log");
        log.setFlushesEach();
        ASSERT_TRUE(log.open());
        log.append(orders, {"a"}, 1'000);
        end = log->segments().back().bytes;
        log.append(orders, {"acknowledged"}, 2'000);
        log.append(orders, {"acknowledged, too"}, 3'000);
        path = log->pathOf(log->segments().back().number);
    }
    appendBytes(path, "x", end + 20);
    Log log(folder / "log");
    const auto opened = log.open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::Corrupt);
    EXPECT_THAT(opened.error().message, ::testing::HasSubstr("in front of a sound one"));
}

TEST(ChangeLog, FramesOfAnotherSegmentAreNotTaken) {
    const TemporaryFolder folder;
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    log.append(orders, {"a"}, 1'000);
    const std::string first = log->pathOf(log->segments().back().number);
    ASSERT_TRUE(log->rotate());
    // The same bytes at the same place, as a file system may bring them back.
    const std::string second = log->pathOf(log->segments().back().number);
    std::ifstream in(first, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    appendBytes(second, bytes.substr(segmentHeaderBytes), segmentHeaderBytes);
    Log again(folder / "log");
    ASSERT_TRUE(again.open());
    EXPECT_THAT(again.texts(), ElementsAre("a"));
}

// Such a frame was written once, and what is behind it has been acknowledged. None is written now.
TEST(ChangeLog, AFrameAboveTheLimitIsReadButNotWritten) {
    const TemporaryFolder folder;
    const std::string text(400'000, '\0');
    constexpr int changes = 700;
    const auto groupOf = [&](Sequence last) {
        GroupRecords group(last, Timestamp{2'000});
        const auto item = itemWith(text);
        for (int i = 0; i < changes; ++i) {
            group.addChange(orders, keyOf("p", std::to_string(i)), std::nullopt, item.view());
        }
        return group;
    };
    {
        Log log(folder / "log");
        log.setFlushesEach();
        ASSERT_TRUE(log.open());
        log.append(orders, {"a"}, 1'000);
        GroupRecords group = groupOf(log->extent().last);
        std::string& frame = group.frame();
        ASSERT_GT(frame.size(), frameBytesMax + frameHeadBytes);
        const auto segment = log->segments().back();
        const auto span = groupSpanOf(std::string_view(frame).substr(frameHeadBytes));
        EXPECT_FALSE(log->append(frame, span));
        EXPECT_EQ(log->segments().back().bytes, segment.bytes);
        log.append(orders, {"b"}, 1'500);
        // What was written before there was the limit.
        const auto end = log->segments().back().bytes;
        GroupRecords old = groupOf(log->extent().last);
        sealFrame(old.frame(), segment.epoch);
        appendSparse(log->pathOf(segment.number), old.frame(), end);
    }
    {
        Log log(folder / "log");
        ASSERT_TRUE(log.open(2 + changes));
        EXPECT_EQ(log->extent().last, 2U + changes);
        log.append(orders, {"c"}, 3'000);
        std::size_t replayed = 0;
        ASSERT_TRUE(log->replay(2, [&](std::string_view body) {
            replayed += groupSpanOf(body)->last - groupSpanOf(body)->first + 1;
            return Result<void>();
        }));
        EXPECT_EQ(replayed, 1U + changes);
        ASSERT_TRUE(*log->sealOne());
    }
    Log log(folder / "log");
    ASSERT_TRUE(log.open(3 + changes));
    EXPECT_THAT(log.texts({}, 0, 2), ElementsAre("a", "b"));
    EXPECT_THAT(log.texts({}, 1 + changes), ElementsAre(text, "c"));
}

TEST(ChangeLog, SealedSegmentsReadTheSame) {
    const TemporaryFolder folder;
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    std::vector<std::string> all;
    std::vector<std::string> ofSeven;
    for (int group = 0; group < 3'000; ++group) {
        std::vector<std::string> partitions;
        for (int i = 0; i < 3; ++i) {
            partitions.push_back("partition-" + std::to_string((group * 3 + i) % 997) +
                                 std::string(200, static_cast<char>('a' + i)));
        }
        all.insert(all.end(), partitions.begin(), partitions.end());
        log.append(group % 2 == 0 ? orders : customers, partitions, 1'000 + group);
    }
    const std::string wanted = "partition-7" + std::string(200, 'b');
    const ChangeFilter filter{orders, terminated(wanted), 0};
    const auto expected = log.texts(filter);
    EXPECT_FALSE(expected.empty());
    ASSERT_TRUE(log->rotate());
    const auto rawBytes = log->extent().bytes;
    ASSERT_TRUE(*log->sealOne());
    EXPECT_FALSE(*log->sealOne());
    EXPECT_LT(log->extent().bytes, rawBytes / 2);
    EXPECT_EQ(log.texts(), all);
    EXPECT_EQ(log.texts(filter), expected);
    EXPECT_EQ(log.texts({}, 4'000, 4'010),
              std::vector<std::string>(all.begin() + 4'000, all.begin() + 4'010));
    // And from a file that is opened anew.
    Log again(folder / "log");
    ASSERT_TRUE(again.open());
    EXPECT_EQ(again.texts(), all);
    EXPECT_EQ(again->extent().last, all.size());
}

TEST(ChangeLog, FindsTheLastChangeOfAMoment) {
    const TemporaryFolder folder;
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    for (int group = 0; group < 400; ++group) {
        log.append(orders, {std::string(2'000, 'x'), "y"}, 1'000 + 10 * (group / 2));
    }
    const auto check = [&] {
        EXPECT_EQ(*log->sequenceAt(Timestamp{999}), 0U);
        for (int second = 0; second < 200; ++second) {
            EXPECT_EQ(*log->sequenceAt(Timestamp{1'000 + 10 * second}),
                      4U * static_cast<unsigned>(second + 1));
            EXPECT_EQ(*log->sequenceAt(Timestamp{1'009 + 10 * second}),
                      4U * static_cast<unsigned>(second + 1));
        }
        EXPECT_EQ(*log->sequenceAt(Timestamp{1'000'000}), 800U);
        for (unsigned sequence = 1; sequence <= 800; ++sequence) {
            EXPECT_EQ(log->timeOf(sequence)->milliseconds, 1'000 + 10 * ((sequence - 1) / 4));
        }
    };
    check();
    ASSERT_TRUE(log->rotate());
    ASSERT_TRUE(*log->sealOne());
    check();
}

TEST(ChangeLog, TrimsWholeSegmentsFromTheFront) {
    const TemporaryFolder folder;
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    for (int segment = 0; segment < 4; ++segment) {
        log.append(orders, {"a" + std::to_string(segment)}, 1'000 * (segment + 1));
        ASSERT_TRUE(log->rotate());
    }
    ASSERT_TRUE(log->trim({.milliseconds = 2'500, .bytes = 1'000'000'000}, 4));
    EXPECT_THAT(log.texts({}, 1), ElementsAre("a1", "a2", "a3"));
    EXPECT_THAT(log.texts({}, 0), ElementsAre("The change log does not reach back that far."));
    EXPECT_EQ(log->extent().first, 2U);
    EXPECT_EQ(log->extent().begin.milliseconds, 1'000);
    // What no checkpoint has stays, whatever the retention says.
    ASSERT_TRUE(log->trim({.milliseconds = 0, .bytes = 0}, 2));
    EXPECT_THAT(log.texts({}, 2), ElementsAre("a2", "a3"));
}

TEST(ChangeLog, AGapIsRefusedOnlyWhereItMatters) {
    const TemporaryFolder folder;
    std::string middle;
    {
        Log log(folder / "log");
        ASSERT_TRUE(log.open());
        for (int segment = 0; segment < 3; ++segment) {
            log.append(orders, {"a" + std::to_string(segment)}, 1'000 * (segment + 1));
            ASSERT_TRUE(log->rotate());
        }
        middle = log->pathOf(3);
    }
    fs::remove(middle);
    {
        Log log(folder / "log");
        const auto opened = log.open(1);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind, ErrorKind::Corrupt);
        EXPECT_THAT(opened.error().message, ::testing::HasSubstr("lacks the changes 2 to 2"));
    }
    Log log(folder / "log");
    ASSERT_TRUE(log.open(2));
    EXPECT_EQ(log->extent().first, 3U);
    EXPECT_THAT(log.texts({}, 2), ElementsAre("a2"));
}

TEST(ChangeLog, EmptySegmentsAndUnfinishedFilesAreLeftOut) {
    const TemporaryFolder folder;
    for (int start = 0; start < 5; ++start) {
        Log log(folder / "log");
        ASSERT_TRUE(log.open());
    }
    std::ofstream(folder / "log/0000000900.seg") << "TMLO";
    std::ofstream(folder / "log/0000000002.seg.new") << "half sealed";
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    log.append(orders, {"a"}, 1'000);
    EXPECT_THAT(log.texts(), ElementsAre("a"));
    EXPECT_LE(log->extent().segments, 2U);
    EXPECT_FALSE(fs::exists(folder / "log/0000000900.seg"));
    EXPECT_FALSE(fs::exists(folder / "log/0000000002.seg.new"));
}

TEST(ChangeLog, ADamagedSealedBlockIsAnErrorNotAGap) {
    const TemporaryFolder folder;
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    log.append(orders, {"a", "b"}, 1'000);
    ASSERT_TRUE(log->rotate());
    ASSERT_TRUE(*log->sealOne());
    const auto segments = log->segments();
    appendBytes(log->pathOf(segments[segments.size() - 2].number), "xx", segmentHeaderBytes + 9);
    EXPECT_THAT(log.texts(), ElementsAre(::testing::HasSubstr("The change log is damaged")));
}

TEST(ChangeLog, AReaderGivesUpAfterItsBytes) {
    const TemporaryFolder folder;
    Log log(folder / "log");
    ASSERT_TRUE(log.open());
    for (int group = 0; group < 40; ++group) {
        log.append(orders, {std::string(100'000, 'x')}, 1'000);
    }
    auto reader = log->read({customers, {}, 2'000'000}, 0, 40);
    ASSERT_TRUE(reader);
    const auto change = (*reader)->next();
    ASSERT_TRUE(change);
    EXPECT_FALSE(*change);
    EXPECT_GT((*reader)->position(), 0U);
    EXPECT_LT((*reader)->position(), 40U);
}

}  // namespace
}  // namespace engine::storage::testing
