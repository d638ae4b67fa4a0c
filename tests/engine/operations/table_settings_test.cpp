// Settings of tables: their stored form, and what becomes of them with their table.
#include "engine/operations/table_settings.h"

#include <gtest/gtest.h>

#include "engine/operations/tag_characters.h"

namespace engine::operations {
namespace {

PolicySettings policies() {
    return {{{"", R"({"Version":"2012-10-17"})", "1700000000000"},
             {"2026-11-21T00:00:00.000", "", "1700000000001"}}};
}

TEST(TableSettings, PoliciesComeBack) {
    PolicySettings read;
    ASSERT_TRUE(decodeSettings(encodeSettings(policies()), read));
    ASSERT_EQ(read.policies.size(), 2U);
    EXPECT_EQ(read.policies[0].document, policies().policies[0].document);
    EXPECT_EQ(read.policies[1].streamLabel, "2026-11-21T00:00:00.000");
    EXPECT_EQ(read.policies[1].revisionId, "1700000000001");
}

TEST(TableSettings, InsightsComeBack) {
    InsightsSettings read;
    const InsightsSettings written{{{0, true, false, Timestamp{5}, Timestamp{6}},
                                    {7, false, true, Timestamp{8}, Timestamp{9}}}};
    ASSERT_TRUE(decodeSettings(encodeSettings(written), read));
    ASSERT_EQ(read.entries.size(), 2U);
    EXPECT_TRUE(read.entries[0].enabled);
    EXPECT_EQ(read.entries[0].changedAt.milliseconds, 6);
    EXPECT_EQ(read.entries[1].index, 7);
    EXPECT_TRUE(read.entries[1].throttledKeysOnly);
}

TEST(TableSettings, DestinationsComeBack) {
    KinesisSettings read;
    ASSERT_TRUE(
        decodeSettings(encodeSettings(KinesisSettings{{{"arn", true, "MICROSECOND"}}}), read));
    ASSERT_EQ(read.destinations.size(), 1U);
    EXPECT_EQ(read.destinations[0].streamArn, "arn");
    EXPECT_TRUE(read.destinations[0].active);
    EXPECT_EQ(read.destinations[0].precision, "MICROSECOND");
}

TEST(TableSettings, DamagedBytesAreCorrupt) {
    const auto bytes = encodeSettings(policies());
    const auto isCorrupt = [](std::string_view text) {
        PolicySettings read;
        const auto decoded = decodeSettings(text, read);
        return !decoded && decoded.error().kind == ErrorKind::Corrupt;
    };
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_TRUE(isCorrupt(bytes.substr(0, length))) << length;
    }
    EXPECT_TRUE(isCorrupt(bytes + "x"));
    EXPECT_TRUE(isCorrupt("\x02" + bytes.substr(1)));
    // A count that no text can hold.
    EXPECT_TRUE(isCorrupt("\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f"));
}

TEST(TagCharacters, LettersOfAnyScriptAreCountedAsCharacters) {
    EXPECT_EQ(countTagCharacters(""), 0U);
    EXPECT_EQ(countTagCharacters("aZ09 +-=._:/@"), 13U);
    EXPECT_EQ(countTagCharacters("ключ"), 4U);
    EXPECT_EQ(countTagCharacters("表\u00a0\u3000ß"), 4U);
    EXPECT_EQ(countTagCharacters("𝒳𠀀"), 2U);
    for (const char* const bad :
         {"a,b", "%", "\t", "\n", "🔑", "×", "÷", "“", "€", "→", "！", "\u200b"}) {
        EXPECT_EQ(countTagCharacters(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace engine::operations
