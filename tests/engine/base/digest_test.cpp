#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/base/crc32c.h"
#include "engine/base/sha256.h"

namespace engine {
namespace {

std::string hex(const Sha256::Digest& digest) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const auto byte : digest) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

std::string sha256Hex(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hex(hash.finish());
}

TEST(Crc32c, GivesTheVectorsOfRfc3720) {
    std::string ascending;
    for (char c = 0; c < 32; ++c) {
        ascending.push_back(c);
    }
    for (const auto& crc : {+[](std::string_view bytes) { return crc32c(bytes); },
                            +[](std::string_view bytes) { return crc32cByTable(bytes); }}) {
        EXPECT_EQ(crc(""), 0U);
        EXPECT_EQ(crc("123456789"), 0xe3069283U);
        EXPECT_EQ(crc(std::string(32, '\0')), 0x8a9136aaU);
        EXPECT_EQ(crc(std::string(32, '\xff')), 0x62a8ab43U);
        EXPECT_EQ(crc(ascending), 0x46dd794eU);
    }
}

TEST(Crc32c, ContinuesAtEveryCutAndAgreesWithTheTable) {
    std::string bytes;
    for (int i = 0; i < 67; ++i) {
        bytes.push_back(static_cast<char>(i * 31 + 5));
    }
    const std::string_view all = bytes;
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        EXPECT_EQ(crc32c(all.substr(cut), crc32c(all.substr(0, cut))), crc32c(all));
        EXPECT_EQ(crc32c(all.substr(0, cut)), crc32cByTable(all.substr(0, cut)));
    }
}

TEST(Sha256, GivesTheVectorsOfFips180) {
    EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256Hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotMindHowTheBytesArrive) {
    const std::string bytes(200, 'q');
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        Sha256 hash;
        hash.add(std::string_view(bytes).substr(0, cut));
        hash.add(std::string_view(bytes).substr(cut));
        EXPECT_EQ(hex(hash.finish()), sha256Hex(bytes));
    }
}

}  // namespace
}  // namespace engine
