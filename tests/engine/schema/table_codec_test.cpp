#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/schema/table.h"
#include "tests/engine/schema/specs.h"

namespace engine::schema::test {
namespace {

VectorIndex byMeaning() {
    VectorIndex index;
    index.number = 3;
    index.name = "byMeaning";
    index.vectorAttribute = "embedding";
    index.dimensions = 4096;
    index.distance = values::DistanceFunction::Euclidean;
    index.projection = ProjectionType::Include;
    index.nonKeyAttributes = {"title"};
    index.searchSchema = {{{"rank", AttributeType::N}, SearchElementType::InlineFilter},
                          {{"city", AttributeType::S}, SearchElementType::Hash}};
    index.state = IndexState::Backfilling;
    return index;
}

Table fullTable() {
    auto spec = indexed();
    spec.billingMode = BillingMode::Provisioned;
    spec.throughput = Throughput{5, 7};
    spec.globalIndexes->front().throughput = Throughput{1, 2};
    spec.stream = StreamSpec{true, "NEW_IMAGE"};
    spec.deletionProtection = true;
    spec.tableClass = "STANDARD_INFREQUENT_ACCESS";
    spec.tags = {{"team", "blue"}};
    auto table = make(spec);
    table.number = 77;
    table.id = "8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1";
    table.createdAt.milliseconds = 1'790'000'000'123;
    table.streams = {{"2026-11-20T00:00:00.000", "NEW_IMAGE", 5, {1}, 9, Timestamp{2}},
                     {"2026-11-21T00:00:00.000", "KEYS_ONLY", 11, {3}, std::nullopt, std::nullopt}};
    table.timeToLive = TimeToLive{"expires", {4}};
    table.timeToLiveChangedAt = Timestamp{5};
    table.pointInTimeRecovery = PointInTimeRecovery{{6}, 7};
    table.restore = RestoreOrigin{std::nullopt, "arn:aws:dynamodb:x", {8}, true};
    table.vectorIndexes.push_back(byMeaning());
    table.encryptionKeyArn = "arn:aws:kms:x";
    table.tableClassChangedAt = Timestamp{9};
    table.throughputChanges = ThroughputChanges{Timestamp{10}, Timestamp{11}, 2};
    table.indexes.back().throughputChanges.increasedAt = Timestamp{12};
    return table;
}

TEST(TableCodec, ReadsBackEveryField) {
    const auto decoded = decodeTable(encodeTable(fullTable()));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->number, 77U);
    EXPECT_EQ(decoded->id, "8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1");
    EXPECT_EQ(decoded->name, "Music");
    EXPECT_EQ(decoded->attributeDefinitions, fullTable().attributeDefinitions);
    EXPECT_EQ(decoded->partitionKey, (KeyAttribute{"pk", AttributeType::S}));
    EXPECT_EQ(decoded->sortKey, (KeyAttribute{"sk", AttributeType::N}));
    EXPECT_EQ(decoded->throughput, (Throughput{5, 7}));
    EXPECT_EQ(decoded->createdAt.milliseconds, 1'790'000'000'123);
    EXPECT_TRUE(decoded->deletionProtection);
    EXPECT_EQ(decoded->tableClass, "STANDARD_INFREQUENT_ACCESS");
    ASSERT_TRUE(decoded->stream.has_value());
    EXPECT_EQ(decoded->stream->viewType, "NEW_IMAGE");
    ASSERT_EQ(decoded->tags.size(), 1U);
    EXPECT_EQ(decoded->tags[0].value, "blue");
    ASSERT_EQ(decoded->indexes.size(), 2U);
    const auto& byCity = decoded->indexes[1];
    EXPECT_TRUE(byCity.global);
    EXPECT_EQ(byCity.number, 2);
    EXPECT_EQ(byCity.projection, ProjectionType::Include);
    EXPECT_THAT(byCity.nonKeyAttributes, ::testing::ElementsAre("title"));
    EXPECT_EQ(byCity.throughput, (Throughput{1, 2}));
    EXPECT_EQ(decoded->streams, fullTable().streams);
    EXPECT_EQ(decoded->openStream()->label, "2026-11-21T00:00:00.000");
    EXPECT_EQ(decoded->timeToLive, fullTable().timeToLive);
    EXPECT_EQ(decoded->pointInTimeRecovery, fullTable().pointInTimeRecovery);
    EXPECT_EQ(decoded->restore, fullTable().restore);
    EXPECT_EQ(decoded->encryptionKeyArn, "arn:aws:kms:x");
    EXPECT_EQ(decoded->tableClassChangedAt, Timestamp{9});
    EXPECT_EQ(decoded->throughputChanges, fullTable().throughputChanges);
    EXPECT_EQ(decoded->indexes.back().throughputChanges.increasedAt, Timestamp{12});
    // Bytes are a function of the table, so equal bytes mean that no field was lost.
    EXPECT_EQ(encodeTable(*decoded), encodeTable(fullTable()));
}

TEST(TableCodec, ReadsBackVectorIndexes) {
    const auto decoded = decodeTable(encodeTable(fullTable()));
    ASSERT_TRUE(decoded);
    ASSERT_EQ(decoded->vectorIndexes.size(), 1U);
    const auto& index = decoded->vectorIndexes.front();
    EXPECT_EQ(index.number, 3);
    EXPECT_EQ(index.name, "byMeaning");
    EXPECT_EQ(index.vectorAttribute, "embedding");
    EXPECT_EQ(index.dimensions, 4096U);
    EXPECT_EQ(index.distance, values::DistanceFunction::Euclidean);
    EXPECT_EQ(index.projection, ProjectionType::Include);
    EXPECT_THAT(index.nonKeyAttributes, ::testing::ElementsAre("title"));
    EXPECT_EQ(index.searchSchema, byMeaning().searchSchema);
    EXPECT_EQ(index.state, IndexState::Backfilling);
}

// What earlier versions wrote ends sooner: version 4 before the key of the encryption and the
// moments of changes, 3 before the list of vector indexes as well.
TEST(TableCodec, ReadsWhatEarlierVersionsWrote) {
    auto table = fullTable();
    table.vectorIndexes.clear();
    table.encryptionKeyArn.clear();
    table.tableClassChangedAt.reset();
    table.throughputChanges = ThroughputChanges();
    table.indexes.back().throughputChanges = ThroughputChanges();
    const std::string changes(2 + 3 * (1 + table.indexes.size()), '\0');
    const std::string noVectorIndexes(1, '\0');
    for (const auto& [version, lacks] :
         {std::pair(char{4}, changes), std::pair(char{3}, noVectorIndexes + changes)}) {
        auto bytes = encodeTable(table);
        ASSERT_TRUE(bytes.ends_with(lacks));
        bytes.resize(bytes.size() - lacks.size());
        bytes[0] = version;
        const auto decoded = decodeTable(bytes);
        ASSERT_TRUE(decoded) << int{version};
        EXPECT_EQ(encodeTable(*decoded), encodeTable(table));
    }
}

TEST(ThroughputChanges, CountsTheDecreasesOfOneDay) {
    constexpr std::int64_t day = std::int64_t{86'400} * 1000;
    const ThroughputChanges changes{std::nullopt, Timestamp{3 * day + 5}, 4};
    EXPECT_EQ(changes.decreasesOnDayOf(Timestamp{3 * day}), 4U);
    EXPECT_EQ(changes.decreasesOnDayOf(Timestamp{4 * day - 1}), 4U);
    EXPECT_EQ(changes.decreasesOnDayOf(Timestamp{4 * day}), 0U);
    EXPECT_EQ(ThroughputChanges().decreasesOnDayOf(Timestamp{}), 0U);
}

TEST(TableCodec, RefusesEveryTruncation) {
    const auto bytes = encodeTable(fullTable());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto decoded = decodeTable(std::string_view(bytes).substr(0, length));
        ASSERT_FALSE(decoded) << length;
        EXPECT_EQ(decoded.error().kind, ErrorKind::Corrupt);
    }
    EXPECT_FALSE(decodeTable(bytes + "x"));
}

TEST(TableCodec, RefusesAnUnknownVersion) {
    auto bytes = encodeTable(fullTable());
    bytes[0] = 9;
    EXPECT_FALSE(decodeTable(bytes));
}

}  // namespace
}  // namespace engine::schema::test
