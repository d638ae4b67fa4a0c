#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "engine/history/overlay_cache.h"
#include "engine/storage/database.h"

namespace engine::history {

// The database as it was behind one record of the log: a present snapshot, begun when it is first
// needed, under the overlays of the tables that are read.
class PastTransaction final : public storage::ReadTransaction {
public:
    PastTransaction(OverlayCache& cache, storage::Sequence after, std::optional<Timestamp> time)
        : m_cache(cache), m_after(after), m_time(time) {}

    Result<std::optional<values::ItemView>> getItem(schema::TableNumber table,
                                                    const schema::PrimaryKey& key) override;
    Result<std::unique_ptr<storage::ItemCursor>> queryItems(
        schema::TableNumber table, std::string_view partition, const storage::SortRange& range,
        bool forward, const std::optional<std::string>& after) override;
    Result<std::unique_ptr<storage::ItemCursor>> scanItems(
        schema::TableNumber table, storage::ScanSegment segment,
        const std::optional<schema::PrimaryKey>& after) override;
    Result<std::unique_ptr<storage::ItemCursor>> queryIndex(
        schema::TableNumber table, schema::IndexNumber index, std::string_view partition,
        const storage::SortRange& range, bool forward,
        const std::optional<schema::IndexKey>& after) override;
    Result<std::unique_ptr<storage::ItemCursor>> scanIndex(
        schema::TableNumber table, schema::IndexNumber index, storage::ScanSegment segment,
        const std::optional<schema::IndexKey>& after) override;
    Result<storage::TableCounts> counts(schema::TableNumber table,
                                        schema::IndexNumber index) override;
    Result<storage::Sequence> sequence() override { return m_after; }
    Result<Timestamp> time() override;

    Result<std::optional<std::string>> getRecord(storage::RecordKind kind,
                                                 std::string_view key) override;
    Result<std::vector<storage::StoredRecord>> listRecords(storage::RecordKind kind,
                                                           std::string_view after,
                                                           std::size_t most) override;
    Result<std::vector<storage::ExpiringItem>> expiringItems(schema::TableNumber table,
                                                             std::int64_t from, std::int64_t to,
                                                             std::size_t most) override;

private:
    // A table that is read, and what covers it up to the snapshot.
    struct Reading {
        std::shared_ptr<const schema::Table> table;
        std::shared_ptr<Overlay> whole;
        std::map<std::string, std::shared_ptr<Overlay>, std::less<>> partitions;
    };

    Result<storage::ReadTransaction*> present();
    // The present or dropped table; null when it is gone for good.
    std::shared_ptr<const schema::Table> describe(schema::TableNumber table) const;
    Result<Reading*> read(schema::TableNumber table);
    Result<std::shared_ptr<Overlay>> cover(Reading& reading,
                                           const std::optional<std::string>& partition);
    // `partition`: what is asked for lies in it; nullopt: anywhere.
    Result<std::shared_ptr<Overlay>> overlayOf(schema::TableNumber table,
                                               const std::optional<std::string>& partition);
    Result<PlaceWalk::Source> indexSource(schema::TableNumber table, schema::IndexNumber index);
    PlaceWalk::Source sourceOf(std::shared_ptr<Overlay> overlay, schema::IndexNumber index) const;

    OverlayCache& m_cache;
    storage::Sequence m_after;
    std::optional<Timestamp> m_time;  // nullopt: that of the record
    std::unique_ptr<storage::ReadTransaction> m_present;
    storage::Sequence m_presentSequence = 0;
    std::map<schema::TableNumber, Reading> m_readings;
};

}  // namespace engine::history
