// A reader that is made with the position of another one goes on where that one stopped.
#include <gtest/gtest.h>

#include "engine/transfer/compression.h"
#include "engine/transfer/csv.h"
#include "tests/engine/transfer/support.h"

namespace engine::transfer {
namespace {

using Make = std::function<std::unique_ptr<RecordReader>(RecordPosition)>;

std::string shown(const Record& record) {
    return std::to_string(record.position.line) + "/" + std::to_string(record.position.byteOffset) +
           " " + (record.item ? std::to_string(record.item->size()) : record.item.error().message);
}

void expectResumes(const Make& make, std::size_t recordCount) {
    std::vector<std::string> whole;
    std::vector<RecordPosition> positions;
    const auto reader = make({});
    positions.push_back(reader->position());
    for (;;) {
        const auto record = reader->next();
        ASSERT_TRUE(record.hasValue());
        if (!*record) {
            break;
        }
        whole.push_back(shown(**record));
        positions.push_back(reader->position());
    }
    ASSERT_EQ(whole.size(), recordCount);
    for (std::size_t from = 0; from < positions.size(); ++from) {
        const auto resumed = make(positions[from]);
        std::vector<std::string> rest;
        for (const Record& record : testing::readRecords(*resumed)) {
            rest.push_back(shown(record));
        }
        EXPECT_EQ(rest, std::vector<std::string>(whole.begin() + static_cast<std::ptrdiff_t>(from),
                                                 whole.end()))
            << from;
    }
}

TEST(Resume, DynamoDbJsonInsideGzip) {
    const std::string text =
        "\xEF\xBB\xBF{\"Item\":{}}\n\nbad\r\n{\"Item\":{\"a\":{\"S\":\"x\"}}}\r\n \nbad again\n"
        "{\"Item\":{}}\n" +
        std::string(recordBytesMax + 1, 'x') + "\n{\"Item\":{}}";
    std::string bytes;
    const auto sink = compress(Compression::Gzip, std::make_unique<MemorySink>(bytes));
    ASSERT_TRUE(sink->write(text).hasValue());
    ASSERT_TRUE(sink->finish().hasValue());
    InflateBudget budget(std::uint64_t{1} << 30U);
    expectResumes(
        [&](RecordPosition start) {
            return makeDynamoDbJsonReader(
                decompress(Compression::Gzip, testing::memory(bytes), budget), start);
        },
        7);
}

TEST(Resume, Ion) {
    expectResumes(
        [&](RecordPosition start) {
            return makeIonReader(testing::memory("$ion_1_0\n{Item:{a:1}}\n// x\n(\n{Item:{}}\n"),
                                 start);
        },
        3);
}

TEST(Resume, CsvWithAndWithoutAHeader) {
    const std::string rows = "1,\"x\ny\"\n\nbad\n\"\"\"\",4\n\"open\n5,6\n";
    CsvReadOptions withHeader;
    withHeader.header = {"a", "b"};
    const auto make = [](const std::string& text, const CsvReadOptions& options) {
        return [&text, &options](RecordPosition start) {
            auto reader = makeCsvReader(testing::memory(text), options, start);
            EXPECT_TRUE(reader.hasValue());
            return std::move(*reader);
        };
    };
    expectResumes(make(rows, withHeader), 5);
    const std::string text = "\xEF\xBB\xBF\"a\",b\n" + rows;
    const CsvReadOptions fromText;
    expectResumes(make(text, fromText), 5);
}

TEST(Resume, DataThatHasShrunkIsCorrupt) {
    const RecordPosition behind{9, 1'000'000};
    const auto reader = makeDynamoDbJsonReader(testing::memory("{\"Item\":{}}\n"), behind);
    const auto record = reader->next();
    ASSERT_FALSE(record.hasValue());
    EXPECT_EQ(record.error().kind, ErrorKind::Corrupt);
    const auto csv = makeCsvReader(testing::memory("a\n1\n"), {}, behind);
    ASSERT_FALSE(csv.hasValue());
    EXPECT_EQ(csv.error().kind, ErrorKind::Corrupt);
}

}  // namespace
}  // namespace engine::transfer
