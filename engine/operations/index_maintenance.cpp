#include "engine/operations/index_maintenance.h"

#include <utility>

#include "engine/capacity/units.h"

namespace engine::operations {

namespace {

using schema::Index;
using schema::Table;
using values::ItemView;

// The next projected attribute of an item, in name order.
std::optional<values::Member> nextProjected(const Table& table, const Index& index,
                                            values::MemberCursor& members) {
    while (auto member = members.next()) {
        if (schema::isProjected(table, index, member->name)) {
            return member;
        }
    }
    return std::nullopt;
}

bool isSameEntry(const Table& table, const Index& index, ItemView before, ItemView after) {
    auto oldMembers = before.members();
    auto newMembers = after.members();
    while (true) {
        const auto oldMember = nextProjected(table, index, oldMembers);
        const auto newMember = nextProjected(table, index, newMembers);
        if (!oldMember || !newMember) {
            return !oldMember && !newMember;
        }
        if (oldMember->name != newMember->name ||
            !values::equal(oldMember->value, newMember->value)) {
            return false;
        }
    }
}

IndexWork planOne(const Table& table, const Index& index, const ItemImages& images) {
    IndexWork work;
    work.index = &index;
    capacity::IndexEntryChange change;
    if (images.before) {
        work.keyBefore = schema::indexKey(table, index, *images.before);
    }
    if (images.after) {
        work.keyAfter = schema::indexKey(table, index, *images.after);
    }
    if (work.keyBefore) {
        work.bytesBefore = schema::entrySizeBytes(table, index, *images.before);
        change.bytesBefore = work.bytesBefore;
    }
    if (work.keyAfter) {
        work.bytesAfter = schema::entrySizeBytes(table, index, *images.after);
        change.bytesAfter = work.bytesAfter;
    }
    if (work.keyBefore && work.keyAfter) {
        change.keyChanged = work.keyBefore != work.keyAfter;
        change.identical =
            !change.keyChanged && isSameEntry(table, index, *images.before, *images.after);
    }
    work.units = capacity::indexWriteUnits(change);
    return work;
}

}  // namespace

std::vector<IndexWork> planIndexWork(const Table& table, const ItemImages& images) {
    std::vector<IndexWork> plan;
    for (const auto& index : table.indexes) {
        auto work = planOne(table, index, images);
        // Every change of an entry costs at least one unit, so no units means nothing to do.
        if (work.units > 0) {
            plan.push_back(std::move(work));
        }
    }
    return plan;
}

Result<void> applyIndexWork(storage::WriteTransaction& transaction, const Table& table,
                            const std::vector<IndexWork>& work) {
    for (const auto& entry : work) {
        // Entries hold keys only: a changed attribute of the same size leaves them as they are.
        if (entry.keyBefore == entry.keyAfter && entry.bytesBefore == entry.bytesAfter) {
            continue;
        }
        if (entry.keyBefore) {
            auto deleted = transaction.deleteIndexEntry(table.number, entry.index->number,
                                                        *entry.keyBefore, entry.bytesBefore);
            if (!deleted) {
                return deleted;
            }
        }
        if (entry.keyAfter) {
            auto put = transaction.putIndexEntry(table.number, entry.index->number, *entry.keyAfter,
                                                 entry.bytesAfter);
            if (!put) {
                return put;
            }
        }
    }
    return {};
}

void chargeWrite(const ItemImages& images, const std::vector<IndexWork>& work,
                 CapacityMeter& meter) {
    meter.addTable(capacity::itemWriteUnits(images.before ? images.before->sizeBytes() : 0,
                                            images.after ? images.after->sizeBytes() : 0));
    for (const auto& entry : work) {
        meter.addIndex(*entry.index, entry.units);
    }
}

}  // namespace engine::operations
