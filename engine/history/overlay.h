#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/overlay_arena.h"
#include "engine/schema/keys.h"
#include "engine/storage/database.h"
#include "engine/storage/key_layout.h"
#include "engine/storage/tail_bounds.h"

namespace engine::history {

// An item of a table that was changed behind a moment, as it was at that moment. Views live as
// long as the overlay.
struct OverlaidItem {
    storage::Sequence firstChange = 0;  // behind the moment
    std::string_view partition;
    std::string_view sort;
    std::optional<values::ItemView> then;  // nullopt: there was no such item

    schema::PrimaryKey key() const { return {std::string(partition), std::string(sort)}; }
};

// Where an overlaid item stands among the items of the table, or its entry in an index.
struct Place {
    const OverlaidItem* item = nullptr;
    std::string_view partition;
    std::string_view head;  // of the stored key, up to and with the partition
    std::string_view tail;  // sort key of an item; storage::indexTail() of an index entry
};

// By partition as scans meet them, then by tail: the order of scans (storage::ScanPlace), and
// inside of a partition that of queries.
struct PlaceOrder {
    bool operator()(const Place* left, const Place* right) const;
};
using OrderedPlaces = std::pmr::set<const Place*, PlaceOrder>;

// Takes places in any order and sorts them when they are published, which is much quicker than one
// by one.
class PlaceSet final {
public:
    explicit PlaceSet(OverlayArena& arena) : m_arena(arena), m_places(&arena) {}
    void add(const Place* place) { m_new.push_back(place); }
    Result<void> publish();
    const OrderedPlaces& places() const { return m_places; }

private:
    OverlayArena& m_arena;
    OrderedPlaces m_places;
    std::vector<const Place*> m_new;
};

// Items by key, in memory.
class ItemTable final {
public:
    const OverlaidItem* find(std::string_view partition, std::string_view sort) const;
    void insert(const OverlaidItem* item);

private:
    struct Slot {
        std::uint64_t hash = 0;
        const OverlaidItem* item = nullptr;
    };
    static std::uint64_t hashOf(std::string_view partition, std::string_view sort);
    void grow();

    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
};

// What the items of a table, or of one partition of it, were at one moment of the log, for those
// that were changed since. Grows as the log does. Thread-safe: who reads it says up to which
// sequence, and does not see what later changes have added.
class Overlay final {
public:
    // The state behind the record `after`.
    Overlay(storage::Database& database, std::shared_ptr<const schema::Table> table,
            storage::Sequence after, std::optional<std::string> partition, OverlayBudget& budget);

    // Reads the log up to `upTo`, from where the last call ended.
    Result<void> cover(storage::Sequence upTo);
    Result<void> coverIndex(const schema::Index& index);

    // nullopt: not changed up to `upTo`, so what is there now was there then.
    std::optional<OverlaidItem> find(std::string_view partition, std::string_view sort,
                                     storage::Sequence upTo) const;

    schema::TableNumber table() const { return m_table->number; }
    storage::Sequence after() const { return m_after; }
    const std::optional<std::string>& partition() const { return m_partition; }
    std::size_t bytes() const { return m_bytes.load(); }

private:
    friend class PlaceWalk;
    struct Covered {
        schema::Index index;
        PlaceSet places;
    };
    // An index entry before it has found its room.
    struct NewEntry {
        Covered* covered;
        schema::IndexKey key;
    };

    Result<void> read(storage::Sequence upTo);
    Result<void> publish();
    Result<void> add(const storage::Change& change);
    Result<void> addEntries(Covered& covered);
    void insertItem(const storage::Change& change, const std::vector<NewEntry>& entries);
    void insertEntry(const NewEntry& entry, const OverlaidItem& item);
    const OrderedPlaces& placesOf(schema::IndexNumber index) const;

    storage::Database& m_database;
    std::shared_ptr<const schema::Table> m_table;
    storage::Sequence m_after;
    std::optional<std::string> m_partition;

    std::mutex m_extending;    // held by the one that adds
    schema::PrimaryKey m_key;  // of the change that is added
    std::atomic<storage::Sequence> m_position;
    std::atomic<std::size_t> m_bytes{0};
    mutable std::shared_mutex m_mutex;  // of what follows
    OverlayArena m_arena;
    ItemTable m_byKey;
    PlaceSet m_items;
    std::map<schema::IndexNumber, Covered> m_indexes;
};

// Walks over the places of an overlay in the order of a scan or a query. Not thread-safe.
class PlaceWalk final {
public:
    // What is walked: the items (index 0) or the entries of a covered index, as changes up to
    // `upTo` left them.
    struct Source {
        std::shared_ptr<const Overlay> overlay;
        schema::IndexNumber index = 0;
        storage::Sequence upTo = 0;
    };
    // A segment, strictly behind `after`.
    static PlaceWalk scan(Source source, storage::ScanSegment segment,
                          const std::optional<storage::ScanPlace>& after = std::nullopt);
    static PlaceWalk query(Source source, std::string_view partition,
                           const storage::TailBounds& bounds, bool forward);

    // The place that it stands on; null at the end.
    const Place* peek();
    void pop() { m_place = nullptr; }
    bool isScan() const { return m_isScan; }
    bool isForward() const { return m_forward; }

private:
    using Iterator = OrderedPlaces::const_iterator;
    explicit PlaceWalk(Source source) : m_source(std::move(source)) {}
    bool isVisible(const Place& place) const;
    void takeNext();

    Source m_source;
    Iterator m_at;
    Iterator m_end;  // of a walk backwards: where it begins to be too far
    bool m_forward = true;
    bool m_isScan = true;
    storage::ScanSegment m_segment;
    const Place* m_place = nullptr;
};

}  // namespace engine::history
