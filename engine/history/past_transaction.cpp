#include "engine/history/past_transaction.h"

#include <algorithm>
#include <utility>

#include "engine/history/past_cursor.h"
#include "engine/storage/key_layout.h"

namespace engine::history {
namespace {

using storage::ItemCursor;

// Reading more partitions of a table than this one by one would cost more than reading it whole.
constexpr std::size_t partitionsMax = 4;

Error purgedMeanwhile() {
    return Error::resourceNotFound("Requested resource not found");
}

// The caller found the index in an older description than ours: it may have been deleted since.
Result<const schema::Index*> indexOf(const schema::Table& table, schema::IndexNumber number) {
    const auto* const index = table.findIndex(number);
    if (index == nullptr) {
        return Error::validation("The table does not have the specified index");
    }
    return index;
}

}  // namespace

Result<Timestamp> PastTransaction::time() {
    return m_time ? Result<Timestamp>(*m_time) : m_cache.database().timeOf(m_after);
}

Result<storage::ReadTransaction*> PastTransaction::present() {
    if (!m_present) {
        auto begun = m_cache.database().beginRead();
        if (!begun) {
            return std::move(begun).error();
        }
        const auto last = (*begun)->sequence();
        if (!last) {
            return last.error();
        }
        m_present = *std::move(begun);
        m_presentSequence = *last;
    }
    return m_present.get();
}

Result<PastTransaction::Reading*> PastTransaction::read(schema::TableNumber table) {
    const auto known = m_readings.find(table);
    if (known != m_readings.end()) {
        return &known->second;
    }
    auto description = describe(table);
    if (!description) {
        return purgedMeanwhile();
    }
    auto& reading = m_readings[table];
    reading.table = std::move(description);
    return &reading;
}

std::shared_ptr<const schema::Table> PastTransaction::describe(schema::TableNumber table) const {
    const auto catalog = m_cache.database().catalog();
    if (auto present = catalog->find(table)) {
        return present;
    }
    const auto dropped = catalog->findDropped(table);
    return dropped ? dropped->table : nullptr;
}

// Most of the log is read before the snapshot begins, so that it is not held meanwhile.
Result<std::shared_ptr<Overlay>> PastTransaction::cover(
    Reading& reading, const std::optional<std::string>& partition) {
    auto overlay = m_cache.get(reading.table, m_after, partition);
    if (!m_present) {
        if (auto covered = overlay->cover(m_cache.database().history().last); !covered) {
            return std::move(covered).error();
        }
    }
    if (auto begun = present(); !begun) {
        return std::move(begun).error();
    }
    // Asked behind the begin of the snapshot: a table is hidden before its first item is purged.
    if (!describe(reading.table->number)) {
        return purgedMeanwhile();
    }
    if (auto covered = overlay->cover(m_presentSequence); !covered) {
        return std::move(covered).error();
    }
    return overlay;
}

Result<std::shared_ptr<Overlay>> PastTransaction::overlayOf(
    schema::TableNumber table, const std::optional<std::string>& partition) {
    const auto reading = read(table);
    if (!reading) {
        return reading.error();
    }
    auto& whole = (*reading)->whole;
    if (whole) {
        return whole;
    }
    auto& partitions = (*reading)->partitions;
    if (partition) {
        const auto known = partitions.find(*partition);
        if (known != partitions.end()) {
            return known->second;
        }
    }
    const bool isPart = partition && partitions.size() < partitionsMax;
    auto overlay = cover(**reading, isPart ? partition : std::nullopt);
    if (!overlay) {
        return overlay;
    }
    if ((*overlay)->partition()) {
        partitions.emplace(*partition, *overlay);
    } else {
        whole = *overlay;
    }
    return overlay;
}

PlaceWalk::Source PastTransaction::sourceOf(std::shared_ptr<Overlay> overlay,
                                            schema::IndexNumber index) const {
    return {std::move(overlay), index, m_presentSequence};
}

Result<std::optional<values::ItemView>> PastTransaction::getItem(schema::TableNumber table,
                                                                 const schema::PrimaryKey& key) {
    const auto overlay = overlayOf(table, key.partition);
    if (!overlay) {
        return overlay.error();
    }
    if (const auto item = (*overlay)->find(key.partition, key.sort, m_presentSequence)) {
        return item->then;
    }
    return m_present->getItem(table, key);
}

Result<std::unique_ptr<ItemCursor>> PastTransaction::queryItems(
    schema::TableNumber table, std::string_view partition, const storage::SortRange& range,
    bool forward, const std::optional<std::string>& after) {
    const auto overlay = overlayOf(table, std::string(partition));
    if (!overlay) {
        return overlay.error();
    }
    const auto bounds = storage::TailBounds::make(range, true, forward, after);
    return pastItems(m_present->queryItems(table, partition, range, forward, after),
                     PlaceWalk::query(sourceOf(*overlay, 0), partition, bounds, forward),
                     m_readings.at(table).table);
}

Result<std::unique_ptr<ItemCursor>> PastTransaction::scanItems(
    schema::TableNumber table, storage::ScanSegment segment,
    const std::optional<schema::PrimaryKey>& after) {
    const auto overlay = overlayOf(table, std::nullopt);
    if (!overlay) {
        return overlay.error();
    }
    const auto behind = after ? std::optional(storage::itemScanPlace(table, *after)) : std::nullopt;
    return pastItems(m_present->scanItems(table, segment, after),
                     PlaceWalk::scan(sourceOf(*overlay, 0), segment, behind),
                     m_readings.at(table).table);
}

Result<PlaceWalk::Source> PastTransaction::indexSource(schema::TableNumber table,
                                                       schema::IndexNumber index) {
    const auto overlay = overlayOf(table, std::nullopt);
    if (!overlay) {
        return overlay.error();
    }
    const auto described = indexOf(*m_readings.at(table).table, index);
    if (!described) {
        return described.error();
    }
    if (auto covered = (*overlay)->coverIndex(**described); !covered) {
        return std::move(covered).error();
    }
    return sourceOf(*overlay, index);
}

Result<std::unique_ptr<ItemCursor>> PastTransaction::queryIndex(
    schema::TableNumber table, schema::IndexNumber index, std::string_view partition,
    const storage::SortRange& range, bool forward, const std::optional<schema::IndexKey>& after) {
    const auto source = indexSource(table, index);
    if (!source) {
        return source.error();
    }
    const auto behind = after ? std::optional(storage::indexTail(*after)) : std::nullopt;
    const auto bounds = storage::TailBounds::make(range, false, forward, behind);
    const auto& description = m_readings.at(table).table;
    return pastEntries(m_present->queryIndex(table, index, partition, range, forward, after),
                       PlaceWalk::query(*source, partition, bounds, forward), description,
                       *description->findIndex(index), *source);
}

Result<std::unique_ptr<ItemCursor>> PastTransaction::scanIndex(
    schema::TableNumber table, schema::IndexNumber index, storage::ScanSegment segment,
    const std::optional<schema::IndexKey>& after) {
    const auto source = indexSource(table, index);
    if (!source) {
        return source.error();
    }
    const auto behind =
        after ? std::optional(storage::indexScanPlace(table, index, *after)) : std::nullopt;
    const auto& description = m_readings.at(table).table;
    return pastEntries(m_present->scanIndex(table, index, segment, after),
                       PlaceWalk::scan(*source, segment, behind), description,
                       *description->findIndex(index), *source);
}

// The counts of now, with what every changed item is taken out of them and what it was put in.
Result<storage::TableCounts> PastTransaction::counts(schema::TableNumber table,
                                                     schema::IndexNumber index) {
    const auto overlay = overlayOf(table, std::nullopt);
    if (!overlay) {
        return overlay.error();
    }
    auto counts = m_present->counts(table, index);
    if (!counts) {
        return counts;
    }
    const auto& description = *m_readings.at(table).table;
    const auto counted =
        index == 0 ? Result<const schema::Index*>(nullptr) : indexOf(description, index);
    if (!counted) {
        return counted.error();
    }
    const auto sizeIn = [&](values::ItemView item) -> std::optional<std::size_t> {
        if (index == 0) {
            return item.sizeBytes();
        }
        if (!schema::indexKey(description, **counted, item)) {
            return std::nullopt;
        }
        return schema::entrySizeBytes(description, **counted, item);
    };
    auto walk = PlaceWalk::scan(sourceOf(*overlay, 0), {});
    for (const Place* place = walk.peek(); place != nullptr; walk.pop(), place = walk.peek()) {
        const auto now = m_present->getItem(table, place->item->key());
        if (!now) {
            return now.error();
        }
        if (const auto size = *now ? sizeIn(**now) : std::nullopt) {
            --counts->items;
            counts->bytes -= *size;
        }
        if (const auto size = place->item->then ? sizeIn(*place->item->then) : std::nullopt) {
            ++counts->items;
            counts->bytes += *size;
        }
    }
    return counts;
}

Result<std::optional<std::string>> PastTransaction::getRecord(storage::RecordKind kind,
                                                              std::string_view key) {
    const auto now = present();
    return now ? (*now)->getRecord(kind, key) : now.error();
}

Result<std::vector<storage::StoredRecord>> PastTransaction::listRecords(storage::RecordKind kind,
                                                                        std::string_view after,
                                                                        std::size_t most) {
    const auto now = present();
    return now ? (*now)->listRecords(kind, after, most) : now.error();
}

Result<std::vector<storage::ExpiringItem>> PastTransaction::expiringItems(schema::TableNumber table,
                                                                          std::int64_t from,
                                                                          std::int64_t to,
                                                                          std::size_t most) {
    const auto now = present();
    return now ? (*now)->expiringItems(table, from, to, most) : now.error();
}

}  // namespace engine::history
