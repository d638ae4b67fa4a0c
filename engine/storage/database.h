#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/schema/keys.h"
#include "engine/schema/table.h"
#include "engine/storage/changes.h"
#include "engine/values/item_view.h"

// The only room that includes lmdb.h (in its .cpp files). Layout of every byte: FORMAT.md.
namespace engine::storage {

enum class Durability {
    Full,      // acknowledged = flushed to disk
    Interval,  // flushed every 100 ms; a power cut loses at most that
    Memory,    // a temporary directory, removed at close; nothing kept
};

// When a checkpoint begins, and how long a segment of the log gets. Tests make both small.
struct CheckpointPolicy {
    std::uint64_t logBytes = std::uint64_t{64} << 20U;  // since the last one
    // Pages freed since then cannot be reused: without this cap the file grows several times
    // (research/checkpoint.md rule 1).
    std::uint64_t freedPages = 32'768;
    std::uint64_t segmentBytes = std::uint64_t{64} << 20U;
};

// Steps that are left out on purpose, to prove that the fault tests notice. Never set otherwise.
struct FaultSeams {
    bool noPin = false;        // no reader holds the pages of the last checkpoint
    bool noReplayPin = false;  // the same, only while the log is replayed
    bool noMetaRestore = false;
    bool oneMetaPage = false;  // the meta page is put back into the first place only
};

struct DatabaseOptions {
    std::string directory;  // ignored for Memory
    Durability durability = Durability::Full;
    Clock* clock = &systemClock();
    Random* random = &systemRandom();
    // Address space for the file in the beginning; 0: chosen for this machine. It grows by itself.
    std::uint64_t mapBytes = 0;
    Retention retention;
    CheckpointPolicy checkpoints;
    FaultSeams seams;
    // Called on the writer thread with what each group changed, which a read sees from then on.
    std::function<void(const struct CommitSummary&)> onCommit;
};

struct CommitSummary {
    bool catalogChanged = false;
    bool recordsChanged = false;              // putRecord, deleteRecord
    std::vector<schema::TableNumber> tables;  // whose items changed, each once
};

// Bounds of a sort key inside one partition, as order-preserving bytes in the form of the key that
// is read (open for tables, terminated for indexes; a bound of an index that is not a whole sort
// key needs byPrefix).
struct SortRange {
    std::optional<std::string> lower;
    bool lowerInclusive = true;
    std::optional<std::string> upper;
    bool upperInclusive = true;
    // Keys that start with these bytes count as inside when they are compared with the bounds by
    // prefix only (multi-part index sort keys, begins_with): lower and upper are then prefixes.
    bool byPrefix = false;
};

// Segment `number` of `total` of a parallel scan: the partitions whose 64-bit hash falls into
// [number/total, (number+1)/total).
struct ScanSegment {
    std::uint32_t number = 0;
    std::uint32_t total = 1;
};

// Item counters that DescribeTable shows; exact, kept in the same transaction as the items.
struct TableCounts {
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;  // as DynamoDB counts them
};

// Small records of other rooms, each under a key of at most 500 bytes of its own.
enum class RecordKind : char {
    Bookmark = 'b',
    Job = 'j',
    Setting = 's',
    Token = 't',  // idempotency tokens of transactions
    TableSetting = 'p',
};
struct StoredRecord {
    std::string key;
    std::string body;
};

// An item whose time to live has passed, or had when it was queued: look at the item again.
struct ExpiringItem {
    schema::PrimaryKey key;
    std::int64_t expiresAt = 0;  // seconds since 1970
};

// Walks items or index entries in order. Borrowed views live until the next call of next() or the
// end of the read transaction.
class ItemCursor {
public:
    virtual ~ItemCursor() = default;
    struct Entry {
        values::ItemView item;
        // Index cursors only: the entry's place, for LastEvaluatedKey and resuming.
        const schema::IndexKey* indexKey = nullptr;
    };
    // nullopt at the end; Corrupt when a record's checksum does not hold.
    virtual Result<std::optional<Entry>> next() = 0;
};

// A snapshot. Keep it short: a page, not a walk (research/reliability.md section 3 rule 7). Not
// thread-safe; may be used on any one thread.
class ReadTransaction {
public:
    virtual ~ReadTransaction() = default;
    virtual Result<std::optional<values::ItemView>> getItem(schema::TableNumber table,
                                                            const schema::PrimaryKey& key) = 0;
    // Items of one partition by sort key. `after`: start strictly behind this sort key (in the
    // direction of reading); it need not exist.
    virtual Result<std::unique_ptr<ItemCursor>> queryItems(
        schema::TableNumber table, std::string_view partition, const SortRange& range, bool forward,
        const std::optional<std::string>& after) = 0;
    // All items of a segment in hash-bucket order (design.md section 3).
    virtual Result<std::unique_ptr<ItemCursor>> scanItems(
        schema::TableNumber table, ScanSegment segment,
        const std::optional<schema::PrimaryKey>& after) = 0;
    virtual Result<std::unique_ptr<ItemCursor>> queryIndex(
        schema::TableNumber table, schema::IndexNumber index, std::string_view partition,
        const SortRange& range, bool forward, const std::optional<schema::IndexKey>& after) = 0;
    virtual Result<std::unique_ptr<ItemCursor>> scanIndex(
        schema::TableNumber table, schema::IndexNumber index, ScanSegment segment,
        const std::optional<schema::IndexKey>& after) = 0;
    virtual Result<TableCounts> counts(schema::TableNumber table, schema::IndexNumber index) = 0;

    // The last record of the log that this snapshot has, and its time.
    virtual Result<Sequence> sequence() = 0;
    virtual Result<Timestamp> time() = 0;

    virtual Result<std::optional<std::string>> getRecord(RecordKind kind, std::string_view key) = 0;
    // In key order, strictly behind `after`, which need not exist.
    virtual Result<std::vector<StoredRecord>> listRecords(RecordKind kind, std::string_view after,
                                                          std::size_t most) = 0;
    // Queued items of a table with time to live that expire from second `from` to `to`, both
    // included, soonest first.
    virtual Result<std::vector<ExpiringItem>> expiringItems(schema::TableNumber table,
                                                            std::int64_t from, std::int64_t to,
                                                            std::size_t most) = 0;
};

// Segment that a partition (of a table or index key) belongs to.
std::uint32_t segmentOf(std::string_view partition, std::uint32_t total);

// The one write transaction of a group. Sees what earlier work of the group wrote.
class WriteTransaction {
public:
    virtual ~WriteTransaction() = default;
    virtual Result<std::optional<values::ItemView>> getItem(schema::TableNumber table,
                                                            const schema::PrimaryKey& key) = 0;
    // Insert or replace, delete (absent is fine). Both keep the TableCounts of the table; views
    // got before are invalid afterwards.
    virtual Result<void> putItem(schema::TableNumber table, const schema::PrimaryKey& key,
                                 values::ItemView item) = 0;
    virtual Result<void> deleteItem(schema::TableNumber table, const schema::PrimaryKey& key) = 0;
    // `entryBytes`: size of the projected entry for the index's TableCounts.
    virtual Result<void> putIndexEntry(schema::TableNumber table, schema::IndexNumber index,
                                       const schema::IndexKey& key, std::uint64_t entryBytes) = 0;
    virtual Result<void> deleteIndexEntry(schema::TableNumber table, schema::IndexNumber index,
                                          const schema::IndexKey& key,
                                          std::uint64_t entryBytes) = 0;
    // The catalog. addTable gives the table its number. The Catalog snapshot below changes only
    // when the group is committed; findTable sees the group's own changes.
    virtual Result<schema::TableNumber> addTable(schema::Table table) = 0;
    // Its name is free at once; its items stay as long as the log reaches back to this moment.
    virtual Result<void> dropTable(schema::TableNumber table) = 0;
    // Replaces the description of the table with this number; name and keys stay.
    virtual Result<void> changeTable(schema::Table table) = 0;
    virtual std::shared_ptr<const schema::Table> findTable(std::string_view name) = 0;
    virtual std::shared_ptr<const schema::Table> findTable(schema::TableNumber number) = 0;

    virtual Result<std::optional<std::string>> getRecord(RecordKind kind, std::string_view key) = 0;
    virtual Result<void> putRecord(RecordKind kind, std::string_view key,
                                   std::string_view body) = 0;
    virtual Result<void> deleteRecord(RecordKind kind, std::string_view key) = 0;

    // The queue of a table's time to live. Items written while it is enabled queue themselves;
    // those that were there before are queued by this, `most` at a time: gives where to go on,
    // nullopt when all are.
    virtual Result<std::optional<schema::PrimaryKey>> queueExpiring(
        schema::TableNumber table, const std::optional<schema::PrimaryKey>& after,
        std::size_t most) = 0;
    // Forgets up to `most` queued items of a table; true when none is left.
    virtual Result<bool> clearExpiring(schema::TableNumber table, std::size_t most) = 0;

    // Puts the entries of up to `most` items behind `after` into an index that the table got after
    // them; gives where to go on, nullopt when all are in.
    virtual Result<std::optional<schema::PrimaryKey>> fillIndex(
        schema::TableNumber table, schema::IndexNumber index,
        const std::optional<schema::PrimaryKey>& after, std::size_t most) = 0;
    // Deletes up to `most` entries of an index; true when it and its counts are gone.
    virtual Result<bool> clearIndex(schema::TableNumber table, schema::IndexNumber index,
                                    std::size_t most) = 0;

    // The last sequence given so far, in this group too; and the time of this group's records,
    // which is not before that of any earlier record.
    virtual Sequence sequence() const = 0;
    virtual Timestamp time() const = 0;
};

// One piece of work for the writer thread.
class WriteWork {
public:
    virtual ~WriteWork() = default;
    // On the writer thread. Check first, change after: when this returns an error it must not
    // have called a changing method. May be called again when the group is replayed (map growth),
    // so it must not keep state from an earlier call.
    virtual Result<void> apply(WriteTransaction& transaction) = 0;
    // On the writer thread, exactly once: after the write was made durable, or with the error of
    // apply() or of the log. The answer to the client leaves here.
    virtual void finished(Result<void> outcome) = 0;

    // What the log says about the changes of this work.
    virtual ChangeOrigin origin() const { return ChangeOrigin::User; }
    virtual std::string_view actor() const { return {}; }
};

// A table that was deleted and whose history is still held.
struct DroppedTable {
    std::shared_ptr<const schema::Table> table;
    Timestamp droppedAt;
    Sequence droppedBy = 0;  // the record that dropped it
};

// Name -> table at one commit; immutable, shared.
class Catalog {
public:
    virtual ~Catalog() = default;
    virtual std::shared_ptr<const schema::Table> find(std::string_view name) const = 0;
    virtual std::shared_ptr<const schema::Table> find(schema::TableNumber number) const = 0;
    virtual std::vector<std::shared_ptr<const schema::Table>> tables() const = 0;  // by name
    virtual std::optional<DroppedTable> findDropped(schema::TableNumber number) const = 0;
    virtual std::vector<DroppedTable> droppedTables() const = 0;  // by number
};

// One database directory, owned by this process (own lock file). All methods are thread-safe.
class Database {
public:
    virtual ~Database() = default;  // finishes queued work, flushes, closes
    // Opens or creates. Errors: DatabaseInUse (message names the owner's process id and endpoint
    // if known), NotADatabase, FormatTooNew, PermissionDenied, Io, DiskFull, Corrupt.
    static Result<std::unique_ptr<Database>> open(DatabaseOptions options);

    virtual std::shared_ptr<const Catalog> catalog() const = 0;
    // Sees every write that was acknowledged before. May wait for the writer to end a group.
    virtual Result<std::unique_ptr<ReadTransaction>> beginRead() = 0;
    virtual void submit(std::unique_ptr<WriteWork> work) = 0;

    virtual HistoryExtent history() const = 0;
    // Changes behind `after`, up to and with `upTo`, both within history().
    // TrimmedDataAccess when the log does not reach back to after + 1.
    virtual Result<std::unique_ptr<ChangeReader>> readChanges(ChangeFilter filter, Sequence after,
                                                              Sequence upTo) = 0;
    // The last record that is not later than `time`; history().first - 1 when all are.
    virtual Result<Sequence> sequenceAt(Timestamp time) = 0;
    // The time of a record within history(); history().begin for the one before the first.
    virtual Result<Timestamp> timeOf(Sequence sequence) = 0;
    virtual const std::string& directory() const = 0;
    virtual const std::string& databaseId() const = 0;
    // Written into the lock file so that a second process can name and attach to this endpoint.
    virtual void setEndpoint(std::string_view url) = 0;
};

}  // namespace engine::storage
