#include "engine/history/overlay.h"

#include <algorithm>
#include <new>
#include <tuple>
#include <utility>

#include "engine/storage/change_walk.h"
#include "engine/storage/key_layout.h"

namespace engine::history {
namespace {

constexpr std::size_t nodeBytes = 64;
constexpr std::size_t placeBytes = sizeof(Place) + alignof(std::max_align_t);

std::size_t bytesOf(const schema::IndexKey& key) {
    return storage::indexHeaderBytes + 2 * (key.partition.size() + key.sort.size() +
                                            key.primary.partition.size() + key.primary.sort.size());
}

template <class T>
T* make(OverlayArena& arena, T value) {
    return new (arena.allocate(sizeof(T), alignof(T))) T(std::move(value));
}

// The parts of a key are views of its stored bytes where those are whole.
const Place* makePlace(OverlayArena& arena, const OverlaidItem* item,
                       const storage::StoredKey& stored, std::size_t headBytes,
                       std::string_view partition, std::string_view tail) {
    Place place;
    place.item = item;
    if (stored.isAbridged()) {
        place.head = arena.copy(stored.bytes().substr(0, headBytes));
        place.partition = arena.copy(partition);
        place.tail = arena.copy(tail);
    } else {
        const auto whole = arena.copy(stored.bytes());
        place.head = whole.substr(0, headBytes);
        place.partition = place.head.substr(headBytes - partition.size());
        place.tail = whole.substr(headBytes);
    }
    return make(arena, place);
}

std::size_t headBytesOf(std::size_t headerBytes, std::string_view partition) {
    return headerBytes + std::min(partition.size(), storage::partitionBytesMax);
}

}  // namespace

bool PlaceOrder::operator()(const Place* left, const Place* right) const {
    const int order = left->head.compare(right->head);
    return order != 0 ? order < 0 : left->tail < right->tail;
}

Result<void> PlaceSet::publish() {
    const auto isBehind = [](const Place* left, const Place* right) {
        return PlaceOrder()(right, left);
    };
    std::sort(m_new.begin(), m_new.end(), isBehind);
    auto hint = m_new.empty() ? m_places.end() : m_places.upper_bound(m_new.back());
    while (!m_new.empty()) {
        if (auto reserved = m_arena.reserve(nodeBytes); !reserved) {
            return reserved;
        }
        hint = std::next(m_places.insert(hint, m_new.back()));
        m_new.pop_back();
    }
    return {};
}

std::uint64_t ItemTable::hashOf(std::string_view partition, std::string_view sort) {
    constexpr std::uint64_t factor = 0x9e3779b97f4a7c15ULL;
    return storage::partitionHash(partition) * factor ^ storage::partitionHash(sort);
}

const OverlaidItem* ItemTable::find(std::string_view partition, std::string_view sort) const {
    if (m_slots.empty()) {
        return nullptr;
    }
    const auto hash = hashOf(partition, sort);
    for (std::size_t at = hash & (m_slots.size() - 1);; at = (at + 1) & (m_slots.size() - 1)) {
        const Slot& slot = m_slots[at];
        if (slot.item == nullptr) {
            return nullptr;
        }
        if (slot.hash == hash && slot.item->partition == partition && slot.item->sort == sort) {
            return slot.item;
        }
    }
}

void ItemTable::insert(const OverlaidItem* item) {
    if ((m_count + 1) * 2 > m_slots.size()) {
        grow();
    }
    const auto hash = hashOf(item->partition, item->sort);
    std::size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].item != nullptr) {
        at = (at + 1) & (m_slots.size() - 1);
    }
    m_slots[at] = {hash, item};
    ++m_count;
}

void ItemTable::grow() {
    constexpr std::size_t firstSlots = 16;
    std::vector<Slot> slots(std::max(firstSlots, m_slots.size() * 2));
    for (const Slot& slot : m_slots) {
        std::size_t at = slot.hash & (slots.size() - 1);
        while (slot.item != nullptr && slots[at].item != nullptr) {
            at = (at + 1) & (slots.size() - 1);
        }
        if (slot.item != nullptr) {
            slots[at] = slot;
        }
    }
    m_slots = std::move(slots);
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
      m_items(m_arena) {
}

Result<void> Overlay::cover(storage::Sequence upTo) {
    if (m_position.load() >= upTo) {
        return {};
    }
    const std::lock_guard extending(m_extending);
    if (m_position.load() >= upTo) {
        return {};
    }
    auto done = read(upTo);
    // What was read before a failure is known from now on, and not read again.
    auto published = publish();
    if (done && published) {
        m_position = upTo;
    }
    return done ? published : done;
}

Result<void> Overlay::read(storage::Sequence upTo) {
    return storage::forEachChange(m_database, {m_table->number, m_partition}, m_position.load(),
                                  upTo, [this](const storage::Change& change) {
                                      // Only the first change of an item tells what it was.
                                      const bool isKnown =
                                          m_byKey.find(change.partition, change.sort) != nullptr;
                                      return isKnown ? Result<void>() : add(change);
                                  });
}

Result<void> Overlay::publish() {
    const std::unique_lock lock(m_mutex);
    auto published = m_items.publish();
    for (auto& [number, covered] : m_indexes) {
        published = published ? covered.places.publish() : published;
    }
    m_bytes = m_arena.bytes();
    return published;
}

Result<void> Overlay::add(const storage::Change& change) {
    std::vector<NewEntry> entries;
    const auto keyBytes = change.partition.size() + change.sort.size();
    std::size_t bytes = sizeof(OverlaidItem) + 2 * alignof(std::max_align_t) + placeBytes +
                        storage::itemHeaderBytes + 2 * (keyBytes + storage::digestBytes) +
                        (change.before ? change.before->bytes().size() : 0);
    for (auto& [number, covered] : m_indexes) {
        auto key = change.before ? schema::indexKey(*m_table, covered.index, *change.before)
                                 : std::nullopt;
        if (key) {
            bytes += placeBytes + storage::digestBytes * 2 + bytesOf(*key);
            entries.push_back({&covered, *std::move(key)});
        }
    }
    if (auto reserved = m_arena.reserve(bytes); !reserved) {
        return reserved;
    }
    insertItem(change, entries);
    return {};
}

void Overlay::insertItem(const storage::Change& change, const std::vector<NewEntry>& entries) {
    m_key.partition = change.partition;
    m_key.sort = change.sort;
    auto* const item = make(m_arena, OverlaidItem());
    item->firstChange = change.sequence;
    const auto* const place = makePlace(
        m_arena, item, storage::itemStoredKey(m_table->number, m_key),
        headBytesOf(storage::itemHeaderBytes, m_key.partition), m_key.partition, m_key.sort);
    item->partition = place->partition;
    item->sort = place->tail;
    if (change.before) {
        item->then = values::ItemView(m_arena.copy(change.before->bytes()));
    }
    m_items.add(place);
    for (const NewEntry& entry : entries) {
        insertEntry(entry, *item);
    }
    const std::unique_lock lock(m_mutex);
    m_byKey.insert(item);
}

void Overlay::insertEntry(const NewEntry& entry, const OverlaidItem& item) {
    const auto& key = entry.key;
    entry.covered->places.add(makePlace(
        m_arena, &item, storage::indexStoredKey(m_table->number, entry.covered->index.number, key),
        headBytesOf(storage::indexHeaderBytes, key.partition), key.partition,
        storage::indexTail(key)));
}

Result<void> Overlay::coverIndex(const schema::Index& index) {
    const std::lock_guard extending(m_extending);
    if (m_indexes.contains(index.number)) {
        return {};
    }
    // Filled before anybody can see it.
    Covered covered{index, PlaceSet(m_arena)};
    if (auto added = addEntries(covered); !added) {
        return added;
    }
    const std::unique_lock lock(m_mutex);
    m_indexes.emplace(index.number, std::move(covered));
    m_bytes = m_arena.bytes();
    return {};
}

Result<void> Overlay::addEntries(Covered& covered) {
    for (const Place* const place : m_items.places()) {
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
    return covered.places.publish();
}

std::optional<OverlaidItem> Overlay::find(std::string_view partition, std::string_view sort,
                                          storage::Sequence upTo) const {
    const std::shared_lock lock(m_mutex);
    const auto* const item = m_byKey.find(partition, sort);
    return item != nullptr && item->firstChange <= upTo ? std::optional(*item) : std::nullopt;
}

const OrderedPlaces& Overlay::placesOf(schema::IndexNumber index) const {
    return index == 0 ? m_items.places() : m_indexes.at(index).places.places();
}

PlaceWalk PlaceWalk::scan(Source source, storage::ScanSegment segment,
                          const std::optional<storage::ScanPlace>& after) {
    constexpr unsigned bucketShift = 56;
    PlaceWalk walk(std::move(source));
    walk.m_segment = segment;
    const auto& overlay = *walk.m_source.overlay;
    const auto index = walk.m_source.index;
    const auto bucketKey = [&](std::uint64_t hash, unsigned offset) {
        const auto bucket = static_cast<unsigned>(hash >> bucketShift) + offset;
        return index == 0 ? storage::itemBucketKey(overlay.table(), bucket)
                          : storage::indexBucketKey(overlay.table(), index, bucket);
    };
    const auto firstKey = bucketKey(storage::firstHashOf(segment.number, segment.total), 0);
    const auto endKey = bucketKey(storage::lastHashOf(segment.number, segment.total), 1);
    Place begin;
    begin.head = firstKey.bytes();
    if (after && after->head > begin.head) {
        begin.head = after->head;
        begin.tail = after->tail;
    }
    Place end;
    end.head = endKey.bytes();
    const std::shared_lock lock(overlay.m_mutex);
    const auto& places = overlay.placesOf(index);
    walk.m_end = places.lower_bound(&end);
    // No place has the key of a bucket, so that only `after` is left out.
    walk.m_at = PlaceOrder()(&begin, &end) ? places.upper_bound(&begin) : walk.m_end;
    return walk;
}

PlaceWalk PlaceWalk::query(Source source, std::string_view partition,
                           const storage::TailBounds& bounds, bool forward) {
    PlaceWalk walk(std::move(source));
    walk.m_forward = forward;
    walk.m_isScan = false;
    const auto& overlay = *walk.m_source.overlay;
    const auto index = walk.m_source.index;
    const auto key = index == 0 ? storage::itemPartitionKey(overlay.table(), partition)
                                : storage::indexPartitionKey(overlay.table(), index, partition);
    const std::string behindPartition = std::string(key.bytes()) + '\0';
    Place begin;
    begin.head = key.bytes();
    begin.tail = bounds.lower ? std::string_view(bounds.lower->bytes) : std::string_view();
    Place end;
    end.head = bounds.upper ? key.bytes() : std::string_view(behindPartition);
    end.tail = bounds.upper ? std::string_view(bounds.upper->bytes) : std::string_view();
    const std::shared_lock lock(overlay.m_mutex);
    const auto& places = overlay.placesOf(index);
    const bool lowerExcluded = bounds.lower && !bounds.lower->inclusive;
    const bool upperIncluded = bounds.upper && bounds.upper->inclusive;
    const auto from = lowerExcluded ? places.upper_bound(&begin) : places.lower_bound(&begin);
    auto to = upperIncluded ? places.upper_bound(&end) : places.lower_bound(&end);
    const PlaceOrder isBefore;
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
    if (m_place == nullptr) {
        takeNext();
    }
    return m_place;
}

void PlaceWalk::takeNext() {
    const std::shared_lock lock(m_source.overlay->m_mutex);
    while (m_at != m_end && m_place == nullptr) {
        const Place* const place = m_forward ? *m_at++ : *--m_at;
        if (isVisible(*place)) {
            m_place = place;
        }
    }
}

}  // namespace engine::history
