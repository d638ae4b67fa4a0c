#include "engine/history/as_of.h"

#include <algorithm>
#include <utility>

#include "engine/base/iso_time.h"
#include "engine/history/past_transaction.h"
#include "engine/storage/key_layout.h"

namespace engine::history {
namespace {

Error trimmed(const std::string& wanted, const storage::HistoryExtent& extent) {
    return Error{ErrorKind::TrimmedDataAccess,
                 "The history of this database does not reach back to " + wanted +
                     "; it begins at " + isoTime(extent.begin),
                 {}};
}

}  // namespace

class PastReads::Private final {
public:
    Private(storage::Database& database, Clock& moments, std::size_t bytesMax)
        : cache(database, bytesMax), clock(moments) {}

    OverlayCache cache;
    Clock& clock;

    storage::Database& database() const { return cache.database(); }

    std::unique_ptr<storage::ReadTransaction> begin(storage::Sequence after,
                                                    std::optional<Timestamp> time) {
        return std::make_unique<PastTransaction>(cache, after, time);
    }

    Result<void> checkHeld(storage::Sequence sequence) const {
        const auto extent = database().history();
        if (sequence + 1 < extent.first) {
            return trimmed("record " + std::to_string(sequence), extent);
        }
        if (sequence > extent.last) {
            return Error::validation("There is no record " + std::to_string(sequence) +
                                     " yet; the last one is " + std::to_string(extent.last));
        }
        return {};
    }
};

PastReads::PastReads(storage::Database& database, Clock& clock, std::size_t bytesMax)
    : d(std::make_unique<Private>(database, clock, bytesMax)) {
}

PastReads::~PastReads() = default;

Result<storage::Sequence> PastReads::sequenceAt(Timestamp time) const {
    const auto extent = d->database().history();
    if (time < extent.begin) {
        return trimmed(isoTime(time), extent);
    }
    if (time > std::max(d->clock.now(), extent.end)) {
        return Error::validation("The time " + isoTime(time) + " lies in the future");
    }
    return d->database().sequenceAt(time);
}

Result<Timestamp> PastReads::timeOf(storage::Sequence sequence) const {
    if (auto held = d->checkHeld(sequence); !held) {
        return std::move(held).error();
    }
    return d->database().timeOf(sequence);
}

Result<std::unique_ptr<storage::ReadTransaction>> PastReads::at(Timestamp time) {
    const auto sequence = sequenceAt(time);
    if (!sequence) {
        return sequence.error();
    }
    return d->begin(*sequence, time);
}

Result<std::unique_ptr<storage::ReadTransaction>> PastReads::after(storage::Sequence sequence) {
    if (auto held = d->checkHeld(sequence); !held) {
        return std::move(held).error();
    }
    return d->begin(sequence, std::nullopt);
}

Result<ChangedItemsPage> PastReads::changedItems(const ChangedItemsRequest& request) {
    const auto catalog = d->database().catalog();
    auto table = catalog->find(request.table);
    if (!table) {
        const auto dropped = catalog->findDropped(request.table);
        table = dropped ? dropped->table : nullptr;
    }
    if (!table) {
        return Error::resourceNotFound("Requested resource not found");
    }
    const auto overlay = d->cache.get(table, request.after, std::nullopt);
    if (auto covered = overlay->cover(request.upTo); !covered) {
        return std::move(covered).error();
    }
    const auto behind = request.behind
                            ? std::optional(storage::itemScanPlace(request.table, *request.behind))
                            : std::nullopt;
    auto walk = PlaceWalk::scan({overlay, 0, request.upTo}, {}, behind);
    ChangedItemsPage page;
    std::size_t bytes = 0;
    for (const Place* place = walk.peek(); place != nullptr; walk.pop(), place = walk.peek()) {
        if (page.items.size() == request.most || bytes >= request.bytesMax) {
            page.hasMore = true;
            break;
        }
        const auto& item = *place->item;
        ChangedItem changed{item.key(), std::nullopt};
        if (item.then) {
            bytes += item.then->bytes().size();
            changed.then = values::EncodedItem(std::string(item.then->bytes()));
        }
        page.items.push_back(std::move(changed));
    }
    return page;
}

}  // namespace engine::history
