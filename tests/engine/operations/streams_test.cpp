#include <algorithm>
#include <set>

#include "engine/history/stream_records.h"
#include "tests/engine/operations/moving_engine.h"

// Streams under a clock that the test moves (research/reliability.md section 2, S6 and D17).
namespace engine::operations::test {
namespace {

class StreamTest : public MovingEngineTest {
protected:
    StreamTest() { createTable("Orders", "KEYS_ONLY"); }

    std::string arn(const std::string& table = "Orders") {
        ListStreamsInput input;
        input.tableName = table;
        const auto listed = answer<ListStreamsOutput>(input).streams;
        return listed.empty() ? std::string() : listed.back().arn;
    }

    DescribeStreamOutput described(const std::string& streamArn) {
        return answer<DescribeStreamOutput>(DescribeStreamInput{streamArn, {}, {}, {}});
    }
    std::vector<history::Shard> shards() { return described(arn()).shards; }

    static GetShardIteratorInput wanted(const std::string& streamArn, const std::string& shard,
                                        ShardIteratorType type,
                                        std::optional<std::string> sequence = {}) {
        return {streamArn, shard, type, std::move(sequence)};
    }
    std::string iterator(const std::string& shard,
                         ShardIteratorType type = ShardIteratorType::TrimHorizon,
                         std::optional<std::string> sequence = {}) {
        return answer<GetShardIteratorOutput>(wanted(arn(), shard, type, std::move(sequence)))
            .shardIterator;
    }
    GetRecordsOutput page(const std::string& place, std::optional<std::int32_t> limit = {}) {
        return answer<GetRecordsOutput>(GetRecordsInput{place, limit});
    }

    // The partition keys of the records from an iterator on, and where it ends.
    std::vector<std::string> drain(std::optional<std::string>& place) {
        std::vector<std::string> keys;
        while (place) {
            const auto got = page(*place);
            for (const auto& record : got.records) {
                keys.push_back(std::string(record.keys.view().find("pk")->payload()));
            }
            place = got.nextShardIterator;
            if (got.records.empty()) {
                break;
            }
        }
        return keys;
    }
    std::vector<std::string> keysIn(const std::string& shard) {
        std::optional<std::string> place = iterator(shard);
        return drain(place);
    }

    void switchStream(bool enabled) {
        UpdateTableInput input;
        input.tableName = "Orders";
        input.stream = schema::StreamSpec{enabled, std::nullopt};
        if (enabled) {
            input.stream->viewType = "KEYS_ONLY";
        }
        EXPECT_EQ(outcome(input), "accepted");
    }
};

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(StreamTest, ShardsRollOverWithTheLogsTimeAndNameTheirParents) {
    put("Orders", "a");
    clock().pass(3 * hour);
    put("Orders", "b");
    ASSERT_EQ(shards().size(), 1U);
    clock().pass(2 * hour);
    // Nothing has been written for a while: no reader may be told that the shard is closed.
    ASSERT_EQ(shards().size(), 1U);
    EXPECT_FALSE(shards()[0].isClosed);
    put("Orders", "c");
    clock().pass(9 * hour);  // a window without a record has no shard
    put("Orders", "d");

    const auto found = shards();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_TRUE(found[0].isClosed && found[1].isClosed && !found[2].isClosed);
    EXPECT_EQ(found[0].parentId, std::nullopt);
    EXPECT_EQ(found[1].parentId, found[0].id);
    EXPECT_EQ(found[2].parentId, found[1].id);
    EXPECT_TRUE(found[0].id < found[1].id && found[1].id < found[2].id);
    EXPECT_LT(found[0].last, found[1].first);
    EXPECT_LT(found[1].last, found[2].first);
    EXPECT_THAT(keysIn(found[0].id), ElementsAre("a", "b"));
    EXPECT_THAT(keysIn(found[1].id), ElementsAre("c"));
    EXPECT_THAT(keysIn(found[2].id), ElementsAre("d"));
}

TEST_F(StreamTest, ChildrenOfAShardAndPagesOfShards) {
    for (int i = 0; i < 3; ++i) {
        put("Orders", std::to_string(i));
        clock().pass(4 * hour);
    }
    const auto all = shards();
    ASSERT_EQ(all.size(), 3U);
    const auto children =
        answer<DescribeStreamOutput>(DescribeStreamInput{arn(), {}, {}, all[0].id}).shards;
    ASSERT_EQ(children.size(), 1U);
    EXPECT_EQ(children[0].id, all[1].id);

    const auto first = answer<DescribeStreamOutput>(DescribeStreamInput{arn(), 2, {}, {}});
    EXPECT_EQ(first.shards.size(), 2U);
    EXPECT_EQ(first.lastEvaluatedShardId, all[1].id);
    const auto rest =
        answer<DescribeStreamOutput>(DescribeStreamInput{arn(), 2, first.lastEvaluatedShardId, {}});
    ASSERT_EQ(rest.shards.size(), 1U);
    EXPECT_EQ(rest.shards[0].id, all[2].id);
    EXPECT_EQ(rest.lastEvaluatedShardId, std::nullopt);
}

TEST_F(StreamTest, AReaderLeavesAClosedShardAtItsEnd) {
    put("Orders", "a");
    std::optional<std::string> place = iterator(shards()[0].id);
    EXPECT_THAT(drain(place), ElementsAre("a"));
    ASSERT_TRUE(place);
    clock().pass(10 * minute);
    put("Orders", "b");
    clock().pass(4 * hour);
    place = iterator(shards()[0].id);
    put("Orders", "c");
    EXPECT_THAT(drain(place), ElementsAre("a", "b"));
    EXPECT_EQ(place, std::nullopt);
}

TEST_F(StreamTest, RecordsAndShardsVanishAfterADay) {
    put("Orders", "a");
    const auto old = shards()[0];
    const auto number = history::sequenceText(old.last);
    clock().pass(hour);
    put("Orders", "b");
    clock().pass(5 * hour);
    put("Orders", "c");
    clock().pass(17 * hour + 30 * minute);

    // 23.5 hours after "a".
    EXPECT_THAT(keysIn(old.id), ElementsAre("a", "b"));
    clock().pass(45 * minute);
    EXPECT_THAT(keysIn(old.id), ElementsAre("b"));
    for (const auto type :
         {ShardIteratorType::AtSequenceNumber, ShardIteratorType::AfterSequenceNumber}) {
        EXPECT_THAT(outcome(wanted(arn(), old.id, type, number)),
                    StartsWith("TrimmedDataAccess: "));
    }
    clock().pass(4 * hour);
    const auto left = shards();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].parentId, old.id);  // which is gone
    EXPECT_THAT(outcome(wanted(arn(), old.id, ShardIteratorType::TrimHorizon)),
                StartsWith("ResourceNotFound: Requested resource not found: Shard: "));
}

TEST_F(StreamTest, AnIteratorWhoseRecordsBecameTooOldIsToldSo) {
    put("Orders", "a");
    put("Orders", "b");
    clock().pass(day - minute);
    const auto shard = shards()[0];
    const auto at =
        iterator(shard.id, ShardIteratorType::AtSequenceNumber, history::sequenceText(shard.last));
    const auto horizon = iterator(shard.id);
    clock().pass(2 * minute);
    EXPECT_THAT(outcome(GetRecordsInput{at, {}}), StartsWith("TrimmedDataAccess: "));
    EXPECT_THAT(page(horizon).records, IsEmpty());
}

TEST_F(StreamTest, IteratorsLastFifteenMinutes) {
    put("Orders", "a");
    const auto place = iterator(shards()[0].id);
    clock().pass(15 * minute);
    EXPECT_EQ(page(place).records.size(), 1U);
    clock().pass(1);
    EXPECT_THAT(outcome(GetRecordsInput{place, {}}),
                StartsWith("ExpiredIterator: Iterator expired. The iterator was created at time "));
    // A clock that was set back is no reason to refuse it.
    clock().jump(-day);
    EXPECT_EQ(page(place).records.size(), 1U);
}

TEST_F(StreamTest, ADisabledStreamStaysReadableForADay) {
    put("Orders", "a");
    const auto first = arn();
    switchStream(false);
    put("Orders", "unseen");
    switchStream(true);
    put("Orders", "b");
    const auto second = arn();
    EXPECT_NE(first, second);
    EXPECT_FALSE(described(first).stream.isOpen());
    EXPECT_TRUE(described(second).stream.isOpen());
    ASSERT_EQ(described(first).shards.size(), 1U);
    EXPECT_TRUE(described(first).shards[0].isClosed);
    EXPECT_THAT(keysIn(shards()[0].id), ElementsAre("b"));
    clock().pass(day - minute);
    EXPECT_EQ(outcome(DescribeStreamInput{first, {}, {}, {}}), "accepted");
    clock().pass(2 * minute);
    EXPECT_EQ(outcome(DescribeStreamInput{first, {}, {}, {}}),
              "ResourceNotFound: Requested resource not found: Stream: " + first + " not found");
    EXPECT_EQ(outcome(DescribeStreamInput{second, {}, {}, {}}), "accepted");
}

TEST_F(StreamTest, ADroppedTablesStreamEndsWithItAndStaysForADay) {
    useDirectory();
    createTable("Orders", "KEYS_ONLY");
    put("Orders", "a");
    const auto first = arn();
    EXPECT_EQ(outcome(DeleteTableInput{"Orders"}), "accepted");
    createTable("Orders", "KEYS_ONLY");
    const auto second = arn();
    EXPECT_LT(first, second);  // in the same millisecond, too
    put("Orders", "b");
    const auto old = described(first);
    EXPECT_FALSE(old.stream.isOpen());
    ASSERT_EQ(old.shards.size(), 1U);
    const auto place = answer<GetShardIteratorOutput>(
                           wanted(first, old.shards[0].id, ShardIteratorType::TrimHorizon))
                           .shardIterator;
    std::optional<std::string> at = place;
    EXPECT_THAT(drain(at), ElementsAre("a"));
    EXPECT_EQ(at, std::nullopt);
    clock().pass(day + minute);
    EXPECT_THAT(outcome(DescribeStreamInput{first, {}, {}, {}}), StartsWith("ResourceNotFound: "));
    EXPECT_EQ(arn(), second);
}

TEST_F(StreamTest, AnEndedStreamWhoseLastWindowIsLongQuietCloses) {
    put("Orders", "a");
    clock().pass(20 * hour);
    const auto first = arn();
    switchStream(false);
    const auto found = described(first).shards;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_TRUE(found[0].isClosed && found[1].isClosed);
    EXPECT_EQ(found[1].parentId, found[0].id);
    EXPECT_LE(found[1].first, found[1].last);
}

TEST_F(StreamTest, PagesEndAtAThousandRecords) {
    for (int i = 0; i < 1'050; ++i) {
        put("Orders", std::to_string(i));
    }
    const auto first = page(iterator(shards()[0].id));
    EXPECT_EQ(first.records.size(), 1'000U);
    EXPECT_EQ(page(*first.nextShardIterator, 20).records.size(), 20U);
    EXPECT_EQ(page(*first.nextShardIterator).records.size(), 50U);
}

TEST_F(StreamTest, OtherTablesChangesAreNotSeenButPassed) {
    createTable("Noise");
    for (int i = 0; i < 50; ++i) {
        put("Noise", std::to_string(i));
    }
    put("Orders", "a");
    for (int i = 0; i < 50; ++i) {
        remove("Noise", std::to_string(i));
    }
    std::optional<std::string> place = iterator(shards()[0].id);
    EXPECT_THAT(drain(place), ElementsAre("a"));
    put("Orders", "b");
    EXPECT_THAT(drain(place), ElementsAre("b"));
}

TEST_F(StreamTest, SurvivesAReopening) {
    useDirectory();
    createTable("Orders", "KEYS_ONLY");
    put("Orders", "a");
    clock().pass(5 * hour);
    put("Orders", "b");
    const auto before = shards();
    const auto place = iterator(before[0].id);
    reopen();
    const auto after = shards();
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].id, before[i].id);
        EXPECT_EQ(after[i].parentId, before[i].parentId);
        EXPECT_EQ(after[i].first, before[i].first);
    }
    EXPECT_EQ(page(place).records.size(), 1U);
    EXPECT_EQ(outcome(GetRecordsInput{place.substr(0, place.size() - 8) + "AAAAAAA=", {}}),
              "Validation: Invalid ShardIterator");
}

// Reads a stream to its end, shard by shard, and remembers what it was told.
class Follower final {
public:
    struct Seen {
        storage::Sequence sequence = 0;
        std::int64_t time = 0;
        std::string key;
    };
    std::vector<Seen> seen;
    std::set<std::string> finished;
    std::map<std::string, std::optional<std::string>> parents;
};

class ClockScenario : public StreamTest, public ::testing::WithParamInterface<int> {
protected:
    // Follows all shards that are not finished, from their own start, past what was seen.
    void follow(Follower& follower) {
        const auto streamArn = arn();
        for (const auto& shard : described(streamArn).shards) {
            if (follower.finished.count(shard.id) != 0) {
                continue;
            }
            const auto known = follower.parents.emplace(shard.id, shard.parentId);
            EXPECT_EQ(known.first->second, shard.parentId);
            std::optional<std::string> place = resume(follower, shard);
            read(follower, place);
            if (!place) {
                follower.finished.insert(shard.id);
            }
        }
    }

    // Behind the last record that was seen; as a consumer must when that is a day old, from the
    // horizon, where nothing unseen can be older.
    std::string resume(const Follower& follower, const history::Shard& shard) {
        const auto last = follower.seen.empty() ? 0 : follower.seen.back().sequence;
        if (last < shard.first) {
            return iterator(shard.id);
        }
        const auto after = wanted(arn(), shard.id, ShardIteratorType::AfterSequenceNumber,
                                  history::sequenceText(last));
        if (outcome(after).rfind("TrimmedDataAccess", 0) == 0) {
            return iterator(shard.id);
        }
        return answer<GetShardIteratorOutput>(after).shardIterator;
    }

    void read(Follower& follower, std::optional<std::string>& place) {
        while (place) {
            const auto got = page(*place, 7);
            for (const auto& record : got.records) {
                follower.seen.push_back({record.sequence, record.time.milliseconds,
                                         std::string(record.keys.view().find("pk")->payload())});
            }
            place = got.nextShardIterator;
            if (got.records.empty()) {
                break;
            }
        }
    }

    void moveClock(SeededRandom& random) {
        const std::int64_t leaps[] = {-hour, -day,         day,  3'650 * day,
                                      hour,  -3'650 * day, 1000, -1000};
        switch (random.next() % 6) {
            case 0: clock().jump(leaps[random.next() % std::size(leaps)]); break;
            case 1: clock().set(static_cast<std::int64_t>(random.next() % 1000)); break;  // 1970
            case 2: break;                                                                // stuck
            case 3: clock().pass(static_cast<std::int64_t>(random.next() % (5 * hour))); break;
            default: clock().pass(static_cast<std::int64_t>(random.next() % minute)); break;
        }
    }
};

// 100 scenarios: whatever is done to the clock, a reader that follows sees every change exactly
// once and in order, and neither sequences nor times go back.
TEST_P(ClockScenario, EveryChangeIsSeenOnceAndInOrder) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    SeededRandom random(static_cast<std::uint64_t>(GetParam()));
    Follower follower;
    std::vector<std::string> written;
    for (int step = 0; step < 30; ++step) {
        const auto writes = random.next() % 4;
        for (std::uint64_t i = 0; i < writes; ++i) {
            written.push_back(std::to_string(written.size()));
            put("Orders", written.back());
        }
        follow(follower);
        moveClock(random);
    }
    clock().set(0);  // nothing is a day old by this clock; the newest record's time decides
    follow(follower);
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < follower.seen.size(); ++i) {
        keys.push_back(follower.seen[i].key);
        if (i > 0) {
            EXPECT_LT(follower.seen[i - 1].sequence, follower.seen[i].sequence);
            EXPECT_LE(follower.seen[i - 1].time, follower.seen[i].time);
        }
    }
    EXPECT_EQ(keys, written);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ClockScenario, ::testing::Range(0, 100));

}  // namespace
}  // namespace engine::operations::test
