#include <algorithm>
#include <iostream>
#include <map>
#include <random>

#include "engine/storage/key_layout.h"
#include "engine/storage/tail_bounds.h"
#include "tests/engine/history/past_fixture.h"

namespace engine::history::testing {
namespace {

using values::EncodedItem;
using State = std::map<schema::PrimaryKey, std::string>;  // image of every item

// Every version of every item: the whole past, kept the simple way.
class ReferencePast final {
public:
    void change(const schema::PrimaryKey& key, Timestamp time, std::optional<std::string> image) {
        m_versions[key].emplace_back(time, std::move(image));
    }

    State at(Timestamp time) const {
        State state;
        for (const auto& [key, versions] : m_versions) {
            const auto next = std::upper_bound(
                versions.begin(), versions.end(), time,
                [](Timestamp wanted, const Version& version) { return wanted < version.first; });
            if (next != versions.begin() && std::prev(next)->second) {
                state.emplace(key, *std::prev(next)->second);
            }
        }
        return state;
    }

private:
    using Version = std::pair<Timestamp, std::optional<std::string>>;
    std::map<schema::PrimaryKey, std::vector<Version>> m_versions;
};

// The order in which scans read.
std::vector<std::string> scanned(const State& state, schema::TableNumber table) {
    std::map<storage::ScanPlace, std::string> ordered;
    for (const auto& [key, image] : state) {
        ordered.emplace(storage::itemScanPlace(table, key), image);
    }
    std::vector<std::string> images;
    for (auto& [place, image] : ordered) {
        images.push_back(std::move(image));
    }
    return images;
}

class AsOfModel : public PastTest {
protected:
    static constexpr int partitionCount = 60;
    static constexpr int sortCount = 25;

    void SetUp() override {
        const auto seed = std::random_device{}();
        std::cout << "seed " << seed << '\n';
        m_random.seed(seed);
        m_tables = {addTable("First"), addTable("Second")};
        m_models.resize(m_tables.size());
        m_begin = clock().now();
    }

    unsigned below(unsigned bound) { return static_cast<unsigned>(m_random() % bound); }

    // Some keys are too long to be stored whole, some agree in what is stored of them.
    std::string sortOf(unsigned number) const {
        const std::string digit(1, static_cast<char>('a' + number));
        switch (number % 5) {
            case 0: return std::string(700, 'l') + digit;
            case 1: return std::string(1, '\0') + digit;
            case 2: return digit + std::string(520, 'm');
            default: return digit;
        }
    }
    std::string partitionOf(unsigned number) const {
        return (number % 9 == 0 ? std::string(300, 'P') : std::string("p")) +
               std::to_string(number);
    }
    static std::string cityOf(unsigned number) {
        return (number == 0 ? std::string(400, 'C') : std::string("city")) + std::to_string(number);
    }

    EncodedItem randomItem(const std::string& pk, const std::string& sk) {
        values::AttributeMap map;
        map.emplace("pk", values::AttributeValue::string(pk));
        map.emplace("sk", values::AttributeValue::binary(sk));
        if (below(4) != 0) {
            map.emplace("rank", values::AttributeValue::number(
                                    values::Number::fromInteger(static_cast<int>(below(8)))));
        }
        if (below(4) != 0) {
            map.emplace("city", values::AttributeValue::string(cityOf(below(6))));
        }
        map.emplace("n", values::AttributeValue::number(
                             values::Number::fromInteger(static_cast<int>(below(3)))));
        return EncodedItem(map);
    }

    void writeSome(unsigned count) {
        const auto number = below(static_cast<unsigned>(m_tables.size()));
        const auto& table = *m_tables[number];
        std::vector<Write> writes;
        for (unsigned i = 0; i < count; ++i) {
            const auto pk = partitionOf(below(partitionCount));
            const auto sk = sortOf(below(sortCount));
            Write one{key(pk, sk), std::nullopt};
            if (below(3) != 0) {
                one.item = randomItem(pk, sk);
            }
            m_models[number].change(one.key, clock().now(),
                                    one.item ? std::optional(one.item->bytes()) : std::nullopt);
            writes.push_back(std::move(one));
        }
        write(table, writes);
        if (below(3) == 0) {
            clock().advance(below(4000));
        }
    }

    // A read of a random second so far; some come back later, to extend what is known of them.
    void readOnce() {
        const auto span = (clock().now().milliseconds - m_begin.milliseconds) / 1000 + 1;
        Timestamp time{m_begin.milliseconds +
                       static_cast<std::int64_t>(m_random() % static_cast<unsigned>(span)) * 1000};
        if (below(5) == 0 && !m_seconds.empty()) {
            time = m_seconds[below(static_cast<unsigned>(m_seconds.size()))];
        }
        m_seconds.push_back(time);
        const auto number = below(static_cast<unsigned>(m_tables.size()));
        const auto& table = *m_tables[number];
        const State state = m_models[number].at(time);
        compareScan(table, time, state);
        compareQuery(table, time, state);
        compareIndexes(table, time, state);
    }

    // Page by page, each in its own transaction, sometimes in segments.
    void compareScan(const schema::Table& table, Timestamp time, const State& state) {
        const std::uint32_t total = below(3) == 0 ? 1 + below(7) : 1;
        std::vector<std::string> found;
        for (std::uint32_t segment = 0; segment < total; ++segment) {
            std::optional<schema::PrimaryKey> after;
            bool more = true;
            while (more) {
                auto then = past().at(time);
                ASSERT_TRUE(then) << then.error().message;
                const auto cursor = (*then)->scanItems(table.number, {segment, total}, after);
                ASSERT_TRUE(cursor) << cursor.error().message;
                more = false;
                for (unsigned left = 200 + below(2000); left > 0; --left) {
                    const auto entry = (*cursor)->next();
                    ASSERT_TRUE(entry) << entry.error().message;
                    more = entry->has_value();
                    if (!more) {
                        break;
                    }
                    after = schema::storedKey(table, (*entry)->item);
                    ASSERT_EQ(storage::segmentOf(after->partition, total), segment);
                    found.emplace_back((*entry)->item.bytes());
                }
            }
        }
        auto expected = scanned(state, table.number);
        // Segments meet inside a bucket, whose items are then not in one run.
        if (total > 1) {
            std::sort(found.begin(), found.end());
            std::sort(expected.begin(), expected.end());
        }
        ASSERT_EQ(found.size(), expected.size());
        ASSERT_TRUE(found == expected);
    }

    storage::SortRange randomRange(const std::vector<std::string>& sorts) {
        storage::SortRange range;
        if (below(2) == 0) {
            range.lower = sorts[below(static_cast<unsigned>(sorts.size()))];
            range.lowerInclusive = below(2) == 0;
        }
        if (below(2) == 0) {
            range.upper = sorts[below(static_cast<unsigned>(sorts.size()))];
            range.upperInclusive = below(2) == 0;
        }
        range.byPrefix = below(4) == 0;
        return range;
    }

    void compareQuery(const schema::Table& table, Timestamp time, const State& state) {
        const auto partition = key(partitionOf(below(partitionCount)), "").partition;
        std::vector<std::string> sorts;
        for (unsigned i = 0; i < sortCount; ++i) {
            sorts.push_back(sortOf(i));
        }
        const auto range = randomRange(sorts);
        const bool forward = below(2) == 0;
        const auto after = below(2) == 0 ? std::optional(sorts[below(sortCount)]) : std::nullopt;
        const auto bounds = storage::TailBounds::make(range, true, forward, after);
        std::vector<std::string> expected;
        for (const auto& [key, image] : state) {
            if (key.partition == partition && !bounds.isEmpty && !bounds.isBelow(key.sort) &&
                !bounds.isAbove(key.sort)) {
                expected.push_back(image);
            }
        }
        if (!forward) {
            std::reverse(expected.begin(), expected.end());
        }
        const auto then = past().at(time);
        ASSERT_TRUE(then);
        EXPECT_EQ(drain((*then)->queryItems(table.number, partition, range, forward, after)),
                  expected);
    }

    void compareIndexes(const schema::Table& table, Timestamp time, const State& state) {
        for (const auto& index : table.indexes) {
            std::map<storage::ScanPlace, std::string> entries;
            std::map<std::string, std::string> tails;  // of one partition
            const auto probe = *schema::indexKey(
                table, index,
                item(partitionOf(below(partitionCount)), "", {{"rank", 1}}, cityOf(below(6)))
                    .view());
            for (const auto& [primary, image] : state) {
                const auto place = schema::indexKey(table, index, values::ItemView(image));
                if (!place) {
                    continue;
                }
                entries.emplace(storage::indexScanPlace(table.number, index.number, *place), image);
                if (place->partition == probe.partition) {
                    tails.emplace(storage::indexTail(*place), image);
                }
            }
            const auto then = past().at(time);
            ASSERT_TRUE(then);
            std::vector<std::string> expected;
            for (const auto& [at, image] : entries) {
                expected.push_back(image);
            }
            EXPECT_EQ(scannedInPages(**then, table, index), expected);
            compareIndexQuery(**then, table, index, probe.partition, tails);
        }
    }

    // In pieces of a few entries, each with a cursor behind the last one.
    std::vector<std::string> scannedInPages(storage::ReadTransaction& then,
                                            const schema::Table& table,
                                            const schema::Index& index) {
        std::vector<std::string> found;
        std::optional<schema::IndexKey> after;
        while (true) {
            const auto cursor = then.scanIndex(table.number, index.number, {}, after);
            EXPECT_TRUE(cursor) << cursor.error().message;
            for (unsigned left = 1 + below(300); left > 0; --left) {
                const auto entry = (*cursor)->next();
                EXPECT_TRUE(entry) << entry.error().message;
                if (!*entry) {
                    return found;
                }
                after = *(*entry)->indexKey;
                found.emplace_back((*entry)->item.bytes());
            }
        }
    }

    void compareIndexQuery(storage::ReadTransaction& then, const schema::Table& table,
                           const schema::Index& index, const std::string& partition,
                           const std::map<std::string, std::string>& tails) {
        std::vector<std::string> ranks;
        for (int i = 0; i < 8; ++i) {
            ranks.push_back(
                schema::indexKey(table, index, item("x", "y", {{"rank", i}}, "z").view())->sort);
        }
        const auto range = randomRange(ranks);
        const bool forward = below(2) == 0;
        const auto bounds = storage::TailBounds::make(range, false, forward, std::nullopt);
        std::vector<std::string> expected;
        for (const auto& [tail, image] : tails) {
            if (!bounds.isEmpty && !bounds.isBelow(tail) && !bounds.isAbove(tail)) {
                expected.push_back(image);
            }
        }
        if (!forward) {
            std::reverse(expected.begin(), expected.end());
        }
        // In pages of one, so that every entry is a place to go on from.
        std::vector<std::string> found;
        std::optional<schema::IndexKey> after;
        for (bool more = true; more;) {
            const auto cursor =
                then.queryIndex(table.number, index.number, partition, range, forward, after);
            ASSERT_TRUE(cursor) << cursor.error().message;
            const auto entry = (*cursor)->next();
            ASSERT_TRUE(entry) << entry.error().message;
            more = entry->has_value();
            if (more) {
                after = *(*entry)->indexKey;
                found.emplace_back((*entry)->item.bytes());
            }
        }
        EXPECT_EQ(found, expected);
    }

    std::mt19937_64 m_random;
    std::vector<std::shared_ptr<const schema::Table>> m_tables;
    std::vector<ReferencePast> m_models;
    std::vector<Timestamp> m_seconds;
    Timestamp m_begin;
};

TEST_F(AsOfModel, AThousandMomentsOfAHundredThousandWritesEqualTheReference) {
    constexpr unsigned writesTotal = 100'000;
    constexpr unsigned readsTotal = 1'000;
    unsigned written = 0;
    for (unsigned reads = 0; reads < readsTotal; ++reads) {
        while (written < writesTotal / readsTotal * (reads + 1)) {
            const unsigned count = 1 + below(20);
            writeSome(count);
            written += count;
        }
        // Time goes on, so that the second that is read has ended.
        clock().advance(1000);
        readOnce();
        if (HasFailure()) {
            FAIL() << "read " << reads;
        }
    }
}

}  // namespace
}  // namespace engine::history::testing
