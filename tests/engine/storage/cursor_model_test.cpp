#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "engine/storage/key_layout.h"
#include "engine/values/key_bytes.h"
#include "tests/engine/storage/support.h"

// Cursors against a std::map, with keys that are short, at the borders of LMDB's key length, and
// far beyond them.
namespace engine::storage::testing {
namespace {

constexpr schema::IndexNumber index1 = 1;

class KeySource final {
public:
    explicit KeySource(std::uint64_t seed) : m_random(seed) {}

    std::size_t below(std::size_t end) { return m_random.next() % end; }
    bool coin() { return below(2) == 0; }

    // Few different letters and a few long common beginnings, so that keys meet and share prefixes.
    std::string bytes() {
        static const std::size_t lengths[] = {0,   1,   2,   3,   200, 235, 236, 237,
                                              238, 239, 240, 241, 242, 243, 244, 245,
                                              246, 247, 248, 480, 490, 495, 1024};
        std::string text(lengths[below(std::size(lengths))], coin() ? 'm' : 'n');
        for (std::size_t i = below(4); i > 0; --i) {
            text.push_back("\0\x01m\xff"[below(4)]);
        }
        return text.substr(0, 1024);
    }

    std::string partition() {
        static const std::size_t lengths[] = {1, 1, 1, 2, 100, 251, 252, 253, 254, 255, 256, 2048};
        return terminated(std::string(lengths[below(std::size(lengths))], coin() ? 'p' : 'q'));
    }

    // Two parts, as an index with two sort key attributes has them.
    std::string terminatedSort() {
        const std::string first = terminated(bytes());
        return first + terminated(bytes().substr(0, 3));
    }

private:
    SeededRandom m_random;
};

bool isInside(const std::string& key, const SortRange& range) {
    const auto part = [&](const std::string& bound) {
        return range.byPrefix ? key.substr(0, bound.size()) : key;
    };
    if (range.lower && (range.lowerInclusive ? part(*range.lower) < *range.lower
                                             : part(*range.lower) <= *range.lower)) {
        return false;
    }
    return !range.upper || (range.upperInclusive ? part(*range.upper) <= *range.upper
                                                 : part(*range.upper) < *range.upper);
}

// In the order of their places.
template <class Value>
std::vector<Value> valuesOf(const std::map<ScanPlace, Value>& places) {
    std::vector<Value> found;
    for (const auto& [place, value] : places) {
        found.push_back(value);
    }
    return found;
}

SortRange randomRange(KeySource& source, const std::function<std::string()>& bound) {
    SortRange range;
    range.byPrefix = source.coin();
    if (source.coin()) {
        range.lower = bound();
        range.lowerInclusive = source.coin();
    }
    if (source.coin()) {
        range.upper = bound();
        range.upperInclusive = source.coin();
    }
    return range;
}

class ItemModel final {
public:
    explicit ItemModel(std::uint64_t seed) : m_source(seed), m_database(openMemory()) {
        m_table = addTable(*m_database, "model");
    }

    void fill(int count) {
        const auto done = write(*m_database, [&](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                change(transaction, i);
            }
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }

    void checkQuery() {
        const std::string partition = m_source.partition();
        const bool forward = m_source.coin();
        const SortRange range = randomRange(m_source, [&] { return nearKey(partition); });
        const auto after =
            m_source.coin() ? std::optional(nearKey(partition)) : std::optional<std::string>();
        std::vector<std::string> expected;
        for (const auto& [key, text] : m_items) {
            const bool behind = !after || (forward ? key.sort > *after : key.sort < *after);
            if (key.partition == partition && isInside(key.sort, range) && behind) {
                expected.push_back(text);
            }
        }
        if (!forward) {
            std::reverse(expected.begin(), expected.end());
        }
        const auto read = m_database->beginRead();
        ASSERT_TRUE(read);
        EXPECT_EQ(drain((*read)->queryItems(m_table, partition, range, forward, after)), expected);
    }

    void checkLookups() {
        for (const auto& [key, text] : m_items) {
            ASSERT_EQ(get(*m_database, m_table, key), text);
        }
        for (int i = 0; i < 100; ++i) {
            const schema::PrimaryKey key{m_source.partition(), m_source.bytes()};
            ASSERT_EQ(get(*m_database, m_table, key).has_value(), m_items.contains(key));
        }
    }

    void checkCounts() {
        const auto read = m_database->beginRead();
        const auto counts = (*read)->counts(m_table, 0);
        ASSERT_TRUE(counts);
        std::uint64_t bytes = 0;
        for (const auto& [key, text] : m_items) {
            bytes += 4 + text.size();  // the attribute's name is "text"
        }
        EXPECT_EQ(counts->items, m_items.size());
        EXPECT_EQ(counts->bytes, bytes);
    }

    // A scan in pages of `page` items, each resumed behind the last item of the one before.
    void checkScanPages(std::size_t page, std::uint32_t total) {
        for (std::uint32_t number = 0; number < total; ++number) {
            std::vector<std::string> found;
            std::optional<schema::PrimaryKey> after;
            while (scanPage({number, total}, page, after, found)) {
            }
            std::map<ScanPlace, std::string> expected;
            for (const auto& [key, text] : m_items) {
                if (segmentOf(key.partition, total) == number) {
                    expected.emplace(itemScanPlace(m_table, key), text);
                }
            }
            EXPECT_EQ(found, valuesOf(expected))
                << "page " << page << ", segment " << number << " of " << total;
        }
    }

private:
    static std::unique_ptr<Database> openMemory() {
        DatabaseOptions options;
        options.durability = Durability::Memory;
        return openOrFail("", std::move(options));
    }

    // Some key of the partition, or any bytes.
    std::string nearKey(const std::string& partition) {
        const auto found = m_items.lower_bound({partition, m_source.bytes()});
        return found != m_items.end() && m_source.coin() ? found->first.sort : m_source.bytes();
    }

    void change(WriteTransaction& transaction, int number) {
        const schema::PrimaryKey key{m_source.partition(), m_source.bytes()};
        if (m_source.below(5) == 0 && !m_items.empty()) {
            auto victim = m_items.lower_bound(key);
            victim = victim == m_items.end() ? m_items.begin() : victim;
            EXPECT_TRUE(transaction.deleteItem(m_table, victim->first));
            m_texts.erase(victim->second);
            m_items.erase(victim);
            return;
        }
        const std::string text = std::to_string(number);
        EXPECT_TRUE(transaction.putItem(m_table, key, itemWith(text).view()));
        m_items[key] = text;
        m_texts[text] = key;
    }

    bool scanPage(ScanSegment segment, std::size_t page, std::optional<schema::PrimaryKey>& after,
                  std::vector<std::string>& found) {
        const auto read = m_database->beginRead();
        auto cursor = (*read)->scanItems(m_table, segment, after);
        if (!cursor) {
            ADD_FAILURE() << cursor.error().message;
            return false;
        }
        for (std::size_t i = 0; i < page; ++i) {
            auto entry = (*cursor)->next();
            if (!entry || !*entry) {
                EXPECT_TRUE(entry) << entry.error().message;
                return false;
            }
            found.push_back(textOf((*entry)->item));
            after = m_texts.at(found.back());
            EXPECT_EQ(segmentOf(after->partition, segment.total), segment.number);
        }
        return true;
    }

    KeySource m_source;
    std::unique_ptr<Database> m_database;
    schema::TableNumber m_table = 0;
    std::map<schema::PrimaryKey, std::string> m_items;
    std::map<std::string, schema::PrimaryKey> m_texts;
};

TEST(CursorModel, ItemsComeAsFromASortedMap) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        ItemModel model(seed);
        model.fill(600);
        for (int i = 0; i < 400 && !::testing::Test::HasFailure(); ++i) {
            model.checkQuery();
        }
        model.fill(200);
        model.checkLookups();
        model.checkCounts();
    }
}

TEST(CursorModel, SegmentsAndPagesOfAScanGiveEachItemOnce) {
    ItemModel model(99);
    model.fill(600);
    for (const std::uint32_t total : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 256U, 1000U}) {
        model.checkScanPages(1000, total);
    }
    model.checkScanPages(1, 1);
    model.checkScanPages(7, 3);
}

class IndexModel final {
public:
    explicit IndexModel(std::uint64_t seed) : m_source(seed) {
        DatabaseOptions options;
        options.durability = Durability::Memory;
        m_database = openOrFail("", std::move(options));
        m_table = addTable(*m_database, "model");
    }

    void fill(int count) {
        const auto done = write(*m_database, [&](WriteTransaction& transaction) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                change(transaction);
            }
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }

    void checkQuery() {
        const std::string partition = m_source.partition();
        const bool forward = m_source.coin();
        SortRange range = randomRange(m_source, [&] { return m_source.terminatedSort(); });
        if (range.byPrefix && range.lower) {
            range.lower->resize(m_source.below(range.lower->size() + 1));
        }
        const auto after = m_source.coin() ? std::optional(anyKey(partition)) : std::nullopt;
        std::vector<schema::IndexKey> expected;
        for (const schema::IndexKey& key : m_keys) {
            const bool behind = !after || (forward ? key > *after : key < *after);
            if (key.partition == partition && isInside(key.sort, range) && behind) {
                expected.push_back(key);
            }
        }
        if (!forward) {
            std::reverse(expected.begin(), expected.end());
        }
        const auto read = m_database->beginRead();
        ASSERT_TRUE(read);
        EXPECT_TRUE(drainKeys((*read)->queryIndex(m_table, index1, partition, range, forward,
                                                  after)) == expected);
    }

    // Each segment twice: in one read, and with a new cursor behind each entry.
    void checkScan(std::uint32_t total) {
        const auto read = m_database->beginRead();
        for (std::uint32_t number = 0; number < total; ++number) {
            std::map<ScanPlace, schema::IndexKey> expected;
            for (const auto& key : m_keys) {
                if (segmentOf(key.partition, total) == number) {
                    expected.emplace(indexScanPlace(m_table, index1, key), key);
                }
            }
            EXPECT_TRUE(drainKeys((*read)->scanIndex(m_table, index1, {number, total},
                                                     std::nullopt)) == valuesOf(expected));
            std::vector<schema::IndexKey> found;
            std::optional<schema::IndexKey> after;
            while (true) {
                auto cursor = (*read)->scanIndex(m_table, index1, {number, total}, after);
                const auto entry = (*cursor)->next();
                ASSERT_TRUE(entry) << entry.error().message;
                if (!*entry) {
                    break;
                }
                after = *(*entry)->indexKey;
                found.push_back(*after);
            }
            EXPECT_TRUE(found == valuesOf(expected)) << "segment " << number << " of " << total;
        }
    }

    void checkCounts() {
        const auto read = m_database->beginRead();
        const auto counts = (*read)->counts(m_table, index1);
        ASSERT_TRUE(counts);
        EXPECT_EQ(counts->items, m_keys.size());
        EXPECT_EQ(counts->bytes, m_keys.size() * 11);
    }

private:
    schema::IndexKey randomKey() {
        return {m_source.partition(),
                m_source.terminatedSort(),
                {m_source.partition(), m_source.bytes()}};
    }

    schema::IndexKey anyKey(const std::string& partition) {
        schema::IndexKey key = randomKey();
        key.partition = partition;
        const auto found = m_keys.lower_bound(key);
        const bool usable = found != m_keys.end() && found->partition == partition;
        return usable && m_source.coin() ? *found : key;
    }

    void change(WriteTransaction& transaction) {
        const schema::IndexKey key = randomKey();
        const auto victim = m_keys.lower_bound(key);
        if (m_source.below(5) == 0 && victim != m_keys.end()) {
            EXPECT_TRUE(transaction.deleteIndexEntry(m_table, index1, *victim, 11));
            m_keys.erase(victim);
            return;
        }
        EXPECT_TRUE(transaction.putItem(m_table, key.primary, itemWith("x").view()));
        EXPECT_TRUE(transaction.putIndexEntry(m_table, index1, key, 11));
        m_keys.insert(key);
    }

    KeySource m_source;
    std::unique_ptr<Database> m_database;
    schema::TableNumber m_table = 0;
    std::set<schema::IndexKey> m_keys;
};

TEST(CursorModel, IndexEntriesComeAsFromASortedSet) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        IndexModel model(seed);
        model.fill(600);
        for (int i = 0; i < 400 && !::testing::Test::HasFailure(); ++i) {
            model.checkQuery();
        }
        for (const std::uint32_t total : {1U, 3U, 256U, 1000U}) {
            model.checkScan(total);
        }
        model.checkCounts();
    }
}

}  // namespace
}  // namespace engine::storage::testing
