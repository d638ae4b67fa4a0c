// Random items through every format and back; the seed is printed.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/transfer/compression.h"
#include "engine/transfer/csv.h"
#include "engine/transfer/export_records.h"
#include "tests/engine/transfer/support.h"

namespace engine::transfer {
namespace {

using testing::RandomItems;
using values::AttributeMap;
using values::AttributeValue;

constexpr std::size_t itemCount = 10'000;
constexpr std::uint64_t plenty = std::uint64_t{1} << 40U;

std::vector<AttributeMap> randomItems(std::uint64_t seed, std::size_t count) {
    RandomItems random(seed);
    std::vector<AttributeMap> items;
    for (std::size_t i = 0; i < count; ++i) {
        items.push_back(random.item());
    }
    return items;
}

std::string lines(ExportFormat format, const std::vector<AttributeMap>& items) {
    std::string out;
    for (const auto& item : items) {
        appendItemRecord(format, values::EncodedItem(item).view(), out);
    }
    return out;
}

std::string packed(Compression compression, const std::string& text) {
    std::string out;
    const auto sink = compress(compression, std::make_unique<MemorySink>(out));
    EXPECT_TRUE(sink->write(text).hasValue());
    EXPECT_TRUE(sink->finish().hasValue());
    return out;
}

void expectItems(const std::vector<Record>& records, const std::vector<AttributeMap>& items) {
    ASSERT_EQ(records.size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        ASSERT_TRUE(records[i].item.hasValue()) << describeBadRecord(records[i]);
        ASSERT_EQ(*records[i].item, items[i]) << "item " << i;
        ASSERT_EQ(records[i].position.line, i + 1);
    }
}

TEST(RoundTrip, DynamoDbJson) {
    const auto items = randomItems(testing::testSeed(), itemCount);
    InflateBudget budget(plenty);
    const auto bytes = packed(Compression::Gzip, lines(ExportFormat::DynamoDbJson, items));
    const auto reader = makeDynamoDbJsonReader(decompress(
        Compression::Gzip, std::make_unique<testing::PiecesSource>(bytes, 1000), budget));
    expectItems(testing::readRecords(*reader), items);
}

TEST(RoundTrip, Ion) {
    const auto items = randomItems(testing::testSeed(), itemCount);
    InflateBudget budget(plenty);
    const auto bytes = packed(Compression::Zstd, lines(ExportFormat::Ion, items));
    const auto reader = makeIonReader(decompress(
        Compression::Zstd, std::make_unique<testing::PiecesSource>(bytes, 1000), budget));
    expectItems(testing::readRecords(*reader), items);
}

TEST(RoundTrip, Csv) {
    RandomItems random(testing::testSeed());
    const std::vector<std::string> columns = {"key", "number", "=formula", "bytes", "t\"ext"};
    CsvReadOptions readOptions;
    readOptions.keyTypes = {{"number", values::AttributeType::N},
                            {"bytes", values::AttributeType::B}};
    for (const char delimiter : std::string(",\t:;| ")) {
        std::vector<AttributeMap> items;
        readOptions.delimiter = delimiter;
        const CsvWriteOptions writeOptions{delimiter, false};
        std::string text;
        appendCsvRow(columns, writeOptions, text);
        for (std::size_t i = 0; i < itemCount / 5; ++i) {
            items.push_back({{"key", AttributeValue::string(random.text())},
                             {"number", AttributeValue::number(random.number())},
                             {"=formula", AttributeValue::string(random.text())},
                             {"bytes", AttributeValue::binary(random.bytes())},
                             {"t\"ext", AttributeValue::string(random.text())}});
            appendCsvItem(values::EncodedItem(items.back()).view(), columns, writeOptions, text);
        }
        auto reader =
            makeCsvReader(std::make_unique<testing::PiecesSource>(text, 777), readOptions);
        ASSERT_TRUE(reader.hasValue());
        const auto records = testing::readRecords(**reader);
        ASSERT_EQ(records.size(), items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            ASSERT_TRUE(records[i].item.hasValue()) << describeBadRecord(records[i]);
            ASSERT_EQ(*records[i].item, items[i]) << "item " << i;
        }
    }
}

TEST(RoundTrip, PythonReadsAndRewritesTheJsonLines) {
    const testing::Folder folder;
    const auto items = randomItems(testing::testSeed(), itemCount / 10);
    testing::writeFile(folder.path("ours.json.gz"),
                       packed(Compression::Gzip, lines(ExportFormat::DynamoDbJson, items)));
    ASSERT_EQ(std::system((std::string(PYTHON) + " " + REWRITE_LINES + " " +
                           folder.path("ours.json.gz") + " " + folder.path("theirs.json.gz"))
                              .c_str()),
              0);
    InflateBudget budget(plenty);
    const auto reader = makeDynamoDbJsonReader(
        decompress(Compression::Gzip,
                   testing::memory(testing::fileBytes(folder.path("theirs.json.gz"))), budget));
    expectItems(testing::readRecords(*reader), items);
}

// Damaged lines must end in an error or an item, never in a crash; the lines around them survive.
TEST(RoundTrip, DamagedLinesAreSurvived) {
    std::mt19937_64 random(testing::testSeed());
    RandomItems randomItem(random());
    for (const auto format : {ExportFormat::DynamoDbJson, ExportFormat::Ion}) {
        std::size_t bad = 0;
        for (std::size_t i = 0; i < itemCount; ++i) {
            std::string line = lines(format, {randomItem.item()});
            for (std::size_t damages = 1 + random() % 3; damages > 0; --damages) {
                char& c = line[random() % (line.size() - 1)];
                c = random() % 2 == 0 ? "{}[]\"'\\:,0./$"[random() % 13]
                                      : static_cast<char>(random() % 256);
                c = c == '\n' ? ' ' : c;
            }
            const std::string good = lines(format, {AttributeMap{}});
            const std::string text = good + line + good;
            const auto records = format == ExportFormat::Ion ? testing::ionRecords(text)
                                                             : testing::jsonRecords(text);
            ASSERT_GE(records.size(), 2U) << line;
            ASSERT_LE(records.size(), 3U) << line;
            ASSERT_TRUE(records.front().item.hasValue());
            ASSERT_TRUE(records.back().item.hasValue()) << line;
            bad += records.size() == 3 && !records[1].item ? 1U : 0U;
        }
        EXPECT_GT(bad, itemCount / 2);
    }
}

}  // namespace
}  // namespace engine::transfer
