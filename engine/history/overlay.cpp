#include "engine/history/overlay.h"

#include <algorithm>
#include <new>
#include <tuple>
#include <utility>

#include "engine/storage/key_layout.h"

namespace engine::history {
namespace {

// Of one place: itself and a node in each order, with room for alignment.
constexpr std::size_t nodeBytes = 64;
constexpr std::size_t placeBytes = sizeof(Place) + 2 * nodeBytes + alignof(std::max_align_t);

std::size_t bytesOf(const schema::IndexKey& key) {
    return storage::indexHeaderBytes + 2 * (key.partition.size() + key.sort.size() +
                                            key.primary.partition.size() + key.primary.sort.size());
}

template <class T>
T* make(OverlayArena& arena, T value) {
    return new (arena.allocate(sizeof(T), alignof(T))) T(std::move(value));
}

// The parts of a key are views of its stored bytes where those are whole.
Place placeOf(OverlayArena& arena, const storage::StoredKey& stored, std::size_t headerBytes,
              std::string_view partition, std::string_view tail) {
    Place place;
    place.stored = arena.copy(stored.bytes());
    if (stored.isAbridged()) {
        place.partition = arena.copy(partition);
        place.tail = arena.copy(tail);
    } else {
        place.partition = place.stored.substr(headerBytes, partition.size());
        place.tail = place.stored.substr(headerBytes + partition.size());
    }
    return place;
}

void insert(OverlayArena& arena, PlaceSet& places, const Place& place) {
    const Place* const stored = make(arena, place);
    places.forScans.insert(stored);
    places.forQueries.insert(stored);
}

}  // namespace

bool PlaceOrder::operator()(const Place* left, const Place* right) const {
    return byTail ? std::tie(left->partition, left->tail) < std::tie(right->partition, right->tail)
                  : left->stored < right->stored;
}

Overlay::Overlay(storage::Database& database, std::shared_ptr<const schema::Table> table,
                 storage::Sequence after, std::optional<std::string> partition,
                 OverlayBudget& budget)
    : m_database(database),
      m_table(std::move(table)),
      m_after(after),
      m_partition(std::move(partition)),
      m_position(after),
      m_arena(budget),
      m_items(&m_arena) {
}

Result<void> Overlay::cover(storage::Sequence upTo) {
    if (m_position.load() >= upTo) {
        return {};
    }
    const std::lock_guard extending(m_extending);
    if (m_position.load() >= upTo) {
        return {};
    }
    const auto reader =
        m_database.readChanges({m_table->number, m_partition}, m_position.load(), upTo);
    if (!reader) {
        return reader.error();
    }
    while (true) {
        const auto change = (*reader)->next();
        if (!change) {
            return change.error();
        }
        if (!*change) {
            m_position = upTo;
            return {};
        }
        if (auto added = add(**change); !added) {
            return added;
        }
        m_position = (*change)->sequence;
    }
}

// Only the first change of an item tells what it was.
Result<void> Overlay::add(const storage::Change& change) {
    if (locate(change.partition, change.sort) != nullptr) {
        return {};
    }
    std::vector<NewEntry> entries;
    std::size_t bytes = sizeof(OverlaidItem) + 3 * alignof(std::max_align_t) + placeBytes +
                        storage::itemHeaderBytes +
                        2 * (change.partition.size() + change.sort.size());
    bytes += storage::digestBytes * 2 + (change.before ? change.before->bytes().size() : 0);
    for (auto& [number, covered] : m_indexes) {
        auto key = change.before ? schema::indexKey(*m_table, covered.index, *change.before)
                                 : std::nullopt;
        if (key) {
            bytes += placeBytes + storage::digestBytes * 2 + bytesOf(*key);
            entries.push_back({&covered, *std::move(key)});
        }
    }
    const std::unique_lock lock(m_mutex);
    if (auto reserved = m_arena.reserve(bytes); !reserved) {
        return reserved;
    }
    insertItem(change, entries);
    m_bytes = m_arena.bytes();
    return {};
}

void Overlay::insertItem(const storage::Change& change, const std::vector<NewEntry>& entries) {
    OverlaidItem item;
    item.firstChange = change.sequence;
    const auto stored = storage::itemStoredKey(
        m_table->number, {std::string(change.partition), std::string(change.sort)});
    Place place = placeOf(m_arena, stored, storage::itemHeaderBytes, change.partition, change.sort);
    item.partition = place.partition;
    item.sort = place.tail;
    if (change.before) {
        item.then = values::ItemView(m_arena.copy(change.before->bytes()));
    }
    place.item = make(m_arena, item);
    insert(m_arena, m_items, place);
    for (const NewEntry& entry : entries) {
        insertEntry(entry, *place.item);
    }
}

void Overlay::insertEntry(const NewEntry& entry, const OverlaidItem& item) {
    const auto stored =
        storage::indexStoredKey(m_table->number, entry.covered->index.number, entry.key);
    Place place = placeOf(m_arena, stored, storage::indexHeaderBytes, entry.key.partition,
                          storage::indexTail(entry.key));
    place.item = &item;
    insert(m_arena, entry.covered->places, place);
}

Result<void> Overlay::coverIndex(const schema::Index& index) {
    const std::lock_guard extending(m_extending);
    if (m_indexes.contains(index.number)) {
        return {};
    }
    // Filled before anybody can see it.
    Covered covered{index, PlaceSet(&m_arena)};
    if (auto added = addEntries(covered); !added) {
        return added;
    }
    const std::unique_lock lock(m_mutex);
    m_indexes.emplace(index.number, std::move(covered));
    m_bytes = m_arena.bytes();
    return {};
}

Result<void> Overlay::addEntries(Covered& covered) {
    for (const Place* const place : m_items.forScans) {
        const auto& item = *place->item;
        auto key = item.then ? schema::indexKey(*m_table, covered.index, *item.then) : std::nullopt;
        if (!key) {
            continue;
        }
        const auto bytes = placeBytes + storage::digestBytes * 2 + bytesOf(*key);
        if (auto reserved = m_arena.reserve(bytes); !reserved) {
            return reserved;
        }
        insertEntry({&covered, *std::move(key)}, item);
    }
    return {};
}

const OverlaidItem* Overlay::locate(std::string_view partition, std::string_view sort) const {
    const Place wanted{.item = nullptr, .partition = partition, .tail = sort, .stored = {}};
    const auto found = m_items.forQueries.find(&wanted);
    return found == m_items.forQueries.end() ? nullptr : (*found)->item;
}

std::optional<OverlaidItem> Overlay::find(std::string_view partition, std::string_view sort,
                                          storage::Sequence upTo) const {
    const std::shared_lock lock(m_mutex);
    const auto* const item = locate(partition, sort);
    return item != nullptr && item->firstChange <= upTo ? std::optional(*item) : std::nullopt;
}

const PlaceSet& Overlay::placesOf(schema::IndexNumber index) const {
    return index == 0 ? m_items : m_indexes.at(index).places;
}

PlaceWalk PlaceWalk::scan(Source source, storage::ScanSegment segment, std::string_view after) {
    constexpr unsigned bucketShift = 56;
    const auto first =
        static_cast<unsigned>(storage::firstHashOf(segment.number, segment.total) >> bucketShift);
    const auto last =
        static_cast<unsigned>(storage::lastHashOf(segment.number, segment.total) >> bucketShift);
    PlaceWalk walk(std::move(source));
    const auto& overlay = *walk.m_source.overlay;
    const auto index = walk.m_source.index;
    const auto bucketKey = [&](unsigned bucket) {
        return index == 0 ? storage::itemBucketKey(overlay.table(), bucket)
                          : storage::indexBucketKey(overlay.table(), index, bucket);
    };
    const auto firstKey = bucketKey(first);
    const auto endKey = bucketKey(last + 1);
    Place begin;
    begin.stored = std::max(after, firstKey.bytes());
    Place end;
    end.stored = endKey.bytes();
    walk.m_segment = segment;
    const std::shared_lock lock(overlay.m_mutex);
    const auto& places = overlay.placesOf(index).forScans;
    walk.m_at = after.empty() ? places.lower_bound(&begin) : places.upper_bound(&begin);
    walk.m_end = places.lower_bound(&end);
    if (begin.stored >= end.stored) {
        walk.m_at = walk.m_end;
    }
    return walk;
}

PlaceWalk PlaceWalk::query(Source source, std::string_view partition,
                           const storage::TailBounds& bounds, bool forward) {
    PlaceWalk walk(std::move(source));
    const auto& overlay = *walk.m_source.overlay;
    const std::string behindPartition = std::string(partition) + '\0';
    Place begin;
    begin.partition = partition;
    begin.tail = bounds.lower ? std::string_view(bounds.lower->bytes) : std::string_view();
    Place end;
    end.partition = bounds.upper ? partition : std::string_view(behindPartition);
    end.tail = bounds.upper ? std::string_view(bounds.upper->bytes) : std::string_view();
    walk.m_forward = forward;
    walk.m_isScan = false;
    const std::shared_lock lock(overlay.m_mutex);
    const auto& places = overlay.placesOf(walk.m_source.index).forQueries;
    const bool lowerExcluded = bounds.lower && !bounds.lower->inclusive;
    const bool upperIncluded = bounds.upper && bounds.upper->inclusive;
    const auto from = lowerExcluded ? places.upper_bound(&begin) : places.lower_bound(&begin);
    auto to = upperIncluded ? places.upper_bound(&end) : places.lower_bound(&end);
    const PlaceOrder isBefore{true};
    const bool isOnePoint = !isBefore(&begin, &end) && !isBefore(&end, &begin);
    if (bounds.isEmpty || isBefore(&end, &begin) ||
        (isOnePoint && (lowerExcluded || !upperIncluded))) {
        to = from;
    }
    walk.m_at = forward ? from : to;
    walk.m_end = forward ? to : from;
    return walk;
}

bool PlaceWalk::isVisible(const Place& place) const {
    return place.item->firstChange <= m_source.upTo &&
           (m_segment.total == 1 ||
            storage::segmentOf(place.partition, m_segment.total) == m_segment.number);
}

const Place* PlaceWalk::peek() {
    if (m_place != nullptr) {
        return m_place;
    }
    const std::shared_lock lock(m_source.overlay->m_mutex);
    while (m_at != m_end) {
        const Place* const place = m_forward ? *m_at++ : *--m_at;
        if (isVisible(*place)) {
            m_place = place;
            break;
        }
    }
    return m_place;
}

}  // namespace engine::history
