#include "engine/storage/manifest.h"

#include <gtest/gtest.h>

namespace engine::storage {
namespace {

constexpr const char* id = "8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1";

TEST(Manifest, IsReadAsItWasWritten) {
    const auto read = decodeManifest(encodeManifest({1, id}), "/db/tidemark.json");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->version, 1);
    EXPECT_EQ(read->databaseId, id);
}

TEST(Manifest, HasThisText) {
    EXPECT_EQ(encodeManifest({1, id}),
              "{\n  \"format\": \"tidemark-database\",\n  \"version\": 1,\n  \"databaseId\": "
              "\"8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1\"\n}\n");
}

TEST(Manifest, ANewerVersionIsNamedEvenWithMembersThatNobodyKnows) {
    const auto read = decodeManifest(
        R"({"format":"tidemark-database","version":3,"features":"a,b"})", "/db/tidemark.json");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::FormatTooNew);
    EXPECT_EQ(read.error().message,
              "/db/tidemark.json has format version 3, written by a newer Tidemark. This one reads "
              "versions up to 2. Update Tidemark to open it.");
}

TEST(Manifest, AnythingElseIsNotADatabase) {
    const std::string good = encodeManifest({1, id});
    std::vector<std::string> texts = {
        "",
        "{}",
        "[]",
        "null",
        "{\"format\":\"other\",\"version\":1}",
        R"({"format":"tidemark-database"})",
        R"({"format":"tidemark-database","version":0})",
        R"({"format":"tidemark-database","version":99999999999})",
        R"({"format":"tidemark-database","version":"1","databaseId":"x"})",
        R"({"format":"tidemark-database","version":1})",
        R"({"format":"tidemark-database","version":1,"version":1})",
        good + "x",
        std::string(5000, '{')};
    for (std::size_t length = 0; length + 2 < good.size(); ++length) {
        texts.push_back(good.substr(0, length));
    }
    for (const std::string& text : texts) {
        const auto read = decodeManifest(text, "/db/tidemark.json");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().kind, ErrorKind::NotADatabase) << text;
        EXPECT_EQ(read.error().message,
                  "/db/tidemark.json is damaged or was not written by Tidemark.");
    }
}

}  // namespace
}  // namespace engine::storage
