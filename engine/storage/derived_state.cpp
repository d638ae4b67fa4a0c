#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "engine/storage/checked_cursor.h"
#include "engine/storage/expiry_queue.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"
#include "engine/storage/write_transaction.h"

// The part of GroupTransaction that works on derived state, part of a table at a time: queues of
// times to live, indexes that come and go, dropped tables. The log holds each as a step.
namespace engine::storage {

// Calls `visit` for up to `most` items of a table behind a place; gives where to go on.
Result<std::optional<schema::PrimaryKey>> GroupTransaction::walkItems(
    schema::TableNumber table, const std::optional<schema::PrimaryKey>& after, std::size_t most,
    const std::function<void(const schema::PrimaryKey&, values::ItemView)>& visit) {
    auto cursor =
        CheckedCursor::open({m_transaction, *m_environment}, m_environment->items(), "item");
    if (!cursor) {
        return fail(std::move(cursor).error());
    }
    const StoredKey space = itemSpaceKey(table);
    const StoredKey place = after ? itemStoredKey(table, *after) : space;
    auto found = cursor->seek(place.bytes());
    std::optional<schema::PrimaryKey> last;
    std::size_t seen = 0;
    while (found && *found && cursor->key().starts_with(space.bytes()) && seen < most) {
        const auto item = parseItem(cursor->key(), cursor->record());
        if (!item) {
            return fail(cursor->damaged());
        }
        if (!after || cursor->key() != place.bytes()) {
            ++seen;
            last = schema::PrimaryKey{std::string(item->partition), std::string(item->sort)};
            visit(*last, values::ItemView(item->item));
        }
        found = cursor->step(true);
    }
    if (!found) {
        return fail(std::move(found).error());
    }
    return seen < most ? std::nullopt : last;
}

Result<std::optional<schema::PrimaryKey>> GroupTransaction::queueExpiring(
    schema::TableNumber table, const std::optional<schema::PrimaryKey>& after, std::size_t most) {
    if (isNew()) {
        m_records.addStep({StepKind::QueueExpiring, table, most, after, 0});
    }
    const auto description = catalog().find(table);
    if (!description || !description->timeToLive) {
        return std::optional<schema::PrimaryKey>();
    }
    std::vector<std::pair<schema::PrimaryKey, std::int64_t>> queue;
    auto next =
        walkItems(table, after, most, [&](const schema::PrimaryKey& key, values::ItemView item) {
            if (const auto second = expiryOf(item, description->timeToLive->attributeName)) {
                queue.emplace_back(key, *second);
            }
        });
    if (!next) {
        return next;
    }
    for (const auto& [key, second] : queue) {
        if (auto done = requeue(table, key, std::nullopt, second); !done) {
            return std::move(done).error();
        }
    }
    return next;
}

Result<bool> GroupTransaction::clearExpiring(schema::TableNumber table, std::size_t most) {
    if (isNew()) {
        m_records.addStep({StepKind::ClearExpiring, table, most, std::nullopt, 0});
    }
    const auto deleted = deleteFrom(m_environment->expiry(), expirySpaceKey(table), most);
    if (!deleted) {
        return deleted.error();
    }
    return *deleted < most;
}

Result<std::size_t> GroupTransaction::deleteFrom(MDB_dbi tree, std::string_view prefix,
                                                 std::size_t most) {
    MDB_cursor* cursor = nullptr;
    int code = mdb_cursor_open(m_transaction, tree, &cursor);
    std::size_t deleted = 0;
    std::string last(prefix);
    while (code == 0 && deleted < most) {
        if (auto guarded = m_environment->guard(m_transaction, tree, last, Reach::Neighbours);
            !guarded) {
            mdb_cursor_close(cursor);
            return fail(std::move(guarded).error());
        }
        MDB_val key = toVal(prefix);
        MDB_val value{};
        code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
        if (code != 0 || !toView(key).starts_with(prefix)) {
            break;
        }
        last = toView(key);
        code = mdb_cursor_del(cursor, 0);
        ++deleted;
    }
    if (cursor != nullptr) {
        mdb_cursor_close(cursor);
    }
    if (code != 0 && code != MDB_NOTFOUND) {
        return fail(code);
    }
    m_changes += deleted;
    return deleted;
}

// Nobody may read half of a table, so it is out of sight, for good, before its first record goes.
Result<bool> GroupTransaction::beginPurge(schema::TableNumber table) {
    auto dropped = catalog().findDropped(table);
    ENSURE(dropped.has_value());
    dropped->droppedBy = 0;
    if (auto done =
            putState(StateTree::Catalog, droppedRecordKey(table), droppedRecordBody(*dropped));
        !done) {
        return std::move(done).error();
    }
    changingCatalog().drop(*std::move(dropped));
    return false;
}

Result<bool> GroupTransaction::purge(schema::TableNumber table, std::size_t most) {
    if (isNew() && !catalog().isBeingPurged(table)) {
        return beginPurge(table);
    }
    if (isNew()) {
        m_records.addStep({StepKind::Purge, table, most, std::nullopt, 0});
    }
    const std::string counts = countsKey(table, 0).substr(0, 1 + sizeof(table));
    const std::array<std::pair<MDB_dbi, std::string>, 4> places = {
        {{m_environment->items(), std::string(itemSpaceKey(table).bytes())},
         {m_environment->index(), std::string(indexSpaceKey(table).bytes())},
         {m_environment->expiry(), expirySpaceKey(table)},
         {m_environment->meta(), counts}}};
    for (const auto& [tree, prefix] : places) {
        const auto deleted = deleteFrom(tree, prefix, most);
        if (!deleted) {
            return deleted.error();
        }
        most -= *deleted;
        if (most == 0) {
            return false;
        }
    }
    m_counts.forget(table);
    if (auto done = deleteState(StateTree::Catalog, droppedRecordKey(table)); !done) {
        return std::move(done).error();
    }
    changingCatalog().forgetDropped(table);
    return true;
}

Result<std::optional<schema::PrimaryKey>> GroupTransaction::fillIndex(
    schema::TableNumber table, schema::IndexNumber index,
    const std::optional<schema::PrimaryKey>& after, std::size_t most) {
    if (isNew()) {
        m_records.addStep({StepKind::FillIndex, table, most, after, index});
    }
    const auto description = catalog().find(table);
    const schema::Index* const target = description ? description->findIndex(index) : nullptr;
    if (target == nullptr) {
        return std::optional<schema::PrimaryKey>();
    }
    std::vector<std::pair<schema::IndexKey, std::size_t>> entries;
    auto next =
        walkItems(table, after, most, [&](const schema::PrimaryKey&, values::ItemView item) {
            if (auto key = schema::indexKey(*description, *target, item)) {
                entries.emplace_back(*std::move(key),
                                     schema::entrySizeBytes(*description, *target, item));
            }
        });
    if (!next) {
        return next;
    }
    for (const auto& [key, bytes] : entries) {
        if (auto done = putIndexEntry(table, index, key, bytes); !done) {
            return std::move(done).error();
        }
    }
    return next;
}

Result<bool> GroupTransaction::clearIndex(schema::TableNumber table, schema::IndexNumber index,
                                          std::size_t most) {
    if (isNew()) {
        m_records.addStep({StepKind::ClearIndex, table, most, std::nullopt, index});
    }
    const auto deleted =
        deleteFrom(m_environment->index(), indexSpaceKey(table, index).bytes(), most);
    if (!deleted) {
        return deleted.error();
    }
    if (*deleted == most) {
        return false;
    }
    m_counts.forget(table, index);
    const auto counts = deleteFrom(m_environment->meta(), countsKey(table, index), 1);
    return counts ? Result<bool>(true) : Result<bool>(counts.error());
}

}  // namespace engine::storage
