#include "engine/operations/transact_get.h"

#include <map>
#include <set>
#include <utility>

#include "engine/base/limits.h"
#include "engine/capacity/units.h"
#include "engine/operations/consumed_capacity.h"
#include "engine/operations/transact_action.h"

namespace engine::operations {

namespace {

constexpr int unitsFactor = 2;

Result<void> checkNoDuplicates(const std::vector<TransactGet>& gets) {
    std::set<ItemClaims::Item> targets;
    for (const auto& get : gets) {
        if (!targets.emplace(get.table->number, get.key).second) {
            return severalOnOneItem();
        }
    }
    return {};
}

// The past has no transactions under way.
Result<void> checkNoConflict(const ItemClaims& claims, const std::vector<TransactGet>& gets) {
    std::vector<bool> held;
    bool isAnyHeld = false;
    for (const auto& get : gets) {
        held.push_back(claims.isClaimed({get.table->number, get.key}));
        isAnyHeld = isAnyHeld || held.back();
    }
    return isAnyHeld ? cancelledByConflict(held) : Result<void>();
}

}  // namespace

Result<TransactGetOutcome> transactGet(const Context& context, const std::vector<TransactGet>& gets,
                                       ReturnConsumedCapacity returnConsumedCapacity,
                                       std::optional<Timestamp> asOf) {
    if (auto checked = checkNoDuplicates(gets); !checked) {
        return std::move(checked).error();
    }
    if (!asOf) {
        if (auto free = checkNoConflict(context.claims, gets); !free) {
            return std::move(free).error();
        }
    }
    const auto snapshot = beginRead(context, asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    TransactGetOutcome outcome;
    std::map<schema::TableNumber, CapacityMeter> meters;
    std::size_t bytes = 0;
    for (const auto& get : gets) {
        const auto item = (*snapshot)->getItem(get.table->number, get.key);
        if (!item) {
            return item.error();
        }
        const auto itemBytes = *item ? (*item)->sizeBytes() : 0;
        bytes += itemBytes;
        if (bytes > limits::transactBytesMax) {
            return Error::validation("Transaction payload size cannot exceed 4194304 bytes");
        }
        meters[get.table->number].addTable(
            unitsFactor * capacity::readUnits(itemBytes, capacity::Consistency::Strong));
        auto& answer = outcome.items.emplace_back();
        if (*item) {
            answer = get.projection ? get.projection->apply(**item)
                                    : values::EncodedItem(std::string((*item)->bytes()));
        }
        if (answer && get.projection && answer->view().count() == 0) {
            answer.reset();  // facts/expressions.md section 4
        }
    }
    for (const auto& get : gets) {
        const auto meter = meters.extract(get.table->number);
        if (meter.empty()) {
            continue;
        }
        if (auto consumed =
                meter.mapped().report(returnConsumedCapacity, get.tableName, CapacityKind::Read)) {
            outcome.consumedCapacity.push_back(*std::move(consumed));
        }
    }
    return outcome;
}

}  // namespace engine::operations
