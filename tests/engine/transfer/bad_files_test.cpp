// Files that no export wrote: each goes the whole way, from the disk through its compression to
// records, and must end as the table says.
#include <gtest/gtest.h>

#include "engine/transfer/compression.h"
#include "engine/transfer/csv.h"
#include "engine/transfer/file_stream.h"
#include "tests/engine/transfer/support.h"

namespace engine::transfer {
namespace {

enum class Format { Json, Ion, Csv };

constexpr std::uint64_t inflatedBytesMax = 20'000'000;
// A record, twice that while it grows, and a few blocks.
constexpr std::size_t bufferBytesMax = 2 * (recordBytesMax + 2 * blockBytes);

std::string packed(Compression compression, std::string_view text) {
    std::string out;
    const auto sink = compress(compression, std::make_unique<MemorySink>(out));
    EXPECT_TRUE(sink->write(text).hasValue());
    EXPECT_TRUE(sink->finish().hasValue());
    return out;
}

std::string gzip(std::string_view text) {
    return packed(Compression::Gzip, text);
}

std::string zstd(std::string_view text) {
    return packed(Compression::Zstd, text);
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (; times > 0; --times) {
        out += text;
    }
    return out;
}

std::string changed(std::string bytes, std::size_t at) {
    bytes.at(at) = static_cast<char>(bytes[at] ^ 0x55);
    return bytes;
}

std::string cut(const std::string& bytes, std::size_t off) {
    return bytes.substr(0, bytes.size() - off);
}

Result<std::unique_ptr<RecordReader>> makeReader(Format format,
                                                 std::unique_ptr<ByteSource> source) {
    if (format == Format::Csv) {
        return makeCsvReader(std::move(source), {});
    }
    return format == Format::Ion ? makeIonReader(std::move(source))
                                 : makeDynamoDbJsonReader(std::move(source));
}

// "2 good, 1 bad", followed by the kind of the error that ended the reading.
std::string importFile(Format format, Compression compression, const std::string& bytes) {
    const testing::Folder folder;
    testing::writeFile(folder.path("file"), bytes);
    auto file = FileSource::open(folder.path("file"));
    EXPECT_TRUE(file.hasValue());
    InflateBudget budget(inflatedBytesMax);
    auto reader = makeReader(format, decompress(compression, std::move(*file), budget));
    if (!reader) {
        return "refused: " + std::string(errorKindName(reader.error().kind));
    }
    int good = 0;
    int bad = 0;
    std::string end;
    while (end.empty()) {
        const auto record = (*reader)->next();
        if (!record) {
            end = ", " + std::string(errorKindName(record.error().kind));
        } else if (!*record) {
            break;
        } else {
            ((*record)->item ? good : bad) += 1;
        }
    }
    EXPECT_LE((*reader)->bufferBytes(), bufferBytesMax);
    return std::to_string(good) + " good, " + std::to_string(bad) + " bad" + end;
}

struct BadFile {
    const char* name;
    Format format;
    Compression compression;
    std::string bytes;
    const char* outcome;
};

const std::string line = "{\"Item\":{\"pk\":{\"S\":\"a\"}}}\n";
const std::string ionLine = "$ion_1_0 {Item:{pk:\"a\"}}\n";

std::vector<BadFile> compressedFiles() {
    using enum Compression;
    const std::string zeros(30'000'000, '\0');
    const std::string longValue =
        R"({"Item":{"pk":{"S":")" + std::string(10'000'000, 'x') + "\"}}}\n";
    return {
        {"nothing as gzip", Format::Json, Gzip, "", "0 good, 0 bad, Corrupt"},
        {"nothing as zstd", Format::Json, Zstd, "", "0 good, 0 bad, Corrupt"},
        {"plain text as gzip", Format::Json, Gzip, line, "0 good, 0 bad, Corrupt"},
        {"plain text as zstd", Format::Json, Zstd, line, "0 good, 0 bad, Corrupt"},
        {"zstd as gzip", Format::Json, Gzip, zstd(line), "0 good, 0 bad, Corrupt"},
        {"gzip as zstd", Format::Json, Zstd, gzip(line), "0 good, 0 bad, Corrupt"},
        {"gzip as plain text", Format::Json, None, gzip(line), "0 good, 1 bad"},
        {"a gzip header", Format::Json, Gzip, gzip(line).substr(0, 10), "0 good, 0 bad, Corrupt"},
        {"gzip without its trailer", Format::Json, Gzip, cut(gzip(line), 8),
         "1 good, 0 bad, Corrupt"},
        {"gzip without its last byte", Format::Json, Gzip, cut(gzip(line), 1),
         "1 good, 0 bad, Corrupt"},
        {"gzip with a wrong checksum", Format::Json, Gzip,
         changed(gzip(line), gzip(line).size() - 8), "0 good, 0 bad, Corrupt"},
        {"gzip with a wrong length", Format::Json, Gzip, changed(gzip(line), gzip(line).size() - 1),
         "0 good, 0 bad, Corrupt"},
        {"gzip of an unknown method", Format::Json, Gzip, changed(gzip(line), 2),
         "0 good, 0 bad, Corrupt"},
        {"gzip and rubbish", Format::Json, Gzip, gzip(line) + "rubbish", "1 good, 0 bad, Corrupt"},
        {"gzip and zeros", Format::Json, Gzip, gzip(line) + std::string(512, '\0'),
         "1 good, 0 bad, Corrupt"},
        {"gzip cut in the second member", Format::Json, Gzip, gzip(line) + cut(gzip(line), 20),
         "1 good, 0 bad, Corrupt"},
        {"gzip in gzip", Format::Json, Gzip, gzip(gzip(line)), "0 good, 1 bad"},
        {"a gzip bomb of zeros", Format::Json, Gzip, gzip(zeros), "0 good, 0 bad, LimitExceeded"},
        {"a zstd bomb of zeros", Format::Ion, Zstd, zstd(zeros), "0 good, 0 bad, LimitExceeded"},
        {"a CSV bomb in zstd", Format::Csv, Zstd, zstd("pk\n\"" + zeros),
         "0 good, 0 bad, LimitExceeded"},
        {"a bomb of good lines", Format::Json, Gzip, gzip(repeated(line, 1'000'000)),
         "768787 good, 0 bad, LimitExceeded"},
        {"long lines in gzip", Format::Json, Gzip, gzip(line + longValue + line), "2 good, 1 bad"},
        {"zstd without its checksum", Format::Json, Zstd, cut(zstd(line), 4),
         "1 good, 0 bad, Corrupt"},
        {"zstd with a wrong checksum", Format::Json, Zstd,
         changed(zstd(line), zstd(line).size() - 1), "0 good, 0 bad, Corrupt"},
        {"zstd and rubbish", Format::Json, Zstd, zstd(line) + "rubbish!", "1 good, 0 bad, Corrupt"},
        {"zstd with a skippable frame", Format::Json, Zstd,
         std::string("\x50\x2A\x4D\x18\x03\x00\x00\x00xyz", 11) + zstd(line), "1 good, 0 bad"},
    };
}

std::vector<BadFile> jsonFiles() {
    using enum Compression;
    return {
        {"only line breaks", Format::Json, None, repeated("\r\n", 1000), "0 good, 0 bad"},
        {"only a byte order mark", Format::Json, None, "\xEF\xBB\xBF", "0 good, 0 bad"},
        {"half a byte order mark", Format::Json, None, "\xEF\xBB", "0 good, 1 bad"},
        {"UTF-16", Format::Json, None, std::string("\xFF\xFE{\0\"\0\n\0", 8), "0 good, 2 bad"},
        {"zeros", Format::Json, None, std::string(100'000, '\0'), "0 good, 1 bad"},
        {"a pretty-printed item", Format::Json, None,
         "{\n\"Item\": {\n\"pk\": {\"S\": \"a\"}\n}\n}\n", "0 good, 5 bad"},
        {"a manifest", Format::Json, None, R"({"itemCount":8,"md5Checksum":"x","etag":"y"})",
         "0 good, 1 bad"},
        {"an array of items", Format::Json, None, "[" + cut(line, 1) + "]", "0 good, 1 bad"},
        {"two items on a line", Format::Json, None, cut(line, 1) + line, "0 good, 1 bad"},
        {"a line that is cut off", Format::Json, None, line + cut(line, 5), "1 good, 1 bad"},
        {"wrong UTF-8", Format::Json, None,
         R"({"Item":{"pk":{"S":")"
         "\xc3("
         "\"}}}\n" +
             line,
         "1 good, 1 bad"},
        {"an overlong slash", Format::Json, None,
         R"({"Item":{"pk":{"S":")"
         "\xc0\xaf"
         "\"}}}\n",
         "0 good, 1 bad"},
        {"brackets without an end", Format::Json, None, std::string(3'000'000, '[') + "\n" + line,
         "1 good, 1 bad"},
        {"a line of 12 MB", Format::Json, None, std::string(12'000'000, 'x') + "\n" + line,
         "1 good, 1 bad"},
        {"a last line of 12 MB", Format::Json, None, line + std::string(12'000'000, '{'),
         "1 good, 1 bad"},
        {"100,000 attributes", Format::Json, None,
         "{\"Item\":{" + repeated(R"("a":{"N":"1"},)", 100'000) + R"("b":{"N":"1"}}})",
         "1 good, 0 bad"},
        {"a number of a million digits", Format::Json, None,
         R"({"Item":{"a":{"N":")" + std::string(1'000'000, '9') + "\"}}}\n" + line,
         "1 good, 1 bad"},
    };
}

std::vector<BadFile> ionAndCsvFiles() {
    using enum Compression;
    return {
        {"binary Ion", Format::Ion, None, std::string("\xE0\x01\x00\xEA\xB5", 5), "0 good, 1 bad"},
        {"JSON lines as Ion, which they are", Format::Ion, None, line, "1 good, 0 bad"},
        {"Ion lines as JSON", Format::Json, None, ionLine, "0 good, 1 bad"},
        {"a comment without an end", Format::Ion, None, "/* x\n" + ionLine, "1 good, 1 bad"},
        {"a text without an end", Format::Ion, None, "{Item:{pk:'''a\n" + ionLine, "1 good, 1 bad"},
        {"a blob without an end", Format::Ion, None, "{Item:{pk:{{YQ==}\n" + ionLine,
         "1 good, 1 bad"},
        {"a million braces", Format::Ion, None,
         "{Item:" + repeated("{a:", 1'000'000) + "\n" + ionLine, "1 good, 1 bad"},
        {"a million annotations", Format::Ion, None,
         "{Item:{a:" + repeated("$dynamodb_SS::[", 250'000) + "\n" + ionLine, "1 good, 1 bad"},
        {"a symbol table", Format::Ion, None, "$ion_symbol_table::{symbols:[\"a\"]}\n" + ionLine,
         "1 good, 1 bad"},
        {"an Ion line of 12 MB", Format::Ion, None, std::string(12'000'000, ' ') + "\n" + ionLine,
         "1 good, 1 bad"},
        {"CSV without a header", Format::Csv, None, "", "refused: Validation"},
        {"CSV with one name twice", Format::Csv, None, "a,a\n1,2\n", "refused: Validation"},
        {"a header of 12 MB", Format::Csv, None, repeated("a,", 6'000'000), "refused: Validation"},
        {"CSV with an open quote", Format::Csv, None, "a,b\n\"1,2\n3,4\n5,6\n", "2 good, 1 bad"},
        {"CSV with an open quote and much behind it", Format::Csv, None,
         "a,b\n\"1,2\n" + repeated("3,4\n", 2'000'000), "2000000 good, 1 bad"},
        {"CSV with a field of 12 MB", Format::Csv, None,
         "a\n" + std::string(12'000'000, 'x') + "\n1\n", "1 good, 1 bad"},
        {"CSV with quotes inside quotes", Format::Csv, None, "a\n\"x\"y\"\n\"\"\"\"\n1\n",
         "2 good, 1 bad"},
        {"CSV of another width", Format::Csv, None, "a,b\n1\n1,2,3\n,\n", "1 good, 2 bad"},
        {"CSV in Latin-1", Format::Csv, None, "a\n\xe9t\xe9\nb\n", "1 good, 1 bad"},
        {"CSV of zeros", Format::Csv, None, "a\n" + std::string(1000, '\0'), "1 good, 0 bad"},
    };
}

void expectOutcomes(const std::vector<BadFile>& files) {
    for (const BadFile& file : files) {
        EXPECT_EQ(importFile(file.format, file.compression, file.bytes), file.outcome) << file.name;
    }
}

TEST(BadFiles, Compressed) {
    expectOutcomes(compressedFiles());
}

TEST(BadFiles, Json) {
    expectOutcomes(jsonFiles());
}

TEST(BadFiles, IonAndCsv) {
    expectOutcomes(ionAndCsvFiles());
}

TEST(BadFiles, ThereAreFiftyOrMore) {
    EXPECT_GE(compressedFiles().size() + jsonFiles().size() + ionAndCsvFiles().size(), 50U);
}

}  // namespace
}  // namespace engine::transfer
