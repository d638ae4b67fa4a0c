// Memory stays bounded, whatever the input.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/transfer/csv.h"
#include "engine/transfer/export_records.h"
#include "tests/engine/transfer/support.h"

namespace engine::transfer {
namespace {

using testing::EndlessSource;
using values::AttributeMap;
using values::AttributeValue;

constexpr std::size_t bufferBytesMax = 2 * (recordBytesMax + 2 * blockBytes);
constexpr std::size_t pieceBytes = 1'048'576;

struct Counts {
    int good = 0;
    int bad = 0;
};

Counts countRecords(RecordReader& reader) {
    Counts counts;
    for (;;) {
        const auto record = reader.next();
        if (!record || !*record) {
            EXPECT_TRUE(record.hasValue());
            break;
        }
        ((*record)->item ? counts.good : counts.bad) += 1;
    }
    EXPECT_LE(reader.bufferBytes(), bufferBytesMax);
    return counts;
}

TEST(HostileInput, ALineOfAGigabyteIsOneBadRecord) {
    const std::string filler(pieceBytes, 'x');
    const auto json = makeDynamoDbJsonReader(
        std::make_unique<EndlessSource>("{\"Item\":{}}\n{\"Item\":", filler, 1024));
    const auto jsonCounts = countRecords(*json);
    EXPECT_EQ(jsonCounts.good, 1);
    EXPECT_EQ(jsonCounts.bad, 1);
    const auto ion =
        makeIonReader(std::make_unique<EndlessSource>("{Item:{}}\n{Item:\"", filler, 1024));
    const auto ionCounts = countRecords(*ion);
    EXPECT_EQ(ionCounts.good, 1);
    EXPECT_EQ(ionCounts.bad, 1);
}

TEST(HostileInput, ACsvQuoteOfAGigabyteIsOneBadRecord) {
    const std::string filler(pieceBytes, 'x');
    const auto csv = makeCsvReader(std::make_unique<EndlessSource>("a\n1\n\"", filler, 1024), {});
    ASSERT_TRUE(csv.hasValue());
    const auto counts = countRecords(**csv);
    EXPECT_EQ(counts.good, 1);
    EXPECT_EQ(counts.bad, 1);
}

TEST(HostileInput, SmallRecordsNeedABlockOnly) {
    const auto reader = makeDynamoDbJsonReader(std::make_unique<EndlessSource>(
        "", "{\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}\n", 300'000));
    EXPECT_EQ(countRecords(*reader).good, 300'000);
    EXPECT_LE(reader->bufferBytes(), 4 * blockBytes);
}

// A line as long as it may be is read, one byte more is a bad record; in pieces of every size.
TEST(HostileInput, TheLengthOfARecordHasItsLimit) {
    const std::string opened = "{\"Item\":{}";
    for (const char* const end : {"\n", "\r\n", ""}) {
        for (const std::size_t over : {std::size_t{0}, std::size_t{1}}) {
            const std::string line =
                opened + std::string(recordBytesMax + over - opened.size() - 1, ' ') + "}" + end;
            const std::string text = "{\"Item\":{}}\n" + line;
            for (const std::size_t piece : {std::size_t{999}, blockBytes}) {
                const auto reader =
                    makeDynamoDbJsonReader(std::make_unique<testing::PiecesSource>(text, piece));
                const auto records = testing::readRecords(*reader);
                ASSERT_EQ(records.size(), 2U);
                EXPECT_EQ(records[1].item.hasValue(), over == 0);
                EXPECT_EQ(reader->position().byteOffset, text.size());
            }
        }
    }
}

// recordBytesMax holds the longest line that an export can write: names and texts of control
// characters and empty strings give the most JSON for the fewest counted bytes.
TEST(HostileInput, TheLongestLegalItemsCanBeReadBack) {
    const auto expectRoundTrip = [](const AttributeMap& item) {
        ASSERT_LE(values::itemSizeBytes(item), limits::itemSizeBytesMax);
        ASSERT_GT(values::itemSizeBytes(item), limits::itemSizeBytesMax - 100);
        for (const auto format : {ExportFormat::DynamoDbJson, ExportFormat::Ion}) {
            std::string line;
            appendItemRecord(format, values::EncodedItem(item).view(), line);
            const auto records = format == ExportFormat::Ion ? testing::ionRecords(line)
                                                             : testing::jsonRecords(line);
            ASSERT_EQ(records.size(), 1U);
            ASSERT_TRUE(records[0].item.hasValue()) << line.size() << describeBadRecord(records[0]);
            EXPECT_EQ(*records[0].item, item);
        }
    };
    const AttributeValue empty = AttributeValue::string("");
    expectRoundTrip(
        {{"a", AttributeValue::list(values::AttributeList(limits::itemSizeBytesMax - 4, empty))}});
    expectRoundTrip(
        {{"a", AttributeValue::string(std::string(limits::itemSizeBytesMax - 1, '\x01'))}});

    // Names of one, two and three control characters as far as they go, each with an empty text.
    AttributeMap names;
    std::size_t bytes = 0;
    std::string name(1, '\0');
    const auto advance = [&name] {
        for (char& c : name) {
            if (++c < 0x20) {
                return;
            }
            c = '\0';
        }
        name += '\0';
    };
    while (bytes + name.size() <= limits::itemSizeBytesMax) {
        names.emplace(name, empty);
        bytes += name.size();
        advance();
    }
    expectRoundTrip(names);
}

TEST(HostileInput, AnErrorOfTheSourceEndsTheReading) {
    const auto reader = makeDynamoDbJsonReader(std::make_unique<testing::BrokenSource>());
    const auto first = reader->next();
    ASSERT_TRUE(first.hasValue());
    ASSERT_TRUE(first->has_value());
    EXPECT_TRUE((*first)->item.hasValue());
    const auto second = reader->next();
    ASSERT_FALSE(second.hasValue());
    EXPECT_EQ(second.error().kind, ErrorKind::Io);
}

}  // namespace
}  // namespace engine::transfer
