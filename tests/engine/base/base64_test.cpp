#include "engine/base/base64.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(Base64, WritesAndReadsTheVectorsOfRfc4648) {
    const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(toBase64(bytes), text);
        EXPECT_EQ(fromBase64(text), bytes);
    }
}

TEST(Base64, AppendsBehindWhatIsThere) {
    std::string out = "\"";
    appendBase64("foob", out);
    EXPECT_EQ(out, "\"Zm9vYg==");
}

TEST(Base64, RoundTripsEveryByteAtEveryOffset) {
    for (std::size_t length = 0; length < 260; ++length) {
        std::string bytes;
        for (std::size_t i = 0; i < length; ++i) {
            bytes.push_back(static_cast<char>(i * 7 + length));
        }
        EXPECT_EQ(fromBase64(toBase64(bytes)), bytes);
    }
    EXPECT_EQ(toBase64("\xff\xff\xff"), "////");
    EXPECT_EQ(toBase64("\xfb\xef\xbe"), "++++");
}

TEST(Base64, RefusesWhatIsNotStrict) {
    for (const std::string text :
         {"A", "AA", "AAA", "AA=", "A===", "====", "=AAA", "A=AA", "AA=A",
          "AA==AA==", "AAAAA===", "Zg==\n", " Zg==", "Zm9-", "Zm9_", "Zm\xc3\xa9"}) {
        EXPECT_EQ(fromBase64(text), std::nullopt) << text;
    }
    EXPECT_EQ(fromBase64(std::string("Zm9\0", 4)), std::nullopt);
    // Unused bits must be zero: "Zg==" is the only text of "f".
    EXPECT_EQ(fromBase64("Zh=="), std::nullopt);
    EXPECT_EQ(fromBase64("Zm9="), std::nullopt);
}

}  // namespace
}  // namespace engine
