#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/storage/database.h"

namespace engine::history {

// An item that was changed behind a moment, as it was at that moment.
struct ChangedItem {
    schema::PrimaryKey key;
    std::optional<values::EncodedItem> then;  // nullopt: there was no such item
};

// Items of a table that have changes behind `after`, up to and with `upTo`.
struct ChangedItemsRequest {
    schema::TableNumber table = 0;
    storage::Sequence after = 0;
    storage::Sequence upTo = 0;
    std::optional<schema::PrimaryKey> behind;      // start strictly behind it; it need not exist
    std::size_t most = 0;                          // at least 1
    std::size_t bytesMax = std::size_t{1} << 20U;  // of images; one more item may pass it
};
struct ChangedItemsPage {
    std::vector<ChangedItem> items;  // in the order of a Scan
    bool hasMore = false;
};

// Reads of the past: the present items with the old images of the first change after a moment laid
// over them (design.md section 3). Thread-safe.
//
// What one read has learnt about a table's changes is kept for the next one, so that paging through
// a table reads the log once.
class PastReads final {
public:
    // `bytesMax`: memory for kept overlays; more goes to an unlinked file in the database
    // directory.
    PastReads(storage::Database& database, Clock& clock,
              std::size_t bytesMax = std::size_t{64} << 20U);
    ~PastReads();
    PastReads(const PastReads&) = delete;
    PastReads& operator=(const PastReads&) = delete;

    // The record that was the last one at `time`: its changes are part of that moment, later ones
    // are not. TrimmedDataAccess when the log does not reach back that far; Validation for the
    // future.
    Result<storage::Sequence> sequenceAt(Timestamp time) const;
    // The earliest time at which `sequence` was the last record.
    Result<Timestamp> timeOf(storage::Sequence sequence) const;

    // The database as it was: changes with time <= `time`, or sequence <= `sequence`, and no later
    // ones. Items, partitions, scans and indexes of present and dropped tables; indexes are those
    // of the present description, filled with the items of then. counts() are of then, too.
    // records and expiringItems are those of now. Errors as of sequenceAt().
    Result<std::unique_ptr<storage::ReadTransaction>> at(Timestamp time);
    Result<std::unique_ptr<storage::ReadTransaction>> after(storage::Sequence sequence);

    Result<ChangedItemsPage> changedItems(const ChangedItemsRequest& request);

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace engine::history
