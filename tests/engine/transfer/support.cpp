#include "tests/engine/transfer/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include <unistd.h>

namespace engine::transfer::testing {

using values::AttributeValue;

Folder::Folder() {
    static int made = 0;
    m_path = ::testing::TempDir() + "/transfer-" + std::to_string(::getpid()) + "-" +
             std::to_string(++made);
    std::filesystem::remove_all(m_path);
    std::filesystem::create_directories(m_path);
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::string fileBytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void writeFile(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), std::ssize(bytes));
}

Result<std::size_t> PiecesSource::read(std::span<char> buffer) {
    const std::size_t count = std::min({buffer.size(), m_pieceBytes, m_bytes.size() - m_at});
    std::copy_n(m_bytes.data() + m_at, count, buffer.data());
    m_at += count;
    return count;
}

Result<std::size_t> EndlessSource::read(std::span<char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        if (m_at == m_part.size()) {
            if (m_left == 0) {
                break;
            }
            --m_left;
            m_part = m_body;
            m_at = 0;
        }
        const std::size_t count = std::min(buffer.size() - filled, m_part.size() - m_at);
        std::copy_n(m_part.data() + m_at, count, buffer.data() + filled);
        m_at += count;
        filled += count;
    }
    return filled;
}

Result<std::size_t> BrokenSource::read(std::span<char> buffer) {
    if (m_wasRead) {
        return Error::io("Cannot read the test's source");
    }
    m_wasRead = true;
    constexpr std::string_view start = "{\"Item\":{}}\n{\"It";
    std::copy(start.begin(), start.end(), buffer.begin());
    return start.size();
}

std::unique_ptr<ByteSource> memory(std::string_view bytes) {
    return std::make_unique<PiecesSource>(std::string(bytes), blockBytes);
}

Result<std::string> readAll(ByteSource& source, std::size_t pieceBytes) {
    std::string all;
    std::vector<char> piece(pieceBytes);
    for (;;) {
        const auto count = source.read(piece);
        if (!count) {
            return count.error();
        }
        if (*count == 0) {
            return all;
        }
        all.append(piece.data(), *count);
    }
}

std::vector<Record> readRecords(RecordReader& reader) {
    std::vector<Record> records;
    for (;;) {
        auto record = reader.next();
        if (!record) {
            ADD_FAILURE() << record.error().message;
            return records;
        }
        if (!*record) {
            return records;
        }
        records.push_back(std::move(**record));
    }
}

std::vector<Record> jsonRecords(std::string bytes) {
    return readRecords(*makeDynamoDbJsonReader(memory(bytes)));
}

std::vector<Record> ionRecords(std::string bytes) {
    return readRecords(*makeIonReader(memory(bytes)));
}

std::string RandomItems::text() {
    static constexpr std::array<std::string_view, 24> parts = {"a",
                                                               "key",
                                                               "Z9",
                                                               " ",
                                                               "\"",
                                                               "'",
                                                               "\\",
                                                               "\n",
                                                               "\r\n",
                                                               "\t",
                                                               "{",
                                                               "}",
                                                               "'''",
                                                               "//",
                                                               "/*",
                                                               "$ion_1_0",
                                                               "::",
                                                               "null",
                                                               "\x01",
                                                               "\x7f",
                                                               "h\xc3\xa9",
                                                               "\xe2\x82\xac",
                                                               "\xf0\x9f\x8c\x8a",
                                                               "$10"};
    std::string text;
    for (std::size_t count = below(6); count > 0; --count) {
        text += parts[below(parts.size())];
    }
    if (below(40) == 0) {
        text += '\0';
    }
    if (below(200) == 0) {
        text.append(below(5000), 'x');
    }
    return text;
}

std::string RandomItems::bytes() {
    std::string bytes(below(20), '\0');
    std::generate(bytes.begin(), bytes.end(), [this] { return static_cast<char>(below(256)); });
    return bytes;
}

values::Number RandomItems::number() {
    std::string text = below(2) == 0 ? "-" : "";
    const std::size_t digits = below(4) == 0 ? 38 : 1 + below(8);
    for (std::size_t i = 0; i < digits; ++i) {
        text += static_cast<char>('0' + below(10));
    }
    const int exponent =
        below(3) == 0 ? static_cast<int>(below(210)) - 122 : static_cast<int>(below(12)) - 8;
    text += "e" + std::to_string(exponent);
    const auto number = values::Number::parse(text);
    EXPECT_TRUE(number.hasValue()) << text;
    return number ? *number : values::Number();
}

AttributeValue RandomItems::set(int type) {
    const std::size_t count = 1 + below(4);
    if (type == 0) {
        std::vector<std::string> members(count);
        std::generate(members.begin(), members.end(), [this] { return text(); });
        return AttributeValue::stringSet(std::move(members));
    }
    if (type == 1) {
        std::vector<values::Number> members(count);
        std::generate(members.begin(), members.end(), [this] { return number(); });
        return AttributeValue::numberSet(std::move(members));
    }
    std::vector<values::Binary> members(count);
    std::generate(members.begin(), members.end(), [this] { return values::Binary{bytes()}; });
    return AttributeValue::binarySet(std::move(members));
}

AttributeValue RandomItems::value(int depth) {
    switch (below(depth < 4 ? 11 : 8)) {
        case 0: return AttributeValue::string(text());
        case 1: return AttributeValue::number(number());
        case 2: return AttributeValue::binary(bytes());
        case 3: return AttributeValue::boolean(below(2) == 0);
        case 4: return AttributeValue::null();
        case 5: return set(0);
        case 6: return set(1);
        case 7: return set(2);
        case 8: {
            values::AttributeList elements;
            for (std::size_t count = below(4); count > 0; --count) {
                elements.push_back(value(depth + 1));
            }
            return AttributeValue::list(std::move(elements));
        }
        default: {
            values::AttributeMap members;
            for (std::size_t count = below(4); count > 0; --count) {
                members.insert_or_assign("m" + text(), value(depth + 1));
            }
            return AttributeValue::map(std::move(members));
        }
    }
}

values::AttributeMap RandomItems::item() {
    values::AttributeMap item;
    item["pk"] = AttributeValue::string(text());
    for (std::size_t count = below(8); count > 0; --count) {
        auto name = text();
        item.insert_or_assign(name.empty() ? "null" : std::move(name), value(1));
    }
    return item;
}

std::uint64_t testSeed() {
    const char* given = std::getenv("TIDEMARK_SEED");
    const std::uint64_t seed =
        given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    return seed;
}

}  // namespace engine::transfer::testing
