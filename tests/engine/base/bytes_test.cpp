#include "engine/base/bytes.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace engine {
namespace {

std::string varintBytes(std::uint64_t value) {
    std::string out;
    ByteWriter(out).varint(value);
    return out;
}

TEST(Bytes, WritesBigEndianSoThatBytesOrderLikeNumbers) {
    std::string out;
    ByteWriter writer(out);
    writer.u8(0xab);
    writer.u16(0x0102);
    writer.u32(0x03040506);
    writer.u64(0x0708090a0b0c0d0eULL);
    EXPECT_EQ(out, "\xab\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e");
    ByteReader reader(out);
    EXPECT_EQ(reader.u8(), 0xab);
    EXPECT_EQ(reader.u16(), 0x0102);
    EXPECT_EQ(reader.u32(), 0x03040506U);
    EXPECT_EQ(reader.u64(), 0x0708090a0b0c0d0eULL);
    EXPECT_TRUE(reader.atEnd());
    EXPECT_FALSE(reader.failed());
}

TEST(Bytes, VarintsTakeSevenBitsPerByte) {
    EXPECT_EQ(varintBytes(0), std::string(1, '\0'));
    EXPECT_EQ(varintBytes(127), "\x7f");
    EXPECT_EQ(varintBytes(128), "\x80\x01");
    EXPECT_EQ(varintBytes(300), "\xac\x02");
    for (unsigned shift = 0; shift < 64; ++shift) {
        for (const std::uint64_t value :
             {(1ULL << shift) - 1, 1ULL << shift, (1ULL << shift) + 1}) {
            const std::string bytes = varintBytes(value);
            ByteReader reader(bytes);
            EXPECT_EQ(reader.varint(), value);
            EXPECT_TRUE(reader.atEnd());
            EXPECT_FALSE(reader.failed());
        }
    }
    EXPECT_EQ(varintBytes(std::numeric_limits<std::uint64_t>::max()).size(), 10U);
}

TEST(Bytes, RefusesVarintsThatTheWriterNeverWrites) {
    const std::vector<std::string> malformed = {
        "",
        "\x80",
        std::string("\x80\x00", 2),                       // a needless last byte
        std::string("\xff\x80\x00", 3),                   // the same, longer
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",       // a 65th bit
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"};  // eleven bytes
    for (const auto& bytes : malformed) {
        ByteReader reader(bytes);
        EXPECT_EQ(reader.varint(), 0U);
        EXPECT_TRUE(reader.failed()) << testing::PrintToString(bytes);
    }
}

TEST(Bytes, SizedRunsRoundTrip) {
    std::string out;
    ByteWriter writer(out);
    writer.sized("");
    writer.sized(std::string("a\0b", 3));
    writer.sized(std::string(200, 'x'));
    writer.raw("end");
    ByteReader reader(out);
    EXPECT_EQ(reader.sized(), "");
    EXPECT_EQ(reader.sized(), std::string("a\0b", 3));
    EXPECT_EQ(reader.sized(), std::string(200, 'x'));
    EXPECT_EQ(reader.rest(), "end");
    EXPECT_EQ(reader.raw(3), "end");
    EXPECT_TRUE(reader.atEnd());
}

TEST(Bytes, FailureStays) {
    ByteReader reader("\x01\x02\x03");
    EXPECT_EQ(reader.u32(), 0U);
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_EQ(reader.raw(0), "");
    EXPECT_EQ(reader.varint(), 0U);
    EXPECT_TRUE(reader.failed());
}

TEST(Bytes, AHostileLengthIsNoRead) {
    std::string out;
    ByteWriter(out).varint(std::numeric_limits<std::uint64_t>::max());
    out += "short";
    ByteReader reader(out);
    EXPECT_EQ(reader.sized(), "");
    EXPECT_TRUE(reader.failed());
}

}  // namespace
}  // namespace engine
