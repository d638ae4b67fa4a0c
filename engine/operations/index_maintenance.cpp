#include "engine/operations/index_maintenance.h"

#include <algorithm>
#include <utility>

#include "engine/capacity/units.h"
#include "engine/schema/vector_index.h"

namespace engine::operations {

namespace {

using schema::Index;
using schema::Table;
using values::ItemView;

// The next projected attribute of an item, in name order.
template <class AnyIndex>
std::optional<values::Member> nextProjected(const Table& table, const AnyIndex& index,
                                            values::MemberCursor& members) {
    while (auto member = members.next()) {
        if (schema::isProjected(table, index, member->name)) {
            return member;
        }
    }
    return std::nullopt;
}

template <class AnyIndex>
bool isSameEntry(const Table& table, const AnyIndex& index, ItemView before, ItemView after) {
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

constexpr std::uint64_t vectorWriteBytesMin = 1024;

std::uint64_t entryBytes(const Table& table, const schema::VectorIndex& index, ItemView item) {
    return std::max<std::uint64_t>(vectorWriteBytesMin, schema::entrySizeBytes(table, index, item));
}

// Of items that are both in the index.
bool isSameHash(const schema::VectorIndex& index, ItemView before, ItemView after) {
    const auto* const hash = index.hash();
    return hash == nullptr ||
           values::equal(*before.find(hash->attribute.name), *after.find(hash->attribute.name));
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

std::size_t billedBytes(const Table& table, const ItemImages& images) {
    std::size_t bytes = 0;
    for (const auto& image : {images.before, images.after}) {
        bytes = std::max(bytes, image ? schema::billedSizeBytes(table, *image) : 0);
    }
    return bytes;
}

void chargeVectorWrite(const Table& table, const ItemImages& images, CapacityMeter& meter) {
    std::vector<float> vector;
    for (const auto& index : table.vectorIndexes) {
        const bool wasIn = images.before && schema::readEntry(index, *images.before, vector);
        const bool isIn = images.after && schema::readEntry(index, *images.after, vector);
        if (wasIn && isIn && isSameEntry(table, index, *images.before, *images.after)) {
            continue;
        }
        const auto before = wasIn ? entryBytes(table, index, *images.before) : 0;
        const auto after = isIn ? entryBytes(table, index, *images.after) : 0;
        // An entry that changes its partition is taken out and put in.
        const bool moves = wasIn && isIn && !isSameHash(index, *images.before, *images.after);
        if (wasIn || isIn) {
            meter.addVectorIndex(index.name, moves ? before + after : std::max(before, after));
        }
    }
}

void chargeWrite(const Table& table, const ItemImages& images, const std::vector<IndexWork>& work,
                 CapacityMeter& meter) {
    meter.addTable(capacity::writeUnits(billedBytes(table, images)));
    for (const auto& entry : work) {
        meter.addIndex(*entry.index, entry.units);
    }
    chargeVectorWrite(table, images, meter);
}

}  // namespace engine::operations
