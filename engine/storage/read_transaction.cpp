#include "engine/storage/read_transaction.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/storage/counts.h"
#include "engine/storage/expiry_queue.h"
#include "engine/storage/item_lookup.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/walkers.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {
namespace {

constexpr std::string_view itemWord = "item";
constexpr std::string_view entryWord = "index entry";
constexpr std::string_view recordWord = "record";
constexpr std::string_view queueWord = "expiry queue";

template <class Walker>
class WalkedItems final : public ItemCursor {
public:
    explicit WalkedItems(Walker walker) : m_walker(std::move(walker)) {}

    Result<std::optional<Entry>> next() override {
        auto record = m_walker.next();
        if (!record) {
            return std::move(record).error();
        }
        if (!*record) {
            return std::optional<Entry>();
        }
        return std::optional(Entry{values::ItemView((*record)->item), nullptr});
    }

private:
    Walker m_walker;
};

template <class Walker>
class WalkedIndex final : public ItemCursor {
public:
    WalkedIndex(Walker walker, const Snapshot& snapshot, schema::TableNumber table)
        : m_walker(std::move(walker)), m_snapshot(&snapshot), m_table(table) {}

    Result<std::optional<Entry>> next() override {
        auto record = m_walker.next();
        if (!record) {
            return std::move(record).error();
        }
        if (!*record) {
            return std::optional<Entry>();
        }
        m_key.partition = (*record)->partition;
        m_key.sort = (*record)->sort;
        m_key.primary.partition = (*record)->primaryPartition;
        m_key.primary.sort = (*record)->primarySort;
        const StoredKey stored = itemStoredKey(m_table, m_key.primary);
        auto item = findItem(*m_snapshot, stored, m_key.primary);
        if (!item) {
            return std::move(item).error();
        }
        if (!*item) {
            return damagedTableRecord("item of an index entry", stored.bytes());
        }
        return std::optional(Entry{**item, &m_key});
    }

private:
    Walker m_walker;
    const Snapshot* m_snapshot;
    schema::TableNumber m_table;
    schema::IndexKey m_key;
};

class SnapshotReader final : public ReadTransaction {
public:
    explicit SnapshotReader(Snapshot snapshot) : m_snapshot(std::move(snapshot)) {}

    Result<std::optional<values::ItemView>> getItem(schema::TableNumber table,
                                                    const schema::PrimaryKey& key) override {
        return findItem(m_snapshot, itemStoredKey(table, key), key);
    }

    Result<std::unique_ptr<ItemCursor>> queryItems(
        schema::TableNumber table, std::string_view partition, const SortRange& range, bool forward,
        const std::optional<std::string>& after) override {
        auto cursor = openCursor(m_snapshot.environment().items(), itemWord);
        if (!cursor) {
            return std::move(cursor).error();
        }
        using Walker = PartitionWalker<ItemKind>;
        return std::unique_ptr<ItemCursor>(std::make_unique<WalkedItems<Walker>>(
            Walker(std::move(*cursor), itemPartitionKey(table, partition).bytes(), partition,
                   TailBounds::make(range, true, forward, after), forward)));
    }

    Result<std::unique_ptr<ItemCursor>> scanItems(
        schema::TableNumber table, ScanSegment segment,
        const std::optional<schema::PrimaryKey>& after) override {
        auto cursor = openCursor(m_snapshot.environment().items(), itemWord);
        if (!cursor) {
            return std::move(cursor).error();
        }
        const auto [first, behind] = bucketsOf(segment);
        using Walker = SegmentWalker<ItemKind>;
        return std::unique_ptr<ItemCursor>(std::make_unique<WalkedItems<Walker>>(
            Walker(std::move(*cursor), itemBucketKey(table, first).bytes(),
                   itemBucketKey(table, behind).bytes(), segment,
                   after ? std::optional(itemScanPlace(table, *after)) : std::nullopt)));
    }

    Result<std::unique_ptr<ItemCursor>> queryIndex(
        schema::TableNumber table, schema::IndexNumber index, std::string_view partition,
        const SortRange& range, bool forward,
        const std::optional<schema::IndexKey>& after) override {
        auto cursor = openCursor(m_snapshot.environment().index(), entryWord);
        if (!cursor) {
            return std::move(cursor).error();
        }
        const auto afterTail = after ? std::optional(indexTail(*after)) : std::nullopt;
        using Walker = PartitionWalker<IndexKind>;
        return std::unique_ptr<ItemCursor>(std::make_unique<WalkedIndex<Walker>>(
            Walker(std::move(*cursor), indexPartitionKey(table, index, partition).bytes(),
                   partition, TailBounds::make(range, false, forward, afterTail), forward),
            m_snapshot, table));
    }

    Result<std::unique_ptr<ItemCursor>> scanIndex(
        schema::TableNumber table, schema::IndexNumber index, ScanSegment segment,
        const std::optional<schema::IndexKey>& after) override {
        auto cursor = openCursor(m_snapshot.environment().index(), entryWord);
        if (!cursor) {
            return std::move(cursor).error();
        }
        const auto [first, behind] = bucketsOf(segment);
        using Walker = SegmentWalker<IndexKind>;
        return std::unique_ptr<ItemCursor>(std::make_unique<WalkedIndex<Walker>>(
            Walker(std::move(*cursor), indexBucketKey(table, index, first).bytes(),
                   indexBucketKey(table, index, behind).bytes(), segment,
                   after ? std::optional(indexScanPlace(table, index, *after)) : std::nullopt),
            m_snapshot, table));
    }

    Result<TableCounts> counts(schema::TableNumber table, schema::IndexNumber index) override {
        return readCounts(m_snapshot, table, index);
    }

    Result<Sequence> sequence() override {
        const auto place = readLogPlace(m_snapshot);
        return place ? Result<Sequence>(place->last) : place.error();
    }

    Result<Timestamp> time() override {
        const auto place = readLogPlace(m_snapshot);
        return place ? Result<Timestamp>(place->time) : place.error();
    }

    Result<std::optional<std::string>> getRecord(RecordKind kind, std::string_view key) override {
        const auto body = findRecord(m_snapshot, m_snapshot.environment().records(),
                                     recordKey(kind, key), recordWord);
        if (!body) {
            return body.error();
        }
        return *body ? std::optional(std::string(**body)) : std::nullopt;
    }

    Result<std::vector<StoredRecord>> listRecords(RecordKind kind, std::string_view after,
                                                  std::size_t most) override {
        const std::string start = recordKey(kind, after);
        std::vector<StoredRecord> records;
        auto walked =
            walk(m_snapshot.environment().records(), recordWord, start, start.substr(0, 1),
                 [&](std::string_view key, std::string_view body) {
                     if (after.empty() || key != start) {
                         records.push_back({std::string(key.substr(1)), std::string(body)});
                     }
                     return Result<bool>(records.size() < most);
                 });
        if (!walked) {
            return std::move(walked).error();
        }
        return records;
    }

    Result<std::vector<ExpiringItem>> expiringItems(schema::TableNumber table, std::int64_t from,
                                                    std::int64_t to, std::size_t most) override {
        const std::string space = expirySpaceKey(table);
        std::string start = space;
        ByteWriter(start).u64(static_cast<std::uint64_t>(std::max<std::int64_t>(from, 0)));
        std::vector<ExpiringItem> items;
        auto walked = walk(m_snapshot.environment().expiry(), queueWord, start, space,
                           [&](std::string_view key, std::string_view body) -> Result<bool> {
                               auto item = parseExpiry(key, body);
                               if (!item) {
                                   return damagedTableRecord(queueWord, key);
                               }
                               if (item->expiresAt > to) {
                                   return false;
                               }
                               items.push_back(*std::move(item));
                               return items.size() < most;
                           });
        if (!walked) {
            return std::move(walked).error();
        }
        return items;
    }

private:
    // Calls visit(key, body) for the records from `start` on while they begin with `space` and it
    // returns true.
    template <class Visit>
    Result<void> walk(MDB_dbi tree, std::string_view what, const std::string& start,
                      const std::string& space, Visit visit) {
        auto cursor = openCursor(tree, what);
        if (!cursor) {
            return std::move(cursor).error();
        }
        auto found = cursor->seek(start);
        while (found && *found && cursor->key().starts_with(space)) {
            const Result<bool> more = visit(cursor->key(), cursor->record().body);
            if (!more) {
                return more.error();
            }
            if (!*more) {
                return {};
            }
            found = cursor->step(true);
        }
        return found ? Result<void>() : std::move(found).error();
    }

    Result<CheckedCursor> openCursor(MDB_dbi tree, std::string_view what) const {
        return CheckedCursor::open(m_snapshot, tree, what);
    }

    // First bucket of the segment and the one behind its last.
    static std::pair<unsigned, unsigned> bucketsOf(ScanSegment segment) {
        ENSURE(segment.total > 0 && segment.number < segment.total);
        constexpr unsigned bucketShift = 56;
        return {
            static_cast<unsigned>(firstHashOf(segment.number, segment.total) >> bucketShift),
            static_cast<unsigned>(lastHashOf(segment.number, segment.total) >> bucketShift) + 1U};
    }

    Snapshot m_snapshot;
};

}  // namespace

Result<std::unique_ptr<ReadTransaction>> beginReadTransaction(Environment& environment) {
    auto snapshot = Snapshot::begin(environment);
    if (!snapshot) {
        return std::move(snapshot).error();
    }
    return std::unique_ptr<ReadTransaction>(
        std::make_unique<SnapshotReader>(std::move(snapshot).value()));
}

std::uint32_t segmentOf(std::string_view partition, std::uint32_t total) {
    return segmentOfHash(partitionHash(partition), total);
}

}  // namespace engine::storage
